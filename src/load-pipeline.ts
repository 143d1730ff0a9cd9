// Pipelines by path or built-in name. jiti runs the TypeScript on every supported Node, and `stackpairs` in it means
// this very package, so that a pipeline file works wherever it lies. A built-in pipeline was compiled with the package.

import { hash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { asked, tagged } from './clean/index.ts';
import { StackpairsError } from './errors.ts';
import { canonicalJson, describePipeline, type Pipeline, type PipelineSource, type Selection } from './pipeline.ts';

const BUILT_IN = new URL('../pipelines/', import.meta.url);
const COMPILED = new URL('./pipelines/', import.meta.url);

/** A loaded pipeline and what identifies it. */
export interface LoadedPipeline {
  /** With the selection among its rules. */
  readonly pipeline: Pipeline;
  /** Canonical JSON of the pipeline as its file says it, without the selection. */
  readonly definition: string;
  /** SHA-256 of the file it came from, in hex. */
  readonly source: string;
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
export async function loadPipeline({ path, selection }: PipelineSource): Promise<LoadedPipeline> {
  const text = readSource(path);
  const loaded = await importDefault(path).catch((cause: unknown) => {
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
    pipeline: select(loaded, selection),
    definition: canonicalJson(describePipeline(loaded)),
    source: hash('sha256', text, 'hex'),
  };
}

async function importDefault(path: string): Promise<unknown> {
  const compiled = new URL(`${basename(path, '.ts')}.js`, COMPILED);
  const isBuiltIn = dirname(path) === dirname(fileURLToPath(new URL('index.ts', BUILT_IN)));
  if (isBuiltIn && existsSync(compiled)) return (await import(compiled.href)).default;
  const [{ createJiti }, stackpairs] = await Promise.all([import('jiti'), import('./index.ts')]);
  const jiti = createJiti(import.meta.url, { virtualModules: { stackpairs }, fsCache: false, moduleCache: false });
  return jiti.import(path, { default: true });
}

function readSource(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new StackpairsError('bad_pipeline', 'there is no such pipeline', {
      at: path,
      hint: 'Give the path of a pipeline file, or the name of a built-in one such as title-body',
      cause,
    });
  }
}

function isPipeline(value: unknown): value is Pipeline {
  return typeof value === 'object' && value !== null && 'recipe' in value && 'shard' in value && Object.isFrozen(value);
}

function select(pipeline: Pipeline, { tags, ...dates }: Selection): Pipeline {
  const rules = [
    ...(Object.keys(dates).length === 0 ? [] : [asked(dates)]),
    ...(tags === undefined ? [] : [tagged({ any: tags })]),
  ];
  return Object.freeze({ ...pipeline, keep: Object.freeze([...rules, ...pipeline.keep]) });
}
