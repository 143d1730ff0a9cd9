// The rules of the house: who may import whom, who knows the process, and how large a file may grow.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const SOURCE = fileURLToPath(new URL('../src/', import.meta.url));
const ROOMS = [
  'extract',
  'clean',
  'kernel',
  'near',
  'spill',
  'shard',
  'publish',
  'refresh',
  'sample',
  'feed',
  'cluster',
  'storage',
  'evaluate',
  'trainer',
];
/** What is done with whole builds; everything else directly in src is a noun. */
const VERBS = [
  'build.ts',
  'prepare-build.ts',
  'run-passes.ts',
  'build-shares.ts',
  'build-in-storage.ts',
  'build-status.ts',
  'slurm-build.ts',
  'verify.ts',
  'verify-manifest.ts',
  'verify-rows.ts',
  'inspect.ts',
  'read-foreign.ts',
  'build-examples.ts',
  'survey-texts.ts',
  'publish-dataset.ts',
  'export-dataset.ts',
  'export-folder.ts',
  'export-shards.ts',
  'first-rows.ts',
  'inspect-duplicates.ts',
  'trace.ts',
  'evaluate.ts',
  'find-contaminated.ts',
  'search.ts',
  'takedown.ts',
  'open-encoder.ts',
  'mine.ts',
  'stage-descriptions.ts',
  'open-source.ts',
  'open-mirror.ts',
  'look-at-inputs.ts',
  'fetch-dataset.ts',
  'estimate-build.ts',
  'download.ts',
  'diff-builds.ts',
  'refresh.ts',
  'refresh-due.ts',
  'refresh-hub.ts',
  'refresh-steps.ts',
  'refresh-takedowns.ts',
  'feed-keys.ts',
  'feed-origins.ts',
  'feed-reading.ts',
  'feed-texts.ts',
  'feed-thread.ts',
  'make-feed.ts',
  'read-feed.ts',
  'train.ts',
  'train-feed.ts',
  'load-pipeline.ts',
  'index.ts',
  'api.ts',
];

interface SourceFile {
  /** Relative to src, e.g. `extract/index.ts`. */
  readonly path: string;
  /** The folder it stands in, or `.`. */
  readonly room: string;
  readonly text: string;
  /** Own files it imports, relative to src. */
  readonly imports: readonly string[];
  /** Packages and modules of Node it imports. */
  readonly packages: readonly string[];
}

const files: readonly SourceFile[] = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .sort()
  .map((path) => {
    const text = readFileSync(join(SOURCE, path), 'utf8');
    const imported = ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
    const [own, packages] = [
      imported.filter((name) => name.startsWith('.')),
      imported.filter((name) => !name.startsWith('.')),
    ];
    const imports = own.map((name) => relative(SOURCE, join(SOURCE, dirname(path), name)).replaceAll('\\', '/'));
    return { path, room: path.includes('/') ? path.split('/')[0]! : '.', text, imports, packages };
  });

const roomOf = (path: string) => (path.includes('/') ? path.split('/')[0]! : '.');
const isNoun = ({ path, room }: SourceFile) => room === '.' && !VERBS.includes(path);

/** Imports that break a rule, as `file -> imported`. */
function offences(who: (file: SourceFile) => boolean, isForbidden: (imported: string, file: SourceFile) => boolean) {
  return files
    .filter(who)
    .flatMap((file) => file.imports.filter((path) => isForbidden(path, file)).map((path) => `${file.path} -> ${path}`));
}

describe('rooms', () => {
  test('are all there', () => {
    expect(ROOMS.filter((room) => !files.some(({ path }) => path === `${room}/index.ts`))).toEqual([]);
  });

  test('do not import each other', () => {
    const isOtherRoom = (path: string, { room }: SourceFile) => ROOMS.includes(roomOf(path)) && roomOf(path) !== room;
    expect(offences(({ room }) => ROOMS.includes(room), isOtherRoom)).toEqual([]);
  });

  test('import only nouns beside their own files', () => {
    const isNoNoun = (path: string, { room }: SourceFile) =>
      roomOf(path) !== room && (roomOf(path) !== '.' || VERBS.includes(path));
    expect(offences(({ room }) => ROOMS.includes(room), isNoNoun)).toEqual([]);
  });

  test('are entered through their doors', () => {
    const isBehindDoor = (path: string, { room }: SourceFile) =>
      ROOMS.includes(roomOf(path)) && roomOf(path) !== room && path !== `${roomOf(path)}/index.ts`;
    expect(offences(() => true, isBehindDoor)).toEqual([]);
  });
});

