// Shards of different configs written one after another in the same memory.
import { test } from 'vitest';
import { expectSame, SITES, someRecords, TWO_32 } from './packed-forms.ts';

test('more texts than the packer has columns for', async () => {
  const columns = Array.from({ length: 17 }, (_, column) => `text ${column}`);
  await expectSame(
    { columns, records: [someRecords(13, 50, 17)] },
    { columns: ['a'], records: [someRecords(14, 9, 1)] },
  );
});

test('shards of other texts and sites one after another, and one of them fails half-way', async () => {
  const records = SITES.map((_, input) => someRecords(input + 40, 200, 3));
  const shard = { columns: ['a', 'b', 'c'], records };
  const sources = [{ partition: 0, fromKey: 0, toKey: TWO_32, skip: 0, take: 601 }];
  const one = { columns: ['a'], records: [someRecords(43, 70, 1)], parts: { sites: SITES.slice(2) } };
  await expectSame({ ...shard, parts: { sources } }, one, shard);
});
