// A file that is one JSON array, element by element. What is broken is an error with its line.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../build/dataset.ts';
import { type Contents, rolesIn, textsIn, writeSet } from './foreign-set.ts';

const folder = testFolder();
let count = 0;

function write(contents: Contents, name = 'set.json'): string {
  return join(writeSet(join(folder, `${count++}`), { [name]: contents }), name);
}

const [lamp, wick] = ['{"text":"a lamp"}', '{"text":"a wick"}'];

describe('an array is read', () => {
  test.each<[string, Contents, string?]>([
    ['on one line', `[${lamp},${wick}]`],
    ['with a row on each line', `[\n${lamp},\n${wick}\n]\n`],
    [
      'as other programs indent it',
      '[\r\n  {\r\n    "text": "a lamp"\r\n  },\r\n  {\r\n    "text": "a wick"\r\n  }\r\n]',
    ],
    ['after a byte order mark', `\ufeff[${lamp},${wick}]`],
    ['of lists', '[["a lamp"], ["a wick"]]'],
    ['of objects and a string', `[${lamp}, "a wick"]`],
    ['gzip', gzipSync(`[${lamp},${wick}]`), 'set.json.gz'],
    ['in two gzip members', Buffer.concat([gzipSync(`[${lamp}`), gzipSync(`,${wick}]`)]), 'set.JSON.gz'],
    ['with escapes, numbers and names of every kind', `[{"text":"a \\u006camp","n":-1.5e3,"__proto__":1},\n${wick}]`],
    ['that is none, but lines of lists', '["a lamp"]\n["a wick"]\n'],
  ])('%s', async (_, contents, name) => {
    expect(await rolesIn(write(contents, name))).toEqual(['text a lamp', 'text a wick']);
  });

  test('with the number of each row, from 0', async () => {
    const path = write(`[\n\n${lamp},\n\n{"id":"q7","text":"a wick"}]`);
    expect((await textsIn(path)).map(({ place }) => place)).toEqual(['set.json row 0', 'set.json row 1 (q7)']);
  });

  test('where a character is cut by a chunk of the file', async () => {
    const texts = Array.from({ length: 300 }, (_, i) => `${'é𝔘"'.repeat(300 + i)}`);
    const read = await rolesIn(write(JSON.stringify(texts.map((text) => ({ text })))));
    expect(read).toEqual(texts.map((text) => `text ${text}`));
  });
});

describe('an error names the line and what is wrong', () => {
  test.each<[string, Contents, RegExp, string?]>([
    ['nothing in it', '[ \n]', /set\.json: the file has no rows/],
    [
      'a comma before the end',
      `[${lamp},\n${wick},\n]`,
      /line 3: an array that is not JSON; expected JSON, found \]\. /,
    ],
    ['a comma before the end of a row', `[${lamp},\n{"text":"a",}]`, /line 2: an array that is not JSON/],
    [
      'an end that is missing',
      `[\n${lamp},\n${wick}\n`,
      /line 4: .*expected an end of the array, found the end of the file/,
    ],
    ['a row that is cut off', `[${lamp},\n{"text":"a wi`, /line 2: .*expected an end of the array/],
    ['something after the end', `[${lamp}]\n[${wick}]`, /line 2: an array that is not JSON/],
    ['lines of lists of lists', `[["a"]]\n[["b"]]`, /line 2: an array that is not JSON/],
    ['NUL in a text', `[${lamp},\n{"text":"a\0"}]`, /line 2: an array that is not JSON/],
    ['bytes of another encoding', Buffer.from('[{"text":"caf\xe9"}]', 'latin1'), /line 1: .*expected UTF-8/],
    ['half a character at the end', Buffer.concat([Buffer.from(`[${lamp}]`), Buffer.of(0xc3)]), /expected UTF-8/],
    ['a row that is no object', `[${lamp}, 17]`, /row 1: a line that is no row; .*found 17/],
    [
      'gzip that is cut off',
      gzipSync(`[${lamp}]`).subarray(0, 25),
      /set\.json\.gz: the file is damaged/,
      'set.json.gz',
    ],
    [
      'levels without end',
      `[${'['.repeat(100_000)}`,
      /line 1: a row that is nested too deep; expected at most 1000 levels/,
    ],
    ['a row without end', `[{"text":"${'x'.repeat(65 * 1024 * 1024)}`, /line 1: a row that is too long/],
  ])('%s', async (_, contents, message, name) => {
    const error = await textsIn(write(contents, name)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'StackpairsError', message: expect.stringMatching(message) });
  });

  test('wherever the array is cut off', async () => {
    const whole = `[\n${lamp},\n{"text":"a wick","n":[-1.5e3,true,null]}\n]`;
    expect(await rolesIn(write(whole))).toHaveLength(2);
    for (let length = 3; length < whole.length; length++) {
      await expect(textsIn(write(whole.slice(0, length))), `${length}`).rejects.toMatchObject({ code: 'bad_input' });
    }
  });

  test('of a long line of JSON lines that is nested without end', async () => {
    const path = write(`${lamp}\n{"text":"]]","x":${'[{"\\"a":'.repeat(400_000)}`, 'set.jsonl');
    await expect(textsIn(path)).rejects.toThrow(/line 2: a row that is nested too deep/);
  });

  test('and not of a long line with brackets in its texts', async () => {
    const text = '[{\\"'.repeat(400_000);
    expect(await textsIn(write([{ text }], 'set.jsonl'))).toHaveLength(1);
  });
});
