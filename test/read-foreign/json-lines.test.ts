// JSON lines as people make them. What is broken is an error with its line: a set that is half read leaks.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../build/dataset.ts';
import { type Contents, rolesIn, textsIn, writeSet } from './foreign-set.ts';

const folder = testFolder();
let count = 0;

function write(contents: Contents, name = 'set.jsonl'): string {
  return join(writeSet(join(folder, `${count++}`), { [name]: contents }), name);
}

const [lamp, wick] = ['{"text":"a lamp"}', '{"text":"a wick"}'];

describe('lines are read', () => {
  test.each<[string, Contents]>([
    ['as they should be', `${lamp}\n${wick}\n`],
    ['without the last line end', `${lamp}\n${wick}`],
    ['with CR before LF', `${lamp}\r\n${wick}\r\n`],
    ['with blank lines', `\n${lamp}\n\r\n \t\n${wick}\n\n`],
    ['after a byte order mark', `\ufeff${lamp}\n${wick}\n`],
    ['in two gzip members', Buffer.concat([gzipSync(`${lamp}\n`), gzipSync(wick)])],
    ['of strings alone', '"a lamp"\n"a wick"\n'],
    ['of lists', '["a lamp", "a wick"]\n'],
    ['with nulls', '{"text":"a lamp","title":null}\n{"text":null}\n["a wick", null]\n'],
    [
      'with other columns',
      [{ id: 1, text: 'a lamp', label: 'x', _id: 'y', embedding: [1, 2], meta: {} }, { text: 'a wick' }],
    ],
  ])('%s', async (_, contents) => {
    expect(await rolesIn(write(contents))).toEqual(['text a lamp', 'text a wick']);
  });

  test('with the place of each, and the id of its row', async () => {
    const path = write('\n{"_id": 51829, "text": "a lamp"}\n\n{"id": "q7", "text": "a wick"}\n{"text": "an oil"}\n');
    expect((await textsIn(path)).map(({ place }) => place)).toEqual([
      'set.jsonl line 2 (51829)',
      'set.jsonl line 4 (q7)',
      'set.jsonl line 5',
    ]);
  });

  test('where a character is cut by a chunk of the file', async () => {
    const texts = Array.from({ length: 300 }, (_, i) => `${'é𝔘'.repeat(300 + i)}`);
    expect(await rolesIn(write(texts.map((text) => ({ text }))))).toEqual(texts.map((text) => `text ${text}`));
  });

  test('with half a surrogate pair replaced', async () => {
    expect(await rolesIn(write('{"text":"a \\ud800 lamp \\ud83d\\ude00"}'))).toEqual(['text a \ufffd lamp 😀']);
  });

  test('with roles by the names of the columns', async () => {
    const row = { title: 'a', body: 'b', query: 'c', positive: 'd', negatives: ['e', 'f'], remark: 'g' };
    const read = await rolesIn(write([row]));
    expect(read).toEqual(['title a', 'body b', 'query c', 'corpus d', 'corpus e', 'corpus f', 'text g']);
  });

  test('of the columns that are named, in their order', async () => {
    const path = write([{ b: 'b', a: 'a', label: 'c' }]);
    expect(await rolesIn(path, { columns: ['label', 'a'] })).toEqual(['text c', 'text a']);
  });

  test('with the name that is given, or that of the file', async () => {
    const path = write(lamp);
    expect((await textsIn(path))[0]!.source).toBe('set.jsonl');
    expect((await textsIn(path, { name: 'a set' }))[0]!.source).toBe('a set');
  });

  test('in batches of a bounded size', async () => {
    const { readForeign } = await import('../../src/read-foreign.ts');
    const path = write([{ sentences: Array.from({ length: 10_001 }, (_, i) => `lamp ${i}`) }]);
    const sizes: number[] = [];
    for await (const batch of readForeign(path)) sizes.push(batch.length);
    expect(sizes).toEqual([2000, 2000, 2000, 2000, 2000, 1]);
  });
});

describe('an error names the place and what is wrong', () => {
  test.each<[string, Contents, RegExp]>([
    ['an empty file', '', /set\.jsonl: the file is empty; expected .*, found 0 bytes\. /],
    ['blank lines only', '\n\n \n', /set\.jsonl: the file has no rows/],
    [
      'a broken line',
      `${lamp}\n{"text":"a wi\n`,
      /set\.jsonl line 2: a line that is not JSON; .*found \{"text":"a wi\. /,
    ],
    ['a file that was cut off', `${lamp}\n${wick.slice(0, -1)}`, /line 2: a line that is not JSON/],
    [
      'one array of everything',
      `[\n${lamp},\n${wick}\n]`,
      /line 1: a line that is not JSON; .*under a name that ends in \.json/,
    ],
    ['a line of no row', `${lamp}\n17\n`, /line 2: a line that is no row; expected a JSON object, found 17/],
    ['texts that are numbers', `${lamp}\n{"text":17}\n`, /line 2: column text does not hold texts; .*found number\. /],
    ['lists of numbers', '{"texts":[1]}', /line 1: column texts does not hold texts; .*found a list of others/],
    ['rows without texts', `${lamp}\n{"label":"x","n":1}`, /line 2: no column of texts; .*found columns label, n\. /],
    ['bytes of another encoding', Buffer.from('{"text":"caf\xe9"}', 'latin1'), /line 1: a line that is not UTF-8/],
    ['UTF-16', Buffer.from(`\ufeff${lamp}`, 'utf16le'), /line 1: a line that is not UTF-8/],
    ['gzip that is cut off', gzipSync(`${lamp}\n`.repeat(99)).subarray(0, 40), /set\.jsonl: the file is damaged/],
    ['gzip of nothing', gzipSync(''), /the file has no rows/],
    ['a ZIP archive', Buffer.from('PK\x03\x04 and more'), /found a ZIP archive\. Unpack it first/],
    [
      'a pointer of Git LFS',
      'version https://git-lfs.github.com/spec/v1\n',
      /a pointer of Git LFS instead of the file/,
    ],
    ['an error page', '<!DOCTYPE html><html></html>', /found a web page/],
    ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0]), /compressed in a way that is not read here; .*found zst/],
    ['empty texts only', '{"text":""}', /nothing to read in it; expected a text, found none/],
  ])('%s', async (_, contents, message) => {
    const error = await textsIn(write(contents)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'StackpairsError', message: expect.stringMatching(message) });
  });

  test('a column that is not there', async () => {
    const path = write([{ a: 'a', b: 'b' }, { a: 'a' }]);
    await expect(textsIn(path, { columns: ['b'] })).rejects.toThrow(
      /line 2: there is no column b; expected b, found a/,
    );
  });

  test('a line without an end', async () => {
    const path = write(`{"text":"${'x'.repeat(65 * 1024 * 1024)}`);
    await expect(textsIn(path)).rejects.toThrow(/line 1: a line that is too long; expected at most 67108864 bytes/);
  });

  test('a file that is not there', async () => {
    await expect(textsIn(join(folder, 'nothing.jsonl'))).rejects.toThrow(
      /nothing\.jsonl: it cannot be read \(ENOENT\)/,
    );
  });
});
