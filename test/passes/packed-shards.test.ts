// Shards of different configs written one after another in the same memory.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createReducer } from '../../src/passes/reduce.ts';
import { openFormat } from '../../src/shard/index.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { expectSame, pathsOf, SITES, someRecords, TWO_32, taskOf } from './packed-forms.ts';

test('more texts than any recipe of the package makes', async () => {
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

test.each([false, true])(
  'columns have the names of their config, whatever commas are in them; packed: %s',
  async (packs) => {
    const folder = makeFolder();
    const format = await openFormat('arrow');
    const reduce = createReducer(format, packs);
    const records = [someRecords(44, 5, 2)];
    for (const columns of [
      ['a,b', 'c'],
      ['a', 'b,c'],
    ]) {
      const paths = pathsOf(join(folder, columns[0]!));
      reduce({ ...taskOf({ columns, records }, folder), ...paths });
      expect(Object.keys([...format.readDataRows(paths.dataPath, { columns })][0]!)).toEqual(columns);
    }
  },
);
