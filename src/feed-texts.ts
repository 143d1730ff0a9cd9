// Which rows of a source have a text in common, whichever column it is in, read from its data shards. Texts are the same by
// their letters and digits, as for decontamination. Memory: one record batch, and what finding takes.

import { join } from 'node:path';
import { openSharing } from './feed/index.ts';
import { expectRows, heard, type KeyOptions, openKeyRoom } from './feed-reading.ts';
import type { FeedShards } from './feed-sources.ts';
import { readTextBatches } from './shard/index.ts';

/** Reads the texts of a source, numbers those that rows share in the first places of each row, and gives how many there are. */
export async function numberSharedTexts(source: FeedShards, options: KeyOptions): Promise<number> {
  const { columns, shards, rows } = source;
  const { build, columnKeys, target } = options;
  const [sharing, keyRoom] = [openSharing(rows * columns.length, target), openKeyRoom()];
  let first = 0;
  for (const shard of shards) {
    const before = first;
    for (const batch of readTextBatches(build.format, join(build.out, shard.path), columns)) {
      const length = batch[0]!.ends.length - 1;
      const keys = keyRoom(length);
      for (const [column, texts] of batch.entries()) {
        columnKeys.ofWords(texts, keys);
        sharing.add(keys, length, first * target.width + column);
      }
      first += length;
      await heard(length, options);
    }
    expectRows(shard, first - before);
  }
  return sharing.number();
}
