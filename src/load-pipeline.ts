// Pipelines by path or built-in name. jiti runs the TypeScript on every supported Node, and `stackpairs` in it means
// this very package, so that a pipeline file works wherever it lies. A built-in pipeline was compiled with the package.
// What a pipeline imports by path belongs to it; packages it imports are its author's to keep still. Compiling TypeScript takes
// jiti some 300 ms, most of them for loading Babel: one thread does it, and the others are given what came out.

import { hash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { codeUrl, packageUrl } from './built-url.ts';
import { asked, tagged } from './clean/index.ts';
import { StackpairsError } from './errors.ts';
import {
  canonicalJson,
  describePipeline,
  isPipeline,
  type Pipeline,
  type PipelineSource,
  type Scripts,
  type Selection,
} from './pipeline.ts';

const BUILT_IN = packageUrl('pipelines/', import.meta.url);
const COMPILED = codeUrl('pipelines/', import.meta.url);

/** A loaded pipeline and what identifies it. */
export interface LoadedPipeline {
  /** With the selection among its rules. */
  readonly pipeline: Pipeline;
  /** What `run` is given to load it: a built-in pipeline's name, else the name of its file, without any folder. */
  readonly file: string;
  /** Canonical JSON of the pipeline as its file says it, without the selection. */
  readonly definition: string;
  /** SHA-256 of the file it came from, in hex; of that and all it imports by path, if it imports any. */
  readonly source: string;
  /** What `PipelineSource` wants so as to load it once more. */
  readonly scripts: Scripts;
}

/** Names of the pipelines that come with the package. */
export async function builtInPipelines(): Promise<string[]> {
  const files = await readdir(BUILT_IN);
  return files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'))
    .sort();
}

/** The file a pipeline's name stands for: a built-in one's, else the path itself. */
export async function pipelinePath(name: string, folder: string): Promise<string> {
  const isBuiltIn = (await builtInPipelines()).includes(name);
  return isBuiltIn ? fileURLToPath(new URL(`${name}.ts`, BUILT_IN)) : resolve(folder, name);
}

/** Loads a pipeline and lays the selection over it as rules of its own. Throws `bad_pipeline`. */
export async function loadPipeline(source: PipelineSource): Promise<LoadedPipeline> {
  const { path, selection, takedowns = [], scripts: known = {} } = source;
  const text = readSource(path);
  const { loaded, imported, scripts } = await importDefault(path, known).catch((cause: unknown) => {
    const found = cause instanceof Error ? cause.message : String(cause);
    // What the pipeline's own checks say needs no more than the place.
    const what = cause instanceof StackpairsError ? found : `the pipeline does not load: ${found}`;
    throw new StackpairsError('bad_pipeline', what, { at: path, cause });
  });
  if (!isPipeline(loaded)) {
    throw new StackpairsError('bad_pipeline', 'the file is no pipeline', {
      at: path,
      expected: 'a default export made by definePipeline({ … })',
      found: typeof loaded,
    });
  }
  return {
    pipeline: select({ ...loaded, takedowns }, selection),
    file: isBuiltIn(path) ? basename(path, '.ts') : basename(path),
    definition: canonicalJson(describePipeline(loaded)),
    source: hash('sha256', [text, ...imported.map(readSource)].join('\0'), 'hex'),
    scripts,
  };
}

interface Imported {
  readonly loaded: unknown;
  /** The files it imports by path. */
  readonly imported: readonly string[];
  readonly scripts: Scripts;
}

/** The default export of a pipeline file. */
async function importDefault(path: string, given: Scripts): Promise<Imported> {
  const compiled = new URL(`${basename(path, '.ts')}.js`, COMPILED);
  if (isBuiltIn(path) && existsSync(compiled)) {
    return { loaded: (await import(compiled.href)).default, imported: [], scripts: {} };
  }
  const [{ createJiti }, stackpairs] = await Promise.all([import('jiti'), import('./index.ts')]);
  const options = { fsCache: false, moduleCache: true };
  const compiler = createJiti(import.meta.url, options);
  const scripts: Record<string, string> = { ...given };
  const jiti = createJiti(import.meta.url, {
    ...options,
    virtualModules: { stackpairs },
    transform: ({ filename = '', ...file }) => {
      scripts[filename] ??= compiler.transform({ filename, ...file });
      return { code: scripts[filename] };
    },
  });
  const known = new Set(Object.keys(jiti.cache));
  try {
    const loaded = await jiti.import(path, { default: true });
    const own = Object.keys(jiti.cache).filter((file) => !known.has(file) && !isOfPackage(file));
    const resolved = (name: string, from: string) =>
      jiti.esmResolve(name, { parentURL: pathToFileURL(from), try: true });
    const imported = withImports([path, ...own], resolved).filter((file) => file !== path);
    return { loaded, imported: imported.sort(), scripts };
  } finally {
    // Whoever loads it next must see it as it is then.
    for (const file of Object.keys(jiti.cache)) if (!known.has(file)) delete jiti.cache[file];
  }
}

const IMPORT_BY_PATH = /\b(?:from|import|require)\b[\s(]*['"](\.{0,2}\/[^'"]+)['"]/g;

/**
 * These files and those they name in imports, and so on: modules that are JavaScript already Node loads by itself, and jiti's
 * cache has none of them. An import in a comment counts as well, which does no harm.
 */
function withImports(files: readonly string[], resolved: (name: string, from: string) => string | undefined): string[] {
  const found = new Set(files);
  for (const from of found) {
    for (const [, name] of readSource(from).matchAll(IMPORT_BY_PATH)) {
      const url = resolved(name!, from);
      if (url === undefined || !statSync(new URL(url), { throwIfNoEntry: false })?.isFile()) continue;
      if (!isOfPackage(fileURLToPath(url))) found.add(fileURLToPath(url));
    }
  }
  return [...found];
}

function isOfPackage(file: string): boolean {
  return /[/\\]node_modules[/\\]/.test(file);
}

function isBuiltIn(path: string): boolean {
  return dirname(path) === dirname(fileURLToPath(new URL('index.ts', BUILT_IN)));
}

function readSource(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new StackpairsError('bad_pipeline', code === 'ENOENT' ? 'there is no such pipeline' : 'it cannot be read', {
      at: path,
      ...(code === 'ENOENT' ? {} : { found: String(code) }),
      hint: 'Give the path of a pipeline file, or the name of a built-in one such as title-body',
      cause,
    });
  }
}

function select(pipeline: Pipeline, { tags, ...dates }: Selection): Pipeline {
  const rules = [
    ...(Object.keys(dates).length === 0 ? [] : [asked(dates)]),
    ...(tags === undefined ? [] : [tagged({ any: tags })]),
  ];
  return Object.freeze({ ...pipeline, keep: Object.freeze([...rules, ...pipeline.keep]) });
}
