// Puts the modules of src and the packages they need into few files of dist: Node takes most of a millisecond for each
// module it loads, every thread loads its own, and there are some 300 of them beside Arrow's 150.
// What two entries share, and what is loaded when it is needed, goes to files of its own under dist/chunks.

import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rolldown } from 'rolldown';

const ROOT = path.join(import.meta.dirname, '..');
const DIST = path.join(ROOT, 'dist');

/** What is started or imported by its name: the command, the threads, the doors of the package, and its pipelines. */
const ENTRIES = [
  ...['cli/main', 'workers/thread', 'extract/seven-zip-worker', 'index', 'api'].map((name) => [name, `src/${name}.ts`]),
  ['evaluate/nearest-thread', 'src/evaluate/nearest/thread.ts'],
  ['feed-thread', 'src/feed-thread.ts'],
  ...readdirSync(path.join(ROOT, 'pipelines')).map((file) => [
    `pipelines/${path.parse(file).name}`,
    `pipelines/${file}`,
  ]),
];

/** What is loaded together is one file: by a thread when it starts, joins and writes; by the command when it starts, reads users and ends. */
const TOGETHER = {
  core: ['workers/thread', 'index'].map((name) => `src/${name}.ts`),
  joining: ['join/join-threads', 'links/meet-links', 'tags/pair-tags', 'join/fast-fingerprint'].map(inPasses),
  writing: [inPasses('reduce'), 'src/shard/arrow-format.ts'],
  command: ['src/cli/main.ts'],
  authors: [inPasses('authors/read-users-pass')],
  ending: [inPasses('finish')],
};

function inPasses(name) {
  return `src/passes/${name}.ts`;
}

/** They find files beside themselves, or are there only where somebody added them, and are loaded when they are needed. */
const APART = ['jiti', '7z-wasm', '@huggingface/hub', '@aws-sdk/client-s3', '@aws-sdk/lib-storage'];

/** The file that each module goes to, by the module; what several of them need goes to the one that all load. */
const fileOf = new Map();
const together = {
  name: 'together',
  buildEnd() {
    const entries = new Set(ENTRIES.map(([, file]) => path.join(ROOT, file)));
    for (const [name, roots] of Object.entries(TOGETHER)) {
      const modules = neededBy(roots, this);
      for (const module of modules) if (!entries.has(module)) fileOf.set(module, fileOf.has(module) ? 'core' : name);
    }
  },
};

/** All modules that are loaded with these files, themselves included. */
function neededBy(files, graph) {
  const found = new Set(files.map((file) => path.join(ROOT, file)));
  for (const module of found) for (const id of graph.getModuleInfo(module)?.importedIds ?? []) found.add(id);
  return found;
}

rmSync(DIST, { recursive: true, force: true });
const bundle = await rolldown({
  cwd: ROOT,
  plugins: [together],
  input: Object.fromEntries(ENTRIES),
  platform: 'node',
  external: APART,
  // A pipeline of the package imports it by its name, as everybody's does.
  resolve: { alias: { stackpairs: path.join(ROOT, 'src/index.ts') } },
});
const { output } = await bundle.write({
  dir: DIST,
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
  // What a file needs comes with it, unless it is in one before: so the one that all need comes first.
  codeSplitting: {
    groups: Object.keys(TOGETHER).map((name, index, { length }) => ({
      name,
      test: (module) => fileOf.get(module) === name,
      priority: length - index,
    })),
  },
  // Node scans them anew in every thread.
  comments: { jsdoc: false, annotation: false, legal: true },
  // Stack traces and profiles can be led back to src.
  sourcemap: true,
});
await bundle.close();

const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
writeFileSync(path.join(DIST, 'THIRD-PARTY-LICENSES.txt'), licenses(packagesOf(modules)));

/** Folders of the packages that these files belong to. */
function packagesOf(files) {
  const folders = files.map((file) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file.replaceAll('\\', '/'))?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/** Whoever hands on the packages hands on what their licences say; one without such a file fails the build. */
function licenses(folders) {
  const texts = folders.map((folder) => {
    const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice)/i.test(file));
    if (files.length === 0) throw new Error(`${name} has no licence file`);
    return [`== ${name} ${version}`, ...files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim())];
  });
  return `${texts.flat().join('\n\n')}\n`;
}
