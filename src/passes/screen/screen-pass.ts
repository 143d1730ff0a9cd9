// Rows that are in a benchmark, found before duplicates are judged, in five passes over files: index, filter, probe,
// match, screen. What a benchmark is known by is kept on disk; rows bring only such keys as pass its filter.

import { join } from 'node:path';
import type { ConfigContext } from '../context.ts';
import { type Corpus, range } from '../near/corpus.ts';
import type { NearResult } from '../near/near-result.ts';
import { runUnits } from '../near/run-units.ts';
import { runStage } from '../stage.ts';
import { type ScreenUnitKind, unitName } from '../unit-name.ts';
import { HIT_KINDS, type HitKind } from './hit.ts';
import type { IndexTask } from './index-texts.ts';
import { type Indexed, indexedSchema } from './indexed.ts';

/** Benchmarks of this size are matched in one partition; their keys take about forty times as much. */
const BYTES_PER_PARTITION = 1024 * 1024;
const MOST_PARTITIONS = 1024;

/** What was found in a benchmark. */
export interface ScreenedBenchmark extends Pick<Indexed, 'texts' | 'posts' | 'sha256'> {
  readonly name: string;
  /** Rows by how they are known to be in it. */
  readonly hits: Readonly<Record<HitKind, number>>;
}

/** What was found in all of them. */
export interface ScreenPassResult {
  readonly benchmarks: readonly ScreenedBenchmark[];
  /** Spill of documents to leave out of a thread partition. */
  readonly leftOut: (partition: number) => string;
  /** Files of JSON lines, in the order of the rows. */
  readonly lines: readonly string[];
}

/** Says which rows are in a benchmark. */
export async function screenPass(context: ConfigContext, corpus: Corpus): Promise<ScreenPassResult> {
  const { plan, work, shared, columns } = context;
  const all = range(plan.benchmarks.length);
  const bytes = plan.benchmarks.reduce((sum, benchmark) => sum + benchmark.bytes, 0);
  const partitions = Math.max(1, Math.min(Math.ceil(bytes / BYTES_PER_PARTITION), MOST_PARTITIONS));
  // What benchmarks are known by is the same for every config.
  const path = (kind: ScreenUnitKind, what: string, unit = 0) =>
    join(kind === 'index' ? shared : work, `${unitName(kind, unit)}.${what}`);
  const paths = (kind: ScreenUnitKind, what: string, units: readonly number[]) =>
    units.map((unit) => path(kind, what, unit));
  const texts = (benchmark: number) => ({
    lines: path('index', 'texts', benchmark),
    offsets: path('index', 'offsets', benchmark),
  });
  const { own, firsts, documents } = corpus;
  const total = 2 * own.length + partitions + 1;
  const run = { ...context, pass: 'screen', total } as const;

  const indexed = await indexBenchmarks({ context, partitions, path, texts });
  const count = indexed.reduce((sum, { keys }) => sum + keys, 0);
  const filter = path('filter', 'bits');
  await runUnits([0], run, () => ({ kind: 'filter', keys: paths('index', 'keys', all), count, partitions, filter }));
  await runUnits(own, run, (unit) => ({
    kind: 'probe',
    ...documents(unit),
    filter,
    posts: paths('index', 'posts', all),
    partitions,
    keys: path('probe', 'keys', unit),
    hits: path('probe', 'hits', unit),
  }));
  await runUnits(range(partitions), run, (unit) => ({
    kind: 'match',
    partition: unit,
    benchmarks: paths('index', 'keys', all),
    rows: paths('probe', 'keys', own),
    firsts,
    hits: path('match', 'hits', unit),
  }));
  const screened = await runUnits(own, run, (unit) => ({
    kind: 'screen',
    ...documents(unit),
    benchmarks: all.map((benchmark) => ({ name: plan.benchmarks[benchmark]!.name, texts: texts(benchmark) })),
    configName: context.config,
    columnNames: columns,
    rule: context.decontaminate,
    met: paths('match', 'hits', range(partitions)),
    named: path('probe', 'hits', unit),
    leftOut: path('screen', 'left-out', unit),
    lines: path('screen', 'lines', unit),
  }));
  return {
    benchmarks: indexed.map(({ texts, posts, sha256 }, benchmark) => ({
      name: plan.benchmarks[benchmark]!.name,
      texts,
      posts,
      sha256,
      hits: hitsIn(screened, benchmark),
    })),
    leftOut: (partition) => path('screen', 'left-out', partition),
    lines: paths('screen', 'lines', own),
  };
}

function hitsIn(screened: readonly NearResult[], benchmark: number): Record<HitKind, number> {
  const rows = (kind: HitKind) => screened.reduce((sum, { tally }) => sum + (tally[`${benchmark} ${kind}`] ?? 0), 0);
  return Object.fromEntries(HIT_KINDS.map((kind) => [kind, rows(kind)])) as Record<HitKind, number>;
}

interface Indexing {
  readonly context: ConfigContext;
  readonly partitions: number;
  readonly path: (kind: ScreenUnitKind, what: string, unit: number) => string;
  readonly texts: (benchmark: number) => { readonly lines: string; readonly offsets: string };
}

/** One after the other: each is read by one thread, and there are few. */
function indexBenchmarks(indexing: Indexing): Promise<Indexed[]> {
  const { plan, shared, workers } = indexing.context;
  return runStage<Indexed>(indexing.context, {
    work: shared,
    schema: indexedSchema,
    units: plan.benchmarks.map(({ bytes }, benchmark) => ({
      name: unitName('index', benchmark),
      bytes,
      perform: () => workers.perform<'index'>(indexTask(benchmark, indexing)),
    })),
    width: 1,
  });
}

function indexTask(benchmark: number, { context, partitions, path, texts }: Indexing): IndexTask {
  const { plan, config, columns, dedupe, inputs, benchmarks } = context;
  return {
    kind: 'index',
    of: { config, columns, dedupe },
    benchmark,
    path: benchmarks[benchmark]!,
    name: plan.benchmarks[benchmark]!.name,
    // Rows of other people are of no site, whatever their set is called.
    sites: inputs.map(({ site }) => site),
    texts: texts(benchmark),
    keys: path('index', 'keys', benchmark),
    partitions,
    posts: path('index', 'posts', benchmark),
  };
}
