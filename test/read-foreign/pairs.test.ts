// Which two texts of a row are a pair.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ForeignOptions } from '../../src/foreign.ts';
import { testFolder } from '../build/dataset.ts';
import { pairsIn, writeSet } from './foreign-set.ts';

const folder = testFolder();
let count = 0;

function write(rows: readonly object[]): string {
  return join(writeSet(join(folder, `${count++}`), { 'set.jsonl': rows }), 'set.jsonl');
}

test.each<[string, object, ForeignOptions, readonly (readonly [string, string])[]]>([
  ['title and body', { tags: 'x', body: 'b', views: 1, title: 'a' }, {}, [['a', 'b']]],
  ['title and text', { text: 'b', title: 'a' }, {}, [['a', 'b']]],
  ['a list of texts', { texts: ['a', 'b'] }, {}, [['a', 'b']]],
  ['a bare list', ['a', 'b'], {}, [['a', 'b']]],
  ['the first two columns', { id: 1, one: 'a', two: 'b', three: 'c' }, {}, [['a', 'b']]],
  ['the named columns', { one: 'a', two: 'b', three: 'c' }, { columns: ['three', 'one'] }, [['c', 'a']]],
  ['the named columns, in their order', { title: 'b', body: 'a' }, { columns: ['body', 'title'] }, [['a', 'b']]],
  ['a named list', { one: 'a', list: ['b', 'c', 'd'] }, { columns: ['list'] }, [['b', 'c']]],
  [
    'a query with positives',
    { query: 'a', pos: ['b', 'c'], neg: ['d'] },
    {},
    [
      ['a', 'b'],
      ['a', 'c'],
    ],
  ],
])('%s', async (_, row, options, pairs) => {
  expect((await pairsIn(write([row]), options)).map(({ texts }) => texts)).toEqual(pairs);
});

test('a row without one of its texts is none', async () => {
  const rows = [{ title: 'a', body: null }, { title: '', body: 'b' }, { title: 'a', body: 'b' }, { texts: ['a'] }];
  expect(await pairsIn(write(rows))).toEqual([{ source: 'set.jsonl', place: 'set.jsonl line 3', texts: ['a', 'b'] }]);
});

test('a set without any pair is an error', async () => {
  await expect(pairsIn(write([{ title: 'a', body: '' }]))).rejects.toThrow(/expected a row with two texts, found none/);
  await expect(pairsIn(write([{ title: 'a' }]))).rejects.toThrow(/line 1: one text where a pair is wanted/);
});
