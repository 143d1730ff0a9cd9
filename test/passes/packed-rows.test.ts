// Rows packed in WebAssembly: the same files and the same notes as those of rows that are objects, whatever stands in a record.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NamesWriter } from '../../src/passes/authors/names-writer.ts';
import { RunBuilder, SpillWriter, writeVerdict } from '../../src/spill/index.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { expectSame, LICENSES, SITES, someRecords, TWO_32 } from './packed-forms.ts';

const COLUMNS = [1, 2, 3, 40].map((count) => Array.from({ length: count }, (_, i) => `text ${i}`));

test.each(COLUMNS.map((columns) => [columns.length, columns]))('rows by chance, of %i texts', async (_, columns) => {
  const records = SITES.map((_, input) => someRecords(input + 7 * columns.length, 400, columns.length));
  const wanted = records.flatMap((rows, input) => rows.slice(0, 3).map(({ byte }) => ({ input, byte })));
  const result = await expectSame({ columns, records, parts: { wanted } });
  expect(result.shown.length).toBeGreaterThan(8);
  expect(Object.keys(result.licenses).sort()).toEqual([...LICENSES].sort());
});

test('more rows than a batch has, and batches that end where they are told to', async () => {
  const records = [someRecords(3, 15_000, 2)];
  await expectSame({ columns: ['title', 'body'], records });
  await expectSame({ columns: ['title', 'body'], records, parts: { batchEnds: [1, 2, 500, 7000, 15_000] } });
});

test('texts larger than a batch, beside small ones', async () => {
  const [small] = someRecords(5, 1, 3);
  const large = 'wide 漢 '.repeat(4_000_000);
  const rows = [
    { ...small!, key: 1 },
    { ...small!, key: 2, texts: [large, '', large] },
    { ...small!, key: 3 },
  ];
  await expectSame({ columns: ['a', 'b', 'c'], records: [rows] });
});

test('a row of as many posts as there can be, with names that are looked up', async () => {
  const folder = makeFolder();
  const names = { names: join(folder, 'names'), index: join(folder, 'index') };
  const writer = new NamesWriter(names);
  for (let id = 1; id <= 250; id++) writer.add(0, { id, name: id % 9 === 0 ? '' : `Nutzerin ${'ö'.repeat(id)}` });
  writer.add(0, { id: 251, name: 'long '.repeat(500_000) });
  writer.finish();
  const [row] = someRecords(9, 1, 2);
  const posts = Array.from({ length: 255 }, (_, i) => ({ ...row!.posts[0]!, authorId: i + 1, author: undefined }));
  const records = [
    [{ ...row!, key: 1, posts }, ...someRecords(11, 300, 2).map((one) => ({ ...one, key: one.key + 2 }))],
  ];
  const result = await expectSame({ columns: ['title', 'body'], records, parts: { names } });
  expect(result.credits.named).toBeGreaterThan(251 - 28);
});

test('rows with clusters of other sites, rows that are late, and one file of the two', async () => {
  const folder = makeFolder();
  const records = SITES.map((_, input) => someRecords(input + 100, 50, 2));
  const verdicts = join(folder, 'verdicts');
  const writer = new SpillWriter(verdicts, 1);
  const run = new RunBuilder(1);
  for (const [i, { byte }] of records[1]!.entries()) {
    run.begin(0);
    const fate = i < 40 ? 'kept' : 'duplicate';
    writeVerdict(run.out, { input: 1, byte, fate, clusterInput: i % 3, clusterId: TWO_32 - 1 - i });
  }
  writer.append(run.build());
  writer.finish();
  const sources = [{ partition: 0, fromKey: 0, toKey: TWO_32, skip: 20, take: 100 }];
  const splitRule = { validation: 0.1, test: 0.1, after: '2015-01-01' };
  const parts = { verdicts: [verdicts], sources, splitRule, split: 'test' } as const;
  const result = await expectSame({ columns: ['title', 'body'], records, parts });
  expect(Object.keys(result.moved)).toContain('asked_after');
  for (const part of ['data', 'provenance'] as const) {
    await expectSame({ columns: ['title', 'body'], records, parts: { ...parts, parts: [part] } });
  }
});
