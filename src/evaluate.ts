// Models on evaluation sets -> figures, files and a page. Sets are read one after another; memory is that of one set, its
// index or vectors, and the texts of it that training data may hold.

import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { writeDurably } from './durable-file.ts';
import type { FindNearest } from './encoder.ts';
import { StackpairsError } from './errors.ts';
import {
  type Contender,
  compareWithFirst,
  evaluationPage,
  findNearest as findNearestHere,
  isEmptySet,
  mtebResult,
  type Outcome,
  readSet,
  type SetResult,
  scoreSet,
  type Ties,
} from './evaluate/index.ts';
import { findContaminated } from './find-contaminated.ts';
import { makeFolder } from './make-folder.ts';
import { MANIFEST_FILE } from './manifest-file.ts';
import { type EncoderOptions, openEncoder } from './open-encoder.ts';
import { openTable } from './shard/index.ts';
import { VERSION } from './version.ts';

export type { Comparison, Contender, EvaluationSet, Outcome, SetResult, Ties } from './evaluate/index.ts';
export { isEmptySet, itemsOf } from './evaluate/index.ts';

/** How far an evaluation is. */
export interface EvaluationProgress {
  readonly set: string;
  readonly model: string;
  readonly stage: 'indexing' | 'encoding' | 'searching';
  readonly done: number;
  readonly total: number;
}

/** What to evaluate. */
export interface EvaluationRequest {
  /** Folders of sets. */
  readonly sets: readonly string[];
  /** The models; the others are compared with the first. Whoever opened their encoders closes them. */
  readonly models: readonly Contender[];
  /** Another exact search over the vectors of encoders than that of this package. */
  readonly findNearest?: FindNearest | undefined;
  /** Gets the results; nothing is written without it. */
  readonly out?: string | undefined;
  /** A finished build whose training texts are looked for in the sets. */
  readonly trainedOn?: string | undefined;
  /** What comes first of equal scores; `trec` by default. */
  readonly ties?: Ties | undefined;
  /** Whether a document with the id of its query is left out; off by default. */
  readonly ignoreIdenticalIds?: boolean | undefined;
  readonly threads: number;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
  readonly onProgress?: ((progress: EvaluationProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Folders of the sets that a build made, sorted; none where it made none. */
export function builtSets(out: string): string[] {
  const folder = join(out, 'evaluation');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'set.json')));
  return names.map((name) => join(folder, name)).sort();
}

/**
 * Opens models by their names: `bm25`, or an encoder as `openEncoder` takes it, which is the caller's to close. Throws `bad_usage`
 * for any other name.
 */
export async function openContenders(names: readonly string[], options: EncoderOptions): Promise<Contender[]> {
  const opened: Contender[] = [];
  try {
    for (const name of names) {
      opened.push(name === 'bm25' ? { name } : { name, encoder: await openEncoder(name, options) });
    }
    return opened;
  } catch (error) {
    await closeContenders(opened);
    throw error;
  }
}

/** Closes the encoders of models. */
export async function closeContenders(models: readonly Contender[]): Promise<void> {
  for (const { encoder } of models) await encoder?.close();
}

/** Evaluates models on sets. Throws `bad_usage` for two models or sets of one name and for an `out` among files of a dataset, `bad_input` for a set that cannot be read. */
export async function evaluate(request: EvaluationRequest): Promise<SetResult[]> {
  expectDistinct(
    request.models.map(({ name }) => name),
    'models',
  );
  if (request.out !== undefined) expectOutsideDataset(request.out);
  const results: SetResult[] = [];
  const seconds = new Map<Outcome, number>();
  for (const folder of request.sets) {
    const set = await withContaminated(await readSet(folder, openTable), request);
    const outcomes: Outcome[] = [];
    for (const model of isEmptySet(set) ? [] : request.models) {
      const started = request.now();
      const outcome = await scoreSet(set, model, optionsOf(request, set.name, model.name));
      if (outcome === undefined) continue;
      outcomes.push(outcome);
      seconds.set(outcome, (request.now() - started) / 1000);
    }
    results.push({ set, outcomes, comparisons: compareWithFirst(outcomes) });
  }
  expectDistinct(
    results.map(({ set }) => set.name),
    'sets',
  );
  if (request.out !== undefined) writeResults(request.out, results, seconds);
  return results;
}

