// Which rows of a source have a thread or a cluster of duplicates in common, and what tags they have, read from the provenance
// of its shards. Memory: one record batch, and what finding takes.

import { join } from 'node:path';
import { type Keys, openSharing, type RowTags } from './feed/index.ts';
import { type KeyOptions, openKeyRoom, readShards } from './feed-reading.ts';
import type { FeedShards } from './feed-sources.ts';
import { grown } from './grown.ts';
import { provenancePath } from './manifest.ts';
import { mix } from './order-key.ts';
import { type OriginBatch, type PackedTags, readOriginBatches } from './shard/index.ts';

/** What the provenance of a source's rows says. */
export interface SharedOrigins {
  /** How many clusters, and how many threads, several rows have. */
  readonly clusters: number;
  readonly threads: number;
  /** Where they are wanted. */
  readonly tags: RowTags | undefined;
}

/** How to read it. */
export interface OriginOptions extends KeyOptions {
  readonly wantsTags: boolean;
}

/** Reads the provenance of a source, and numbers clusters and threads that rows share in the last two places of each row. */
export async function numberSharedOrigins(source: FeedShards, options: OriginOptions): Promise<SharedOrigins> {
  const { build, columnKeys, target, wantsTags } = options;
  const [clusters, threads] = [openSharing(source.rows, target), openSharing(source.rows, target)];
  const [tags, keyRoom] = [wantsTags ? openTags(source.rows) : undefined, openKeyRoom()];
  const reading = {
    batches: (path: string) => readOriginBatches(build.format, join(build.out, provenancePath(path)), { wantsTags }),
    rowsOf: ({ rows }: OriginBatch) => rows,
  };
  for await (const { batch, rows, first } of readShards(source, reading, options)) {
    const [keys, lastPlace] = [keyRoom(rows), (first + 1) * target.width - 1];
    columnKeys.ofBytes(batch.clusters, keys);
    clusters.add(keys, rows, lastPlace - 1);
    columnKeys.ofBytes(batch.sites, keys);
    makeThreads(keys, batch);
    threads.add(keys, rows, lastPlace);
    if (batch.tags !== undefined) tags?.add(rows, batch.tags);
  }
  return { clusters: clusters.number(), threads: threads.number(), tags: tags?.finish() };
}

/** Turns keys of sites into those of the threads there. */
function makeThreads({ high, low }: Keys, { rows, questionIds }: OriginBatch): void {
  for (let row = 0; row < rows; row++) {
    const id = questionIds[2 * row]! ^ mix(questionIds[2 * row + 1]!);
    // Within a site no two ids collide, as `mix` is a bijection.
    high[row] = mix(high[row]! ^ mix(id));
    low[row] = mix(low[row]! + id);
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
