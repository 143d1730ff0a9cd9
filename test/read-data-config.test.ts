// Lists in the shapes that the trainers of 2021 were given; every name and number here is made up.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseDataConfig, readDataConfig } from '../src/read-data-config.ts';

const folder = mkdtempSync(join(tmpdir(), 'stackpairs-list-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reads a list from a file. */
function read(list: unknown) {
  const path = join(folder, 'data_config.json');
  writeFileSync(path, typeof list === 'string' ? list : JSON.stringify(list, null, 4));
  return readDataConfig(path);
}

const entry = (index: number) => ({
  name: `title_body/site${index}.example.com.jsonl.gz`,
  lines: 10_000 + 37 * index,
  weight: 1 + (index % 54),
});

describe('a list', () => {
  test.each([1, 116, 290])('of %d entries is read as it stands', (count) => {
    const list = Array.from({ length: count }, (_, index) => entry(index));
    expect(read(list)).toEqual(list);
  });

  test('may leave out the lines of all entries', () => {
    const list = [
      { name: 'a.jsonl.gz', weight: 100 },
      { name: 'b.jsonl.gz', weight: 100 },
    ];
    expect(read(list)).toEqual(list);
  });

  test('may leave out the lines of some', () => {
    const list = [entry(1), { name: 'forum/2015.jsonl.gz', weight: 20 }, entry(2)];
    expect(read(list)).toEqual(list);
  });

  test('may leave out weights, and says so: a trainer must know', () => {
    const list = [{ name: 'a.jsonl.gz', lines: 5 }, { name: 'b.jsonl.gz' }];
    expect(read(list)).toEqual(list);
  });

  test('may have other keys, in any order', () => {
    const list = [{ config: 'title-body', weight: 2, sha256: 'ab', name: 'a.arrow', note: null, lines: 3 }];
    expect(read(list)).toEqual(list);
  });

  test('may name a file twice, and give a weight of 0', () => {
    const list = [entry(1), entry(1), { ...entry(2), weight: 0 }];
    expect(read(list)).toEqual(list);
  });

  test('may be empty, or written in one line', () => {
    expect(read('[]')).toEqual([]);
    expect(read('[{"name":"a","weight":1}]')).toEqual([{ name: 'a', weight: 1 }]);
  });
});

describe('what is wrong is told with its entry and key', () => {
  const bad = (change: object) => [entry(1), entry(2), { ...entry(3), ...change }, { name: 7 }];

  test.each<[string, unknown, string]>([
    ['no name', [{ lines: 1, weight: 1 }], ' entry 1, name: ; expected the path of a file, found nothing'],
    ['a name of nothing', bad({ name: '' }), ' entry 3, name: ; expected the path of a file, found ""'],
    ['a name by number', bad({ name: 7 }), ' entry 3, name: ; expected the path of a file, found 7'],
    ['half a weight', bad({ weight: 2.5 }), ' entry 3, weight: ; expected a whole number of at least 0, found 2.5'],
    ['a weight below 0', bad({ weight: -1 }), ' entry 3, weight: ; expected a whole number of at least 0, found -1'],
    [
      'a weight in quotes',
      bad({ weight: '2' }),
      ' entry 3, weight: ; expected a whole number of at least 0, found "2"',
    ],
    ['no weight, said', bad({ weight: null }), ' entry 3, weight: ; expected a whole number of at least 0, found null'],
    ['a weight beyond counting', bad({ weight: 1e300 }), ' entry 3, weight: ; expected a whole number'],
    ['lines by name', bad({ lines: 'many' }), ' entry 3, lines: ; expected a whole number of at least 0, found "many"'],
    ['a bare name', ['a.jsonl.gz'], ' entry 1: ; expected an object with a "name", found "a.jsonl.gz"'],
    ['a list in the list', [entry(1), []], ' entry 2: ; expected an object with a "name", found []'],
    [
      'an object by name',
      { 'a.jsonl.gz': 1 },
      ': ; expected a list of { "name", "lines", "weight" }, found {"a.jsonl.gz":1}',
    ],
    ['a number', 7, ': ; expected a list of { "name", "lines", "weight" }, found 7'],
  ])('%s', (_, list, place) => {
    const words = place.replace(': ;', ": no list that a trainer's files are in;");
    expect(() => read(list)).toThrow(
      expect.objectContaining({ code: 'bad_input', message: expect.stringContaining(`data_config.json${words}`) }),
    );
  });

  test.each(['', '[', '[{"name": "a", "weight": NaN}]', "[{'name': 'a'}]"])('what is not JSON: %s', (text) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ code: 'bad_input', message: expect.stringContaining('data_config.json: not JSON') }),
    );
  });

  test('what stands there is cut off where it is long', () => {
    expect(() => parseDataConfig(JSON.stringify(['x'.repeat(999)]), 'list')).toThrow(/found "x{79}…$/);
  });
});

test.each(['nowhere.json', '.'])('a list that cannot be read is told with its path: %s', (name) => {
  const path = join(folder, name);
  expect(() => readDataConfig(path)).toThrow(
    expect.objectContaining({ code: 'bad_input', message: expect.stringContaining(path) }),
  );
});
