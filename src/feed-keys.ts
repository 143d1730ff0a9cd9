// What the rows of a source may not have in common with others of their batch: a text, a cluster of duplicates, a thread. Texts
// are read in a thread of their own beside the rest, where there are several. Memory: that of both readings, and 4 bytes
// for each text of a row, its cluster and its thread.

import { Worker } from 'node:worker_threads';
import { builtUrl } from './built-url.ts';
import type { RowTags, SharedKeys } from './feed/index.ts';
import { numberSharedOrigins, type OriginOptions } from './feed-origins.ts';
import type { KeyOptions } from './feed-reading.ts';
import type { FeedShards } from './feed-sources.ts';
import { numberSharedTexts } from './feed-texts.ts';
import type { TextsMessage, TextsStart } from './feed-thread.ts';
import type { OpenedBuild } from './inspect.ts';
import { openColumnKeys, type SketchKernelKind } from './near/index.ts';
import { errorFromWire } from './workers/wire.ts';

/** How to read the keys of a source. */
export interface SourceOptions extends Pick<KeyOptions, 'signal' | 'onRows'> {
  readonly build: OpenedBuild;
  readonly kernel: SketchKernelKind;
  /** Whether the rows' tags are wanted. */
  readonly wantsTags: boolean;
  readonly threads: number;
  /** What else is to be done: while a thread reads the texts, if one does. */
  readonly meanwhile?: (() => void) | undefined;
}

/** What is known of the rows of a source. */
export interface SourceKeys {
  readonly shared: SharedKeys;
  readonly tags: RowTags | undefined;
}

/** Places of a row behind those of its texts: of its cluster, and of its thread. */
const ORIGIN_PLACES = 2;

/** Reads the shards of a source; `onRows` is told of each row twice. */
export async function readSourceKeys(source: FeedShards, options: SourceOptions): Promise<SourceKeys> {
  const { kernel, threads, ...reading } = options;
  const { length } = source.columns;
  const width = length + ORIGIN_PLACES;
  // Shared by the threads that read.
  const places = new Uint32Array(new SharedArrayBuffer(4 * source.rows * width));
  const own = { ...reading, target: { places, width }, columnKeys: await openColumnKeys(kernel) };
  const [texts, origins] =
    threads > 1
      ? await readBoth(source, options, own)
      : [await numberSharedTexts(source, own), await numberSharedOrigins(source, own)];
  const kinds = [
    { width: length, count: texts },
    { width: 1, count: origins.clusters },
    { width: 1, count: origins.threads },
  ];
  return { shared: { places, width, kinds }, tags: origins.tags };
}

async function readBoth(source: FeedShards, options: SourceOptions, own: OriginOptions) {
  const thread = startTexts(source, { ...options, target: own.target });
  try {
    options.meanwhile?.();
    return await Promise.all([thread.count, numberSharedOrigins(source, own)]);
  } finally {
    await thread.stop();
  }
}

/** Begins to read texts in a thread. */
function startTexts(
  source: FeedShards,
  { build, kernel, target, onRows }: SourceOptions & Pick<OriginOptions, 'target'>,
) {
  const start: TextsStart = { source, out: build.out, format: build.manifest.format, kernel, target };
  const worker = new Worker(builtUrl('feed-thread.js', import.meta.url), { workerData: start });
  const count = new Promise<number>((resolve, reject) => {
    worker.on('message', (message: TextsMessage) => {
      if ('rows' in message) onRows?.(message.rows);
      else if ('error' in message) reject(errorFromWire(message.error));
      else resolve(message.count);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread that reads texts ended')));
  });
  return { count, stop: () => worker.terminate() };
}
