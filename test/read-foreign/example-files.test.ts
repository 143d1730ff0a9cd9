// Files and folders that examples are read from, in every format, whole and broken.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { Field, List, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { readForeignRows } from '../../src/read-foreign.ts';
import { testFolder } from '../build/dataset.ts';
import { batchesIn, type Contents, examplesIn, writeSet } from './foreign-set.ts';

const TABLES = fileURLToPath(new URL('../shard/tables/', import.meta.url));
const LISTS = new List(new Field('item', new Utf8(), true));
const folder = testFolder();
let count = 0;

function write(contents: Contents, name = 'set.jsonl'): string {
  return join(writeSet(join(folder, `${count++}`), { [name]: contents }), name);
}

const [lamp, wick] = ['["a lamp","a light"]', '["a wick","a thread"]'];
const TEXTS = [
  ['a lamp', 'a light'],
  ['a wick', 'a thread'],
];

describe('examples are read of', () => {
  test.each<[string, Contents, string?]>([
    ['lines', `${lamp}\n${wick}\n`],
    ['lines with CR, blank ones and a byte order mark', `\ufeff\r\n${lamp}\r\n \t\r\n\n${wick}`],
    ['gzip', gzipSync(`${lamp}\n${wick}\n`), 'set.jsonl.gz'],
    ['two gzip members', Buffer.concat([gzipSync(`${lamp}\n`), gzipSync(wick)]), 'set.jsonl.gz'],
    ['gzip that does not say so', gzipSync(`${lamp}\n${wick}\n`), 'set.jsonl'],
    ['an array of lists', `[${lamp}, ${wick}]`, 'set.json'],
    ['an array of objects, gzip', gzipSync(`[\n{"texts":${lamp}},\n{"texts":${wick}}]`), 'set.json.gz'],
    ['lines in a .json', `${lamp}\n${wick}\n`, 'set.json'],
    ['Parquet, of columns', { id: ['x', 'y'], ask: ['a lamp', 'a wick'], say: ['a light', 'a thread'] }, 'set.parquet'],
    ['Arrow, of lists', tableToIPC(new Table({ texts: vectorFromArray(TEXTS, LISTS) }), 'stream'), 'set.arrow'],
    ['an Arrow file, of sets', tableToIPC(new Table({ set: vectorFromArray(TEXTS, LISTS) }), 'file'), 'set.arrow'],
  ])('%s', async (_, contents, name) => {
    expect(await examplesIn(write(contents, name))).toMatchObject({ texts: TEXTS, dropped: {} });
  });

  test('Parquet whose first row has nothing: its columns decide, and not the row', async () => {
    const path = write({ title: [null, 'a'], body: ['x', 'b'], more: ['y', 'c'] }, 'set.parquet');
    const read = await examplesIn(path);
    expect(read).toEqual({ columns: ['title', 'body'], texts: [['a', 'b']], dropped: { no_anchor: 1 } });
  });

  test('Parquet with a column of negatives, in a set of pairs and in one of triplets', async () => {
    const table = { anchor: ['a'], positive: ['b'], negative: ['c'] };
    const set = writeSet(join(folder, 'negatives'), {
      '1.jsonl': `${lamp}\n`,
      '2.jsonl': [{ anchor: 'a', positive: 'b' }],
    });
    expect((await examplesIn(set)).dropped).toEqual({ mixed_forms: 1 });
    expect((await examplesIn(write(table, 'set.parquet'))).texts).toEqual([['a', 'b', 'c']]);
    const pairs = writeSet(join(folder, 'pairs'), { '1.jsonl': [{ anchor: 'a', positive: 'b' }], '2.parquet': table });
    expect((await examplesIn(pairs)).dropped).toEqual({ mixed_forms: 1 });
  });

  test.each(['zstd.parquet', 'stream-zstd.arrow', 'default.feather'])(
    '%s, as other programs write it',
    async (name) => {
      const [batch] = await batchesIn(join(TABLES, name));
      expect(batch).toMatchObject({
        columns: ['title', 'text'],
        rows: [{ place: `${name} row 0 (7)`, row: 0, texts: ['How do I light a lantern?', 'The wick does not burn.'] }],
        dropped: { no_anchor: 1, empty_text: 1 },
      });
      await expect(examplesIn(join(TABLES, name), { columns: ['set'] })).rejects.toThrow(
        /found 1 no_positive, 2 no_anchor$/,
      );
    },
  );

  test('a table of numbers is counted and no error where the set has examples elsewhere', async () => {
    const set = writeSet(join(folder, 'numbers'), { '1.jsonl': `${lamp}\n`, '2.parquet': { n: [1, 2, 3] } });
    expect((await examplesIn(set)).dropped).toEqual({ mixed_forms: 3 });
  });

  test('a row whose id is a text of its own, which the place of the row is clipped to', async () => {
    const [batch] = await batchesIn(write([{ id: 'x'.repeat(1e6), ask: 'a', say: 'b' }]));
    expect(batch!.rows[0]!.place).toBe(`set.jsonl line 1 (${'x'.repeat(100)})`);
  });

  test('an array whose first gzip member is one character', async () => {
    const path = write(Buffer.concat([gzipSync('['), gzipSync(`${lamp},${wick}]`)]), 'set.json.gz');
    expect((await examplesIn(path)).texts).toEqual(TEXTS);
  });

  test('a line of 10 MB', async () => {
    const long = 'x'.repeat(5e6);
    const { texts } = await examplesIn(write(`${JSON.stringify([long, long])}\n${lamp}\n`));
    expect(texts.map(([anchor]) => anchor!.length)).toEqual([5e6, 6]);
  });
});

