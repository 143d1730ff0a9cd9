// Names of users written and looked up: in any order, of any length, for any number of users in the same memory.
import { readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AuthorNames } from '../../src/passes/authors/author-names.ts';
import { NamesWriter } from '../../src/passes/authors/names-writer.ts';
import { createRandom } from '../../src/sample/random.ts';
import { makeFolder } from '../extract/dump-files.ts';

type User = readonly [id: number, name: string];

/** The names of inputs, written and opened, and their files. */
function written(...inputs: readonly Iterable<User>[]) {
  const folder = makeFolder();
  const files = { names: join(folder, 'users.names'), index: join(folder, 'users.index') };
  const writer = new NamesWriter(files);
  for (const [input, users] of inputs.entries()) for (const [id, name] of users) writer.add(input, { id, name });
  writer.finish();
  return files;
}

function opened(files: ReturnType<typeof written>) {
  const names = new AuthorNames(files);
  onTestFinished(() => names.close());
  return (id: number, input = 0) => {
    const found = names.nameOf(input, id);
    return found?.bytes.toString('utf8', found.from, found.to);
  };
}

const namesOf = (...inputs: readonly Iterable<User>[]) => opened(written(...inputs));

function* numbered(count: number, step = 1): Generator<User> {
  for (let id = 1; id <= count; id++) yield [id * step, `user number ${id}`];
}

const shuffled = (users: Iterable<User>): User[] => {
  const random = createRandom(5, 0);
  return [...users]
    .map((user) => [random.below(1e9), user] as const)
    .sort(([a], [b]) => a - b)
    .map(([, user]) => user);
};

test('every user has the name of its row, and nobody else has one', () => {
  const nameOf = namesOf(numbered(50_000, 3));
  const wrong = Array.from({ length: 150_013 }, (_, index) => index - 3).filter((id) => {
    const isUser = id > 0 && id % 3 === 0 && id <= 150_000;
    return nameOf(id) !== (isUser ? `user number ${id / 3}` : undefined);
  });
  expect(wrong).toEqual([]);
});

test.each<[string, readonly User[]]>([
  ['nobody', []],
  ['one user', [[7, 'Ann']]],
  [
    'the community user and the ends of 32 bits',
    [
      [-(2 ** 31), 'first'],
      [-1, 'Community'],
      [0, 'nought'],
      [2 ** 31 - 1, 'last'],
    ],
  ],
  [
    'ids that fall',
    [
      [9, 'i'],
      [8, 'h'],
      [2, 'b'],
      [-1, 'Community'],
    ],
  ],
  [
    'all alphabets',
    [
      [1, 'Zoë'],
      [2, '🪁 👩‍🔧'],
      [3, 'نور'],
      [4, '\u202eretsaM'],
      [5, '<b>&amp;"'],
      [6, 'a\r\nb\0c'],
    ],
  ],
])('%s can be looked up', (_, users) => {
  const nameOf = namesOf(users);
  for (const [id, name] of users) expect(nameOf(id)).toBe(name);
  expect(nameOf(123_456)).toBeUndefined();
});

test('of two rows with one id, the first counts, next to each other or far apart', () => {
  const far: User[] = [...numbered(300_000)];
  const nameOf = namesOf([[1, 'first'], [1, 'second'], ...far.slice(1), [1, 'third'], [150_000, 'another']]);
  expect(nameOf(1)).toBe('first');
  expect(nameOf(150_000)).toBe('user number 150000');
  expect(nameOf(300_000)).toBe('user number 300000');
});

test('a table in any order gives the same names', () => {
  const nameOf = namesOf(shuffled(numbered(400_000)));
  for (let id = 1; id <= 400_000; id += 97) expect(nameOf(id)).toBe(`user number ${id}`);
  expect(nameOf(400_001)).toBeUndefined();
});

test('names of any length stand among others, up to one longer than a run', () => {
  const lengths = [1, 4000, 4087, 4088, 4089, 5000, 1, 3_000_000, 7, 9_000_000, 2];
  const users = lengths.map((length, index): User => [index * 2, 'é'.repeat(length)]);
  const nameOf = namesOf(users);
  for (const [id, name] of users) expect(nameOf(id) === name, `id ${id}`).toBe(true);
  for (const [id] of users) expect(nameOf(id + 1)).toBeUndefined();
});

test('the same id on several sites is several users', () => {
  const nameOf = namesOf(
    [
      [1, 'a'],
      [2, 'b'],
    ],
    [],
    [[1, 'c']],
    numbered(3),
  );
  expect([nameOf(1, 0), nameOf(1, 1), nameOf(1, 2), nameOf(1, 3), nameOf(1, 4)]).toEqual([
    'a',
    undefined,
    'c',
    'user number 1',
    undefined,
  ]);
});

test('names stay what they were while many others are looked up', () => {
  const names = new AuthorNames(written(numbered(300_000)));
  onTestFinished(() => names.close());
  const first = names.nameOf(0, 1)!;
  for (let id = 2; id < 150_000; id++) names.nameOf(0, id);
  expect(first.bytes.toString('utf8', first.from, first.to)).toBe('user number 1');
});

test('ids at random among more blocks than are held have their names', () => {
  const nameOf = namesOf(numbered(900_000));
  const random = createRandom(1, 0);
  for (let turn = 0; turn < 50_000; turn++) {
    const id = 1 + random.below(900_000);
    if (nameOf(id) !== `user number ${id}`) throw new Error(`user ${id} is ${nameOf(id)}`);
  }
});

describe('memory', () => {
  test('the index takes less than 0.2 bytes a user', () => {
    const { index } = written(numbered(1_000_000));
    expect(statSync(index).size).toBeLessThan(200_000);
  });

  test('what is held while names are written and read does not grow with them', () => {
    const heldBy = (users: number) => {
      const before = process.memoryUsage.rss();
      const nameOf = namesOf(numbered(users));
      for (let id = 1; id <= users; id += 101) nameOf(id);
      return process.memoryUsage.rss() - before;
    };
    heldBy(1_000_000);
    expect(heldBy(4_000_000)).toBeLessThan(48 * 1024 * 1024);
  });
});

test('the same users give the same files', () => {
  const [a, b] = [written(shuffled(numbered(5000))), written(shuffled(numbered(5000)))];
  expect(readFileSync(a.names).equals(readFileSync(b.names))).toBe(true);
  expect(readFileSync(a.index).equals(readFileSync(b.index))).toBe(true);
});

test('a file of names that was cut off is damaged', () => {
  const files = written(numbered(2000));
  truncateSync(files.names, 5000);
  expect(() => opened(files)(1999)).toThrow(/the file of names is damaged.*\d+ bytes at \d+, found 0/);
});

test('a writer that is abandoned leaves nothing', () => {
  const folder = makeFolder();
  const files = { names: join(folder, 'n'), index: join(folder, 'i') };
  const writer = new NamesWriter(files);
  writer.add(0, { id: 1, name: 'Ann' });
  writer.abandon();
  expect(() => statSync(files.names)).toThrow('ENOENT');
});
