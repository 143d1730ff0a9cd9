// The order in which a trainer takes the rows of a finished build, made ahead: batch after batch of row numbers, in one Arrow
// file. A function of the build's train shards, the options and the seed, and of nothing else.

import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { StackpairsError } from './errors.ts';
import {
  type BatchMix,
  type BatchSource,
  madeAhead,
  openBatchMix,
  openBatchSource,
  type SourceCounts,
  shuffledRows,
  tagRuns,
} from './feed/index.ts';
import { FEED_COLUMN, FEED_FILE, FEED_HEAD, type FeedHead } from './feed-file.ts';
import { readSourceKeys } from './feed-keys.ts';
import { dataConfigDigest, expectDataConfig, type FeedShards, feedSources } from './feed-sources.ts';
import { type OpenedBuild, openBuild } from './inspect.ts';
import { openWordWriter } from './shard/index.ts';

/** How to order rows. */
export interface FeedOptions {
  /** Where the feed goes; `feed.arrow` in the build's folder by default. */
  readonly file?: string | undefined;
  /** Rows of a global batch; 1024 by default. */
  readonly batch?: number | undefined;
  /** Batches in all; else the feed is over when every source has been through `epochs` epochs. */
  readonly steps?: number | undefined;
  /** 1 by default. */
  readonly epochs?: number | undefined;
  readonly seed?: number | undefined;
  /** Whether the rows of a batch are any of a source, the default, or share a tag as far as there are enough of it. */
  readonly group?: FeedHead['group'] | undefined;
  /** Weights of configs other than those of `data_config.json`; at 0 one is left out. */
  readonly weights?: Readonly<Record<string, number>> | undefined;
  /** How texts are hashed; WebAssembly by default. The feed is the same. */
  readonly kernel?: 'wasm' | 'js' | undefined;
  /** Threads that read; 1 by default, and more than 2 are not of use. The feed is the same. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of rows that were read, each of which is twice, and of batches that were written. */
  readonly onProgress?: ((progress: FeedProgress) => void) | undefined;
}

/** What was done of a feed since the last time. */
export interface FeedProgress {
  readonly pass: 'keys' | 'batches';
  readonly done: number;
  /** 0 where it is not known ahead. */
  readonly total: number;
}

/** What became of a source in a feed. */
export interface FeedSourceReport extends SourceCounts {
  readonly config: string;
  readonly rows: number;
  readonly weight: number;
  /** Epochs that are over: every row was used once in each, but for those left over. */
  readonly finished: number;
  /** False where no batch of so many different rows can be made of it. */
  readonly isUsed: boolean;
}

/** What was written. */
export interface FeedReport {
  readonly file: string;
  readonly bytes: number;
  readonly batch: number;
  readonly steps: number;
  readonly sources: readonly FeedSourceReport[];
}

const DEFAULT_BATCH = 1024;
/** Rows of a source for which a thread is worth its start, which takes as long as reading some 100,000. */
const ROWS_FOR_A_THREAD = 200_000;
/** Numbers of a record batch of the file, in whole steps: 1 MiB. */
const WORDS_AT_ONCE = 2 ** 18;

/** Makes the feed of the build in `dir`. Throws `bad_usage` where options do not fit it, `damaged_output` where a shard is not whole. */
export async function makeFeed(dir: string, options: FeedOptions = {}): Promise<FeedReport> {
  const { file = join(dir, FEED_FILE), batch = DEFAULT_BATCH, seed = 0, group = 'source' } = options;
  const { steps, epochs = 1, weights = {} } = options;
  expectOwnFile(dir, file);
  const build = await openBuild(dir);
  expectDataConfig(dir, build.manifest);
  const sources = feedSources(build.manifest, weights);
  // Before anything is read, or memory taken for a batch.
  if (sources.every(({ rows }) => rows < batch)) throw noBatch({ batch, sources });
  const opened = await openSources(sources, { ...options, build, batch, seed, group });
  const mix = openBatchMix(
    opened.map((batches, source) => ({ batches, weight: sources[source]!.weight })),
    { steps, epochs },
  );
  const head: FeedHead = {
    formatVersion: 1,
    dataConfig: dataConfigDigest(dir),
    seed,
    batch,
    group,
    sources: sources.map(({ config, weight, first, rows }) => ({ config, weight, first, rows })),
  };
  const written = await writeBatches(file, head, { ...options, mix });
  return {
    file,
    batch,
    ...written,
    sources: sources.map(({ config, rows, weight }, source) => {
      const [finished, isUsed] = [mix.finished(source), mix.isUsed(source)];
      return { config, rows, weight, ...opened[source]!.counts(), finished, isUsed };
    }),
  };
}

