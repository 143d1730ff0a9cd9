// What the rows of a source may not have in common with others of their batch, read from its shards: a text, whichever
// column it is in; a cluster of duplicates; a thread. Texts are the same by their letters and digits, as for decontamination.
// Memory: one record batch, 8 bytes a text of the source while texts are read, then 16 bytes a row, and what finding takes.

import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { byteKey, findSharing, joinSharing, type Keys, type RowTags, type SharedKeys } from './feed/index.ts';
import type { FeedShards } from './feed-sources.ts';
import { grown } from './grown.ts';
import type { OpenedBuild } from './inspect.ts';
import { provenancePath } from './manifest.ts';
import type { TextKey } from './near/index.ts';
import { type OriginBatch, readOriginBatches, readTextBatches } from './shard/index.ts';

/** How to read them. */
export interface KeyOptions {
  readonly build: OpenedBuild;
  readonly textKey: TextKey;
  /** Whether the rows' tags are wanted. */
  readonly wantsTags: boolean;
  readonly signal?: AbortSignal | undefined;
  /** Told of each batch of rows that was read; every row is read twice. */
  readonly onRows?: ((rows: number) => void) | undefined;
}

/** What is known of the rows of a source. */
export interface SourceKeys {
  readonly shared: SharedKeys;
  readonly tags: RowTags | undefined;
}

/** Reads the shards of a source. */
export async function readSourceKeys(source: FeedShards, options: KeyOptions): Promise<SourceKeys> {
  const texts = findSharing(await readTexts(source, options));
  const { clusters, threads, tags } = await readOrigins(source, options);
  return { shared: joinSharing(source.rows, [texts, findSharing(clusters), findSharing(threads)]), tags };
}

async function readTexts({ columns, shards, rows }: FeedShards, options: KeyOptions): Promise<Keys> {
  const { build, textKey } = options;
  const keys = emptyKeys(rows, columns.length);
  let first = 0;
  for (const { path } of shards) {
    for (const batch of readTextBatches(build.format, join(build.out, path), columns)) {
      const length = batch[0]!.ends.length - 1;
      for (const [column, { bytes, ends }] of batch.entries()) {
        for (let row = 0, at = first * columns.length + column; row < length; row++, at += columns.length) {
          const key = textKey({ bytes, from: ends[row]!, to: ends[row + 1]! });
          keys.high[at] = key[0]!;
          keys.low[at] = key[1]!;
        }
      }
      first += length;
      await heard(length, options);
    }
  }
  return keys;
}

async function readOrigins({ shards, rows }: FeedShards, options: KeyOptions) {
  const { build, wantsTags } = options;
  const [clusters, threads] = [emptyKeys(rows, 1), emptyKeys(rows, 1)];
  const tags = wantsTags ? openTags(rows) : undefined;
  let first = 0;
  for (const { path } of shards) {
    for (const batch of readOriginBatches(build.format, join(build.out, provenancePath(path)))) {
      noteKeys(batch, { clusters, threads, first });
      tags?.add(batch);
      first += batch.rows;
      await heard(batch.rows, options);
    }
  }
  return { clusters, threads, tags: tags?.finish() };
}

interface OriginKeys {
  readonly clusters: Keys;
  readonly threads: Keys;
  readonly first: number;
}

function noteKeys(
  { rows, sites, questionIds, clusters: names }: OriginBatch,
  { clusters, threads, first }: OriginKeys,
) {
  for (let row = 0; row < rows; row++) {
    const [low, high] = [questionIds[2 * row]!, questionIds[2 * row + 1]!];
    const site = { bytes: sites.bytes, from: sites.ends[row]!, to: sites.ends[row + 1]! };
    byteKey({ ...site, word: low + high }, threads, first + row);
    const name = { bytes: names.bytes, from: names.ends[row]!, to: names.ends[row + 1]! };
    byteKey({ ...name, word: 0 }, clusters, first + row);
  }
}

/** Tags by number, in the order they are first seen. */
function openTags(rows: number) {
  const numbers = new Map<string, number>();
  const from = new Uint32Array(rows + 1);
  let tags = new Uint32Array(1024);
  let [row, size] = [0, 0];
  return {
    add({ rows: added, tags: names, tagEnds }: OriginBatch) {
      for (let i = 0; i < added; i++) {
        for (let tag = tagEnds[i]!; tag < tagEnds[i + 1]!; tag++) {
          const name = names.bytes.toString('utf8', names.ends[tag], names.ends[tag + 1]);
          if (!numbers.has(name)) numbers.set(name, numbers.size);
          if (size === tags.length) tags = grown(tags);
          tags[size++] = numbers.get(name)!;
        }
        from[++row] = size;
      }
    },
    finish: (): RowTags => ({ from, tags: tags.subarray(0, size), count: numbers.size }),
  };
}

function emptyKeys(rows: number, width: number): Keys {
  return { high: new Uint32Array(rows * width), low: new Uint32Array(rows * width), width };
}

async function heard(rows: number, { signal, onRows }: KeyOptions): Promise<void> {
  onRows?.(rows);
  await setImmediate();
  signal?.throwIfAborted();
}
