// Which rows of a source have a text in common, whichever column it is in, read from its data shards. Texts are the same by
// their letters and digits, as for decontamination. Memory: one record batch, 8 bytes a text, and what finding takes.

import { join } from 'node:path';
import { findSharing, type Keys, type Sharing } from './feed/index.ts';
import { emptyKeys, heard, type KeyOptions } from './feed-reading.ts';
import type { FeedShards } from './feed-sources.ts';
import { readTextBatches } from './shard/index.ts';

/** Reads the texts of a source. */
export async function findSharedTexts(source: FeedShards, options: KeyOptions): Promise<Sharing> {
  return findSharing(await readTexts(source, options));
}

async function readTexts({ columns, shards, rows }: FeedShards, options: KeyOptions): Promise<Keys> {
  const { build, columnKeys } = options;
  const keys = emptyKeys(rows, columns.length);
  let first = 0;
  for (const { path } of shards) {
    for (const batch of readTextBatches(build.format, join(build.out, path), columns)) {
      for (const [column, texts] of batch.entries()) {
        columnKeys.ofWords(texts, { ...keys, at: first * columns.length + column, step: columns.length });
      }
      const length = batch[0]!.ends.length - 1;
      first += length;
      await heard(length, options);
    }
  }
  return keys;
}