describe('nouns', () => {
  test('import nothing but nouns', () => {
    expect(offences(isNoun, (path) => roomOf(path) !== '.' || VERBS.includes(path))).toEqual([]);
  });
});

describe('the command line', () => {
  test('is imported by nobody', () => {
    expect(
      offences(
        ({ room }) => room !== 'cli',
        (path) => roomOf(path) === 'cli',
      ),
    ).toEqual([]);
  });

  test('works through the verbs and the nouns, and enters three rooms, to find dumps, to write samples and to render Jobs', () => {
    const isForbidden = (path: string) => !['.', 'cli', 'cluster', 'extract', 'sample'].includes(roomOf(path));
    expect(offences(({ room }) => room === 'cli', isForbidden)).toEqual([]);
    const taken = files
      .filter(({ room }) => room === 'cli')
      .flatMap(({ text }) => namesFrom(text, '../extract/index.ts'));
    expect([...new Set(taken)]).toEqual(['findInputs']);
  });
});

/** What a file imports by name from a module. */
function namesFrom(text: string, module: string): string[] {
  const names = new RegExp(`import \\{([^}]*)\\} from '${module.replaceAll('.', '\\.')}'`).exec(text)?.[1] ?? '';
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

test('no import leads back to where it started', () => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    if (done.has(path) || trail.includes(path)) return;
    for (const next of byPath.get(path)?.imports ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  expect(cycles).toEqual([]);
});

describe('third-party packages', () => {
  /** Imported by more than one file, and why. */
  const SHARED: Readonly<Record<string, string>> = {
    commander: 'each command adds itself to the program: src/cli',
    'p-limit': 'one limit is made in the route pass; two files name its type',
    'stream-json': 'lines of our own are read by one file, arrays of others by another',
    zod: 'each record on disk is checked where its type is',
  };

  test('are imported by one file each, but for those above', () => {
    const importers = new Map<string, string[]>();
    for (const { path, packages } of files) {
      for (const name of new Set(packages.map(packageOf))) importers.set(name, [...(importers.get(name) ?? []), path]);
    }
    const shared = [...importers].filter(([name, paths]) => name !== 'node' && paths.length > 1).map(([name]) => name);
    expect(shared.sort()).toEqual(Object.keys(SHARED));
    expect(importers.get('commander')!.filter((path) => roomOf(path) !== 'cli')).toEqual([]);
  });

  const packageOf = (name: string) =>
    name.startsWith('node:')
      ? 'node'
      : name
          .split('/')
          .slice(0, name.startsWith('@') ? 2 : 1)
          .join('/');
});

describe('what is loaded at once', () => {
  test('by a thread is no more than its tasks need: it costs each of them, before the first row', () => {
    const loaded = allLoadedBy('workers/thread.ts');
    expect([...loaded].filter((name) => !name.endsWith('.ts')).sort()).toEqual(['entities', 'htmlparser2', 'sax']);
    // What a pass needs that comes later, and what the main thread alone does.
    const late = [...loaded].filter((name) =>
      /^(?:shard|publish|sample|cli)\/|^kernel\/read-rows|passes\/reduce/.test(name),
    );
    expect(late).toEqual([]);
  });

  test('by whoever builds or verifies has nothing of the client of the Hub', () => {
    expect([...allLoadedBy('verify.ts'), ...allLoadedBy('passes/finish.ts')]).not.toContain('@huggingface/hub');
  });

  test('by the command has nothing of shards, of other people’s files and of the Hub', () => {
    const late = [...allLoadedBy('cli/main.ts')].filter((name) =>
      /^(?:shard|sample|publish|evaluate)\/|^read-foreign|arrow|huggingface/.test(name),
    );
    expect(late).toEqual([]);
  });

  /** Files of src and packages that are there when the file is. */
  function allLoadedBy(entry: string): ReadonlySet<string> {
    const loaded = new Set<string>();
    const load = (path: string) => {
      if (loaded.has(path)) return;
      loaded.add(path);
      const { text } = files.find((file) => file.path === path)!;
      for (const name of loadedAtOnce(path, text)) {
        if (name.startsWith('.')) load(relative(SOURCE, join(SOURCE, dirname(path), name)).replaceAll('\\', '/'));
        else if (!name.startsWith('node:')) loaded.add(name);
      }
    };
    load(entry);
    return loaded;
  }

  /** Imports and re-exports that are there when the module is, as the compiler leaves them. */
  function loadedAtOnce(path: string, text: string): string[] {
    const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
    return statements.flatMap((statement) => {
      if (ts.isImportDeclaration(statement)) return isErased(statement.importClause) ? [] : [moduleOf(statement)];
      if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) return [];
      return isErased(statement) ? [] : [moduleOf(statement)];
    });
  }

  const moduleOf = ({ moduleSpecifier }: ts.ImportDeclaration | ts.ExportDeclaration) =>
    (moduleSpecifier as ts.StringLiteral).text;

  function isErased(clause: ts.ImportClause | ts.ExportDeclaration | undefined): boolean {
    return (
      clause !== undefined &&
      (ts.isExportDeclaration(clause) ? clause.isTypeOnly : clause.phaseModifier === ts.SyntaxKind.TypeKeyword)
    );
  }
});