/** A feed may lie beside the other files of a dataset, but not in the place of one of them. */
function expectOwnFile(dir: string, file: string): void {
  const within = relative(resolve(dir), resolve(file));
  const isOutside = within.startsWith('..') || isAbsolute(within);
  if (isOutside || (dirname(within) === '.' && within.endsWith('.arrow'))) return;
  throw new StackpairsError('bad_usage', 'a feed must not take the place of a file of the dataset', {
    at: file,
    expected: `a file outside of the dataset, or ${FEED_FILE}`,
  });
}

interface Opening extends FeedOptions {
  readonly build: OpenedBuild;
  readonly batch: number;
  readonly seed: number;
  readonly group: FeedHead['group'];
}

async function openSources(sources: readonly FeedShards[], options: Opening): Promise<BatchSource[]> {
  const { build, batch, seed, group, kernel = 'wasm', threads = 1, signal, onProgress } = options;
  const total = 2 * sources.reduce((sum, { rows }) => sum + rows, 0);
  const onRows = (done: number) => onProgress?.({ pass: 'keys', done, total });
  const opened: BatchSource[] = [];
  for (const source of sources) {
    const wantsTags = group === 'tags';
    const name = { seed, source: source.config };
    const byChance = madeAhead(shuffledRows(source.rows, name));
    const { shared, tags } = await readSourceKeys(source, {
      build,
      kernel,
      threads: source.rows < ROWS_FOR_A_THREAD ? 1 : threads,
      wantsTags,
      signal,
      onRows,
      meanwhile: wantsTags ? undefined : byChance.make,
    });
    const order = tags === undefined ? byChance.order : tagRuns(tags, batch, name);
    opened.push(openBatchSource({ size: batch, shared, order, keepsRuns: wantsTags }));
  }
  return opened;
}

interface Writing extends FeedOptions {
  readonly mix: BatchMix;
}

async function writeBatches(file: string, head: FeedHead, { mix, steps, signal, onProgress }: Writing) {
  const { batch, sources } = head;
  const writer = openWordWriter(file, FEED_COLUMN, { [FEED_HEAD]: JSON.stringify(head) });
  const words = new Uint32Array(batch * Math.max(1, Math.floor(WORDS_AT_ONCE / batch)));
  let [written, size] = [0, 0];
  const flush = async () => {
    writer.write(words.subarray(0, size));
    onProgress?.({ pass: 'batches', done: size / batch, total: steps ?? 0 });
    written += size / batch;
    size = 0;
    await setImmediate();
    signal?.throwIfAborted();
  };
  try {
    for (let source = mix.next(words, size); source !== -1; source = mix.next(words, size)) {
      const { first } = sources[source]!;
      for (let i = size; i < size + batch; i++) words[i]! += first;
      size += batch;
      if (size === words.length) await flush();
    }
    if (size > 0) await flush();
    if (written === 0) throw noBatch(head);
    return { steps: written, bytes: writer.finish().bytes };
  } finally {
    writer.abandon();
  }
}

function noBatch({ batch, sources }: Pick<FeedHead, 'batch' | 'sources'>): StackpairsError {
  return new StackpairsError('bad_usage', 'no batch can be made of these rows', {
    at: sources.map(({ config, rows }) => `${config} (${rows} rows)`).join(', '),
    expected: `${batch} rows that share no text, cluster or thread`,
    hint: 'Ask for smaller batches: --batch N',
  });
}
