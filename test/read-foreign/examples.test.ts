// Other people's rows as examples for training: which texts are taken of each published form, and why a row gives none.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ForeignOptions } from '../../src/foreign.ts';
import { createRandom } from '../../src/sample/random.ts';
import { testFolder } from '../build/dataset.ts';
import { batchesIn, type Contents, examplesIn, writeSet } from './foreign-set.ts';

const folder = testFolder();
let count = 0;

function write(contents: Contents, name = 'set.jsonl'): string {
  return join(writeSet(join(folder, `${count++}`), { [name]: contents }), name);
}

/** Lines of any JSON values. */
const lines = (...rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

const PAIR = ['anchor', 'positive'];
const TRIPLET = [...PAIR, 'negative'];

describe('texts are taken of', () => {
  test.each<[string, unknown, readonly string[], readonly (readonly string[])[], ForeignOptions?]>([
    ['a list of two', ['a', 'b'], PAIR, [['a', 'b']]],
    ['a list of three', ['a', 'b', 'c'], TRIPLET, [['a', 'b', 'c']]],
    ['texts, two', { texts: ['a', 'b'], tags: ['x', 'y'] }, PAIR, [['a', 'b']]],
    ['texts, three', { tags: ['x'], texts: ['a', 'b', 'c'] }, TRIPLET, [['a', 'b', 'c']]],
    [
      'a set',
      { set: ['a', 'b', 'c'] },
      PAIR,
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
    ],
    [
      'a query with positives',
      { query: 'a', pos: ['b', 'c'] },
      ['query', 'positive'],
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
    ],
    [
      'a query with more positives than negatives, which start again',
      { query: 'a', pos: ['b', 'c', 'd'], neg: ['n', 'o'] },
      ['query', 'positive', 'negative'],
      [
        ['a', 'b', 'n'],
        ['a', 'c', 'o'],
        ['a', 'd', 'n'],
      ],
    ],
    [
      'a query with fewer positives than negatives, the rest of which is left',
      { query: 'a', pos: ['b'], neg: ['n', 'o'] },
      ['query', 'positive', 'negative'],
      [['a', 'b', 'n']],
    ],
    [
      'a query with one of each',
      { neg: 'n', pos: 'b', query: 'a' },
      ['query', 'positive', 'negative'],
      [['a', 'b', 'n']],
    ],
    ['anchor, positive, negative', { negative: 'c', anchor: 'a', positive: 'b' }, TRIPLET, [['a', 'b', 'c']]],
    [
      'the first of several negatives',
      { anchor: 'a', positive: 'b', negative_2: 'x', negative_1: 'c' },
      TRIPLET,
      [['a', 'b', 'c']],
    ],
    ['title and body', { tags: 'x', body: 'b', title: 'a' }, ['title', 'body'], [['a', 'b']]],
    ['question and answer', { id: 'q1', answer: 'b', url: 'u', question: 'a' }, ['question', 'answer'], [['a', 'b']]],
    [
      'the first two columns of texts',
      { label: 'x', title1: 'a', n: 3, title2: 'b', c: 'c' },
      ['title1', 'title2'],
      [['a', 'b']],
    ],
    [
      'a text and a list beside it',
      { answers: ['b', 'c'], ask: 'a' },
      ['ask', 'answers'],
      [
        ['a', 'b'],
        ['a', 'c'],
      ],
    ],
    ['columns with names no trainer could bear', { 'the one': 'a', '\u001b[2J': 'b' }, PAIR, [['a', 'b']]],
    ['columns beside one that names a part', { set: 'train', one: 'a', two: 'b' }, ['one', 'two'], [['a', 'b']]],
    ['the named columns', { a: 'x', label: 'b', z: 'a' }, PAIR, [['a', 'b']], { columns: ['z', 'label'] }],
    [
      'three named columns',
      { c: 'c', b: 'b', a: 'a' },
      ['a', 'b', 'c'],
      [['a', 'b', 'c']],
      { columns: ['a', 'b', 'c'] },
    ],
    [
      'two named columns of a triplet',
      { query: 'a', pos: ['b'], neg: ['n'] },
      ['query', 'positive'],
      [['a', 'b']],
      { columns: ['query', 'pos'] },
    ],
    ['a named list', { pair: ['a', 'b'], set: ['x', 'y'] }, PAIR, [['a', 'b']], { columns: ['pair'] }],
    ['texts with NUL and other controls, as they are', ['a\0', 'b\u001b'], PAIR, [['a\0', 'b\u001b']]],
  ])('%s', async (_, row, columns, texts, options) => {
    expect(await examplesIn(write(lines(row)), options)).toEqual({ columns, texts, dropped: {} });
  });

  test('a row with half a surrogate pair, which is replaced', async () => {
    expect((await examplesIn(write('["a \\ud800","b \\ud83d\\ude00"]'))).texts).toEqual([['a \ufffd', 'b 😀']]);
  });
});

describe('a row is dropped and counted', () => {
  const [pair, triplet] = [
    ['a', 'b'],
    ['a', 'b', 'c'],
  ];
  const [query, titled] = [
    { query: 'a', pos: ['b'] },
    { title: 'a', body: 'b' },
  ];
  const ranked = { query: 'a', pos: ['b'], neg: ['n'] };

  test.each<[string, readonly unknown[], Readonly<Record<string, number>>]>([
    ['without a positive', [pair, ['a'], ['a', null]], { no_positive: 2 }],
    ['without an anchor', [pair, [], [null, 'b'], { texts: null }], { no_anchor: 3 }],
    ['without a negative, in a set of triplets', [triplet, pair, ['a', 'b', null]], { no_negative: 2 }],
    ['with a negative, in a set of pairs', [pair, triplet], { mixed_forms: 1 }],
    ['with more texts than any form has', [pair, ['a', 'b', 'c', 'd']], { too_many_texts: 1 }],
    [
      'that is a set of one text, or of none',
      [{ set: pair }, { set: ['a'] }, { set: [] }],
      { single_text: 1, no_anchor: 1 },
    ],
    ['for each text of a set that is empty', [{ set: ['a', '', 'b', ' \n', null] }], { empty_text: 2, no_positive: 1 }],
    ['for each of a set whose first text is empty', [{ set: pair }, { set: ['', 'b', 'c'] }], { empty_text: 2 }],
    ['with an empty text', [pair, ['', 'b'], ['a', ' \u00a0\t']], { empty_text: 2 }],
    ['with numbers where texts are wanted', [pair, ['a', 1], [true, 'b']], { not_text: 2 }],
    [
      'with lists in its list',
      [
        pair,
        [
          ['a', 'b'],
          ['c', 'd'],
        ],
      ],
      { not_text: 1 },
    ],
    ['that is no row', [pair, 17, null, true, 'a'], { not_text: 3, mixed_forms: 1 }],
    ['whose list is none', [{ texts: pair }, { texts: 'a b' }], { not_text: 1 }],
    ['of another form', [pair, titled, query, { set: pair }], { mixed_forms: 3 }],
    ['of another form, a list in a set of sets', [{ set: pair }, ['c', 'd']], { mixed_forms: 1 }],
    ['of another form, a list', [titled, pair, 'a'], { mixed_forms: 2 }],
    [
      'without one of its columns',
      [titled, { title: 'a' }, { body: 'b', title: null }],
      { no_positive: 1, no_anchor: 1 },
    ],
    ['for a query without positives', [query, { query: 'a', pos: [] }, { query: 'a' }], { no_positive: 2 }],
    ['for each positive of a query that has no text', [query, { pos: ['b', 'c'] }], { no_anchor: 2 }],
    [
      'for each positive of a query without negatives',
      [ranked, { query: 'a', pos: ['b', 'c'], neg: [] }],
      { no_negative: 2 },
    ],
    [
      'for each positive of a query with negatives, in a set of pairs',
      [query, { ...ranked, pos: ['b', 'c'] }],
      { mixed_forms: 2 },
    ],
    ['for its first reason only', [triplet, [null, 1, ''], ['a', '', 3]], { no_anchor: 1, empty_text: 1 }],
  ])('%s', async (_, rows, dropped) => {
    const read = await examplesIn(write(lines(...rows)));
    expect(read.dropped).toEqual(dropped);
    expect(read.columns).toHaveLength(read.texts[0]!.length);
  });

  test('before the first example, which decides the form', async () => {
    const rows = ['a', 17, ['a'], { title: 'a' }, { title: 'a', body: '' }, { title: '', id: 1 }, {}, pair, titled];
    const read = await examplesIn(write(lines(...rows)));
    expect(read).toEqual({
      columns: PAIR,
      texts: [['a', 'b']],
      dropped: { no_positive: 4, not_text: 1, empty_text: 1, no_anchor: 1, mixed_forms: 1 },
    });
  });

  test('where a column that should hold texts has a number first: the form is that of the names', async () => {
    const read = await examplesIn(write(lines({ title: 17, body: 'b', more: 'c' }, titled)));
    expect(read).toEqual({ columns: ['title', 'body'], texts: [['a', 'b']], dropped: { not_text: 1 } });
  });
});

describe('the books', () => {
  test('balance: each row has its number, whether it is given or dropped', async () => {
    const path = write(lines({ set: ['a', 'b', '', 'c'] }, { set: ['a'] }, 3, { id: 7, set: ['d', 'e'] }));
    const [batch, ...others] = await batchesIn(path);
    expect(others).toEqual([]);
    expect(batch).toEqual({
      source: 'set.jsonl',
      file: 'set.jsonl',
      columns: PAIR,
      rows: [
        { place: 'set.jsonl line 1, pair 1', row: 0, texts: ['a', 'b'] },
        { place: 'set.jsonl line 1, pair 3', row: 2, texts: ['a', 'c'] },
        { place: 'set.jsonl line 4 (7)', row: 5, texts: ['d', 'e'] },
      ],
      dropped: { empty_text: 1, single_text: 1, not_text: 1 },
    });
  });

  test.each<[string, object]>([
    ['pairs', ['a', 'b']],
    ['triplets', ['a', 'b', 'c']],
    ['sets', { set: ['a', 'b'] }],
    ['queries with positives', { query: 'a', pos: 'b' }],
    ['queries with negatives', { query: 'a', pos: 'b', neg: 'c' }],
  ])('of %s balance whatever the other rows are, and what is given is texts', async (_, form) => {
    const rows = [form, ...oddRows(500)];
    const batches = await batchesIn(write(lines(...rows)));
    const given = batches.flatMap((batch) => batch.rows);
    const dropped = batches.flatMap((batch) => Object.values(batch.dropped)).reduce((sum, count) => sum + count, 0);
    expect(given.length + dropped).toBe(rows.reduce<number>((sum, row) => sum + rowsIn(row, form), 0));
    const numbers = given.map(({ row }) => row);
    expect(new Set(numbers).size).toBe(given.length);
    expect(Math.max(...numbers)).toBeLessThan(given.length + dropped);
    const [{ columns }] = batches as [(typeof batches)[0]];
    const isWhole = (texts: readonly string[]) =>
      texts.length === columns.length && texts.every((text) => /\S/.test(text));
    expect(given.filter(({ texts }) => !isWhole(texts))).toEqual([]);
  });

  function oddRows(count: number): unknown[] {
    const { pick } = createRandom(1, 1);
    const scalar = () => pick(['a', 'b c', '', ' ', 0, -1.5, true, null]);
    const list = () => Array.from({ length: pick([0, 1, 2, 3, 4]) }, () => pick<unknown>([scalar(), scalar(), [], {}]));
    const value = () => pick<unknown>([scalar(), {}, list(), list()]);
    const names = [['texts'], ['set'], ['query', 'pos'], ['query', 'pos', 'neg'], ['id']];
    const object = () => Object.fromEntries(pick(names).map((name) => [name, value()]));
    return Array.from({ length: count }, () => pick([value, object, object])());
  }

  /** What counts as a row, told anew: a set's other texts, a query's positives, and else one. */
  function rowsIn(row: unknown, form: object): number {
    const { set, query, pos } = (row ?? {}) as Record<string, unknown>;
    if ('set' in form) return Math.max(1, (Array.isArray(set) ? set : []).length - 1);
    const isQuery = 'pos' in form && (query !== undefined || pos !== undefined);
    return isQuery && Array.isArray(pos) ? Math.max(1, pos.length) : 1;
  }

  test('are kept file by file, also of a file that gives nothing before the form is known', async () => {
    const set = writeSet(join(folder, 'files'), {
      '1.jsonl': lines(['a']),
      '2.jsonl': lines(['a', 'b'], ['c']),
      '3.json': '[{"title":"a","body":"b"}]',
      '4.json': '[["d","e"]]',
    });
    const batches = await batchesIn(set, { name: 'a set' });
    expect(batches.map(({ source, file, rows, dropped }) => [source, file, rows.length, dropped])).toEqual([
      ['a set', '1.jsonl', 0, { no_positive: 1 }],
      ['a set', '2.jsonl', 1, { no_positive: 1 }],
      ['a set', '3.json', 0, { mixed_forms: 1 }],
      ['a set', '4.json', 1, {}],
    ]);
    expect(batches.every(({ columns }) => String(columns) === String(PAIR))).toBe(true);
  });

  test('say what was found where nothing is an example', async () => {
    await expect(batchesIn(write(lines(['a'], { title: 'a' }, 1)))).rejects.toMatchObject({
      code: 'bad_input',
      message: expect.stringMatching(/set\.jsonl: nothing to read in it; .*found 2 no_positive, 1 not_text\. Name the/),
    });
  });
});
