// Which rows of a source have a text in common, whichever column it is in, read from its data shards. Texts are the same by
// their letters and digits, as for decontamination. Memory: one record batch, and what finding takes.

import { join } from 'node:path';
import { openSharing } from './feed/index.ts';
import { type KeyOptions, openKeyRoom, readShards } from './feed-reading.ts';
import type { FeedShards } from './feed-sources.ts';
import type { PackedTexts } from './packed-texts.ts';
import { readTextBatches } from './shard/index.ts';

/** Reads the texts of a source, numbers those that rows share in the first places of each row, and gives how many there are. */
export async function numberSharedTexts(source: FeedShards, options: KeyOptions): Promise<number> {
  const { columns } = source;
  const { build, columnKeys, target } = options;
  const [sharing, keyRoom] = [openSharing(source.rows * columns.length, target), openKeyRoom()];
  const reading = {
    batches: (path: string) => readTextBatches(build.format, join(build.out, path), columns),
    rowsOf: (batch: readonly PackedTexts[]) => batch[0]!.ends.length - 1,
  };
  for await (const { batch, rows, first } of readShards(source, reading, options)) {
    const keys = keyRoom(rows);
    for (const [column, texts] of batch.entries()) {
      columnKeys.ofWords(texts, keys);
      sharing.add(keys, rows, first * target.width + column);
    }
  }
  return sharing.number();
}