/** Folders of a dataset that hold what its manifest lists, and nothing else. */
const LISTED_FOLDERS = ['data', 'provenance', 'evaluation', '.work'];

/** Results among the files of a dataset would be strangers there, which `verify` complains of. */
function expectOutsideDataset(out: string): void {
  for (let folder = resolve(out); dirname(folder) !== folder; folder = dirname(folder)) {
    if (!LISTED_FOLDERS.includes(basename(folder)) || !existsSync(join(dirname(folder), MANIFEST_FILE))) continue;
    throw new StackpairsError('bad_usage', 'results cannot lie among the files of a dataset', {
      at: out,
      expected: `a folder outside ${folder}`,
      hint: 'Name another folder with --out',
    });
  }
}

/** One of two with the same name would overwrite the other's results. */
function expectDistinct(names: readonly string[], what: string): void {
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) {
    throw new StackpairsError('bad_usage', `two ${what} have the same name`, {
      found: twice,
      hint: 'Results are kept by name: give one of them another',
    });
  }
}

function optionsOf(
  { ties = 'trec', ignoreIdenticalIds = false, ...request }: EvaluationRequest,
  set: string,
  model: string,
) {
  const { findNearest = findNearestHere, threads, onProgress, signal } = request;
  return {
    ties,
    ignoreIdenticalIds,
    findNearest,
    threads,
    signal,
    onProgress: (stage: EvaluationProgress['stage'], done: number, total: number) =>
      onProgress?.({ set, model, stage, done, total }),
  };
}

async function withContaminated(
  set: SetResult['set'],
  { trainedOn, signal }: EvaluationRequest,
): Promise<SetResult['set']> {
  if (!('queries' in set) || trainedOn === undefined) return set;
  const found = await findContaminated(trainedOn, set, signal);
  return { ...set, contaminated: new Set([...(set.contaminated ?? []), ...found]) };
}

/** What `results.json` says: everything but the texts. */
export function comparisonFile(results: readonly SetResult[]) {
  return {
    formatVersion: 1,
    stackpairs: VERSION,
    sets: results.map(({ set, outcomes, comparisons }) => ({
      name: set.name,
      task: set.task,
      ignored: set.ignored,
      ...('queries' in set && set.contaminated !== undefined ? { contaminated: set.contaminated.size } : {}),
      models: outcomes.map(({ model, n, main, scores, interval, clean }) => ({
        model,
        n,
        main,
        scores,
        interval,
        clean,
      })),
      comparisons,
    })),
  };
}

function writeResults(out: string, results: readonly SetResult[], seconds: ReadonlyMap<Outcome, number>): void {
  for (const { set, outcomes } of results) {
    for (const outcome of outcomes) {
      const folder = join(out, fileName(outcome.model), 'local');
      makeFolder(folder);
      const file = mtebResult(set.name, outcome, seconds.get(outcome)!);
      writeDurably(join(folder, `${fileName(set.name)}.json`), `${JSON.stringify(file, null, 2)}\n`);
    }
  }
  makeFolder(out);
  writeDurably(join(out, 'evaluation.html'), evaluationPage(results, VERSION));
  writeDurably(join(out, 'results.json'), `${JSON.stringify(comparisonFile(results), null, 2)}\n`);
}

/** A name that is a file's everywhere; `/` becomes `__`, as in MTEB. */
function fileName(name: string): string {
  return name
    .replaceAll('/', '__')
    .replace(/[^\w.@+-]/g, '_')
    .replace(/^\.+/, '_');
}