describe('the process', () => {
  const GLOBALS = ['process', 'console', 'performance'];
  /** Files beside that one which may know it, and why. */
  const KNOWN: Readonly<Record<string, string>> = {
    'trainer/run-program.ts': 'process.kill: a group of processes is signalled in no other way',
    'version.ts': 'process.versions: what the bytes of a dataset depend on belongs into its manifest',
    'workers/thread.ts': 'stdout of a thread is that of the command, where nothing but results may go',
  };

  test('its streams, environment, clock and dice are known to one file of the command line', () => {
    const found = files.filter((file) => knowsProcess(file)).map(({ path }) => path);
    expect(found).toEqual(['cli/main.ts', ...Object.keys(KNOWN)]);
  });

  function knowsProcess({ path, text, packages }: SourceFile): boolean {
    if (packages.some((name) => ['node:process', 'process', 'node:perf_hooks', 'node:console'].includes(name)))
      return true;
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
    const isKnown = (node: ts.Node): boolean => {
      if (ts.isPropertyAccessExpression(node)) {
        if (['Date.now', 'Math.random'].includes(node.getText(source))) return true;
        return isKnown(node.expression);
      }
      if (ts.isNewExpression(node) && node.expression.getText(source) === 'Date' && !node.arguments?.length)
        return true;
      if (ts.isIdentifier(node) && GLOBALS.includes(node.text) && isValue(node)) return true;
      return ts.forEachChild(node, (child) => isKnown(child)) ?? false;
    };
    return ts.forEachChild(source, (node) => isKnown(node)) ?? false;
  }

  // The name of a property or parameter is not the global of that name.
  function isValue(node: ts.Identifier): boolean {
    const { parent } = node;
    return parent === undefined || !(ts.isPropertyAssignment(parent) && parent.name === node);
  }
});

describe('files', () => {
  test('have at most 300 lines', () => {
    expect(files.filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path)).toEqual([]);
  });

  test('export by name only', () => {
    expect(files.filter(({ text }) => /^export default\b|\bas default\b/m.test(text)).map(({ path }) => path)).toEqual(
      [],
    );
  });

  test('begin with a comment that says what they are for', () => {
    const silent = files.filter(({ text }) => !/^(?:#!.*\n)?\/\/ /.test(text));
    expect(silent.map(({ path }) => path)).toEqual([]);
  });
});