describe('a folder', () => {
  test('is read in the order of its names, without its card and licence', async () => {
    const set = writeSet(join(folder, 'card'), {
      'README.md': '# A set',
      'LICENSE.txt': 'CC BY-SA',
      'b.jsonl': `${wick}\n`,
      'a/1.jsonl.gz': gzipSync(`${lamp}\n`),
      '.hidden.jsonl': 'x',
    });
    expect((await examplesIn(set)).texts).toEqual(TEXTS);
  });

  const files = {
    'x/1.jsonl': `${wick}\n`,
    'x/2.jsonl': `${lamp}\n`,
    'x/3.jsonl': '["left","out"]\n',
    'README.md': '# A set',
  };
  const list = (...names: readonly string[]) => JSON.stringify(names.map((name) => ({ name, lines: 1, weight: 2 })));

  test('is what its data_config.json lists, in that order, each file once', async () => {
    const set = writeSet(join(folder, 'listed'), {
      ...files,
      'data_config.json': list('x/2.jsonl', './x/1.jsonl', 'x/2.jsonl'),
    });
    expect((await examplesIn(set)).texts).toEqual(TEXTS);
  });

  test.each<[string, string]>([
    ['an empty list', '[]'],
    ['settings of another program', '{"name":"x/1.jsonl"}'],
    ['a list of others', '[{"name":1}]'],
  ])('is all that lies in it where data_config.json is %s', async (name, config) => {
    const set = writeSet(join(folder, name), { ...files, 'data_config.json': config });
    expect((await examplesIn(set)).texts).toHaveLength(3);
  });

  test.each<[string, string, RegExp]>([
    [
      'lists what is not there',
      list('x/9.jsonl'),
      /data_config\.json: a file that is listed is not there; expected x\/9/,
    ],
    [
      'lists what lies outside',
      list('../listed/x/1.jsonl'),
      /is not there; expected \.\.\/listed\/x\/1\.jsonl in its folder/,
    ],
    ['is cut off', '[{"name":', /data_config\.json: a list of files that cannot be read; expected JSON/],
  ])('whose data_config.json %s is an error', async (name, config, message) => {
    const set = writeSet(join(folder, name), { ...files, 'data_config.json': config });
    await expect(examplesIn(set)).rejects.toThrow(message);
  });
});

describe('an error names the place and what is wrong', () => {
  test.each<[string, Contents, RegExp, string?]>([
    ['an empty file', '', /set\.jsonl: the file is empty/],
    ['a file of blank lines', '\n \r\n', /set\.jsonl: the file has no rows/],
    ['a line that is no JSON', `${lamp}\n["a", "b"\n`, /set\.jsonl line 2: a line that is not JSON/],
    ['NUL in a line', `${lamp}\n["a", "b\0"]\n`, /set\.jsonl line 2: a line that is not JSON/],
    ['a comma before the end', `[${lamp},]`, /set\.json line 1: an array that is not JSON/, 'set.json'],
    ['an array that is cut off', `[${lamp},\n["a wick"`, /set\.json line 2: .*found the end of the file/, 'set.json'],
    [
      'gzip that is cut off',
      gzipSync(`${lamp}\n`.repeat(99)).subarray(0, 40),
      /set\.jsonl\.gz: the file is damaged/,
      'set.jsonl.gz',
    ],
    ['a table that is cut off', 'PAR1....', /not a whole Parquet file/, 'set.parquet'],
    ['a table of another kind', 'a\tb\n', /set\.tsv: a text file of an unknown layout/, 'set.tsv'],
  ])('%s', async (_, contents, message, name) => {
    await expect(examplesIn(write(contents, name))).rejects.toThrow(message);
  });

  test('columns that make no pair', async () => {
    const path = write(`${lamp}\n`);
    await expect(examplesIn(path, { columns: ['a', 'b', 'c', 'd'] })).rejects.toMatchObject({ code: 'bad_usage' });
    await expect(examplesIn(path, { columns: ['a', 'b'] })).rejects.toThrow(/found 1 mixed_forms$/);
    const table = write({ a: ['x'], b: ['y'] }, 'set.parquet');
    await expect(examplesIn(table, { columns: ['a', 'c'] })).rejects.toThrow(/there is no column c; expected a, c/);
  });
});

describe('reading', () => {
  const many = write(Array.from({ length: 5000 }, (_, i) => ({ set: [`a ${i}`, ...Array<string>(9).fill('b')] })));

  test('gives batches of a bounded size', async () => {
    const sizes = (await batchesIn(many)).map(({ rows }) => rows.length);
    expect(Math.max(...sizes)).toBe(1000);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(45_000);
    const long = await batchesIn(write(`${JSON.stringify(['x'.repeat(600_000), 'y'.repeat(600_000)])}\n`.repeat(3)));
    expect(long.map(({ rows }) => rows.length)).toEqual([1, 1, 1]);
  });

  test('stops when it is told to, between two batches', async () => {
    const stop = new AbortController();
    const read = (async () => {
      let batches = 0;
      for await (const _ of readForeignRows(many, { signal: stop.signal })) if (++batches === 2) stop.abort('enough');
    })();
    await expect(read).rejects.toBe('enough');
  });

  test('stops where nothing but drops is read', async () => {
    const stop = AbortSignal.abort('enough');
    await expect(batchesIn(write('1\n'.repeat(1e6)), { signal: stop })).rejects.toBe('enough');
  });

  test('lets others have their turn within one long row', async () => {
    const path = write(`${JSON.stringify({ set: Array.from({ length: 20_000 }, (_, i) => `a ${i}`) })}\n`);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const batches = await batchesIn(path);
    clearInterval(timer);
    expect(batches.length).toBe(20);
    expect(turns).toBeGreaterThan(1);
  });
});
