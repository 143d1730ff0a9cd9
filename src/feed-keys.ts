// What the rows of a source may not have in common with others of their batch: a text, a cluster of duplicates, a thread. Texts
// are read in a thread of their own beside the rest, where there are several. Memory: that of both readings, and 8 bytes a row.

import { Worker } from 'node:worker_threads';
import { builtUrl } from './built-url.ts';
import { joinSharing, type RowTags, type SharedKeys, type Sharing } from './feed/index.ts';
import { findSharedOrigins, type OriginOptions } from './feed-origins.ts';
import type { KeyOptions } from './feed-reading.ts';
import type { FeedShards } from './feed-sources.ts';
import { findSharedTexts } from './feed-texts.ts';
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

/** Reads the shards of a source; `onRows` is told of each row twice. */
export async function readSourceKeys(source: FeedShards, options: SourceOptions): Promise<SourceKeys> {
  const { kernel, threads, ...reading } = options;
  const own = { ...reading, columnKeys: await openColumnKeys(kernel) };
  const [texts, origins] =
    threads > 1
      ? await readBoth(source, options, own)
      : [await findSharedTexts(source, own), await findSharedOrigins(source, own)];
  return { shared: joinSharing(source.rows, [texts, origins.clusters, origins.threads]), tags: origins.tags };
}

async function readBoth(source: FeedShards, options: SourceOptions, own: OriginOptions) {
  const thread = startTexts(source, options);
  try {
    options.meanwhile?.();
    return await Promise.all([thread.shared, findSharedOrigins(source, own)]);
  } finally {
    await thread.stop();
  }
}

/** Begins to read texts in a thread. */
function startTexts(source: FeedShards, { build, kernel, onRows }: SourceOptions) {
  const start: TextsStart = { source, out: build.out, format: build.manifest.format, kernel };
  const worker = new Worker(builtUrl('feed-thread.js', import.meta.url), { workerData: start });
  const shared = new Promise<Sharing>((resolve, reject) => {
    worker.on('message', (message: TextsMessage) => {
      if ('rows' in message) onRows?.(message.rows);
      else if ('error' in message) reject(errorFromWire(message.error));
      else resolve(message.shared);
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread that reads texts ended')));
  });
  return { shared, stop: () => worker.terminate() };
}
