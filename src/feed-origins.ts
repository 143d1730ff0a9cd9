// Which rows of a source have a thread or a cluster of duplicates in common, and what tags they have, read from the provenance
// of its shards. Memory: one record batch, 16 bytes a row, and what finding takes.

import { join } from 'node:path';
import { findSharing, type Keys, type RowTags, type Sharing } from './feed/index.ts';
import { emptyKeys, heard, type KeyOptions } from './feed-reading.ts';
import type { FeedShards } from './feed-sources.ts';
import { grown } from './grown.ts';
import { provenancePath } from './manifest.ts';
import type { ColumnKeys } from './near/index.ts';
import { mix } from './order-key.ts';
import { type OriginBatch, type PackedTags, readOriginBatches } from './shard/index.ts';

/** What the provenance of a source's rows says. */
export interface SharedOrigins {
  readonly threads: Sharing;
  readonly clusters: Sharing;
  /** Where they are wanted. */
  readonly tags: RowTags | undefined;
}

/** How to read it. */
export interface OriginOptions extends KeyOptions {
  readonly wantsTags: boolean;
}

/** Reads the provenance of a source. */
export async function findSharedOrigins(source: FeedShards, options: OriginOptions): Promise<SharedOrigins> {
  const { clusters, threads, tags } = await readOrigins(source, options);
  return { clusters: findSharing(clusters), threads: findSharing(threads), tags };
}

async function readOrigins({ shards, rows }: FeedShards, options: OriginOptions) {
  const { build, wantsTags } = options;
  const [clusters, threads] = [emptyKeys(rows, 1), emptyKeys(rows, 1)];
  const tags = wantsTags ? openTags(rows) : undefined;
  let first = 0;
  for (const { path } of shards) {
    for (const batch of readOriginBatches(build.format, join(build.out, provenancePath(path)), { wantsTags })) {
      noteKeys(batch, { clusters, threads, first, columnKeys: options.columnKeys });
      if (batch.tags !== undefined) tags?.add(batch.rows, batch.tags);
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
  readonly columnKeys: ColumnKeys;
}

function noteKeys(batch: OriginBatch, { clusters, threads, first, columnKeys }: OriginKeys) {
  const { rows, questionIds } = batch;
  columnKeys.ofBytes(batch.clusters, { ...clusters, at: first, step: 1 });
  columnKeys.ofBytes(batch.sites, { ...threads, at: first, step: 1 });
  for (let row = 0; row < rows; row++) {
    const id = questionIds[2 * row]! ^ mix(questionIds[2 * row + 1]!);
    // Within a site no two ids collide, as `mix` is a bijection.
    threads.high[first + row] = mix(threads.high[first + row]! ^ mix(id));
    threads.low[first + row] = mix(threads.low[first + row]! + id);
  }
}

/** Tags by number, in the order they are first seen. */
function openTags(rows: number) {
  const numbers = new Map<string, number>();
  const from = new Uint32Array(rows + 1);
  let tags = new Uint32Array(1024);
  let [row, size] = [0, 0];
  return {
    add(rows: number, { names, ends }: PackedTags) {
      for (let i = 0; i < rows; i++) {
        for (let tag = ends[i]!; tag < ends[i + 1]!; tag++) {
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
