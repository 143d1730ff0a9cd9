// The generator against numbers that CPython 3.11 gave. Each comment is the script that printed what stands below it.
import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { PythonRandom } from '../src/python-random.ts';

const upTo = (count: number) => Uint32Array.from({ length: count }, (_, index) => index);
const times = (count: number, draw: () => number) => Array.from({ length: count }, draw);

describe('random.seed and random.getrandbits', () => {
  // import random
  // for seed in (0, 1, 42, 0xFFFFFFFF): random.seed(seed); print(seed, [random.getrandbits(32) for _ in range(4)])
  test.each([
    [0, [3626764237, 1654615998, 3255389356, 3823568514]],
    [1, [577090037, 2444712010, 3639700191, 3445702192]],
    [42, [2746317213, 478163327, 107420369, 3184935163]],
    [0xffffffff, [2728839433, 2661025012, 872737089, 924893097]],
  ])('draw what CPython draws after the seed %i', (seed, expected) => {
    const random = new PythonRandom(seed);
    expect(times(4, () => random.bits(32))).toEqual(expected);
  });
});

describe('random.shuffle', () => {
  // import random; random.seed(42)
  // for n in (10, 7, 0, 1, 5): l = list(range(n)); random.shuffle(l); print(l)
  test('shuffles one list after another as CPython does', () => {
    const random = new PythonRandom(42);
    const lists = [10, 7, 0, 1, 5].map(upTo);
    for (const list of lists) random.shuffle(list);
    expect(lists.map((list) => [...list])).toEqual([
      [7, 3, 2, 8, 5, 6, 9, 4, 0, 1],
      [1, 2, 5, 6, 0, 3, 4],
      [],
      [0],
      [4, 3, 2, 0, 1],
    ]);
  });

  // import hashlib, random, struct
  // random.seed(42); l = list(range(100000)); random.shuffle(l)
  // print(hashlib.sha256(struct.pack("<100000I", *l)).hexdigest(), random.getrandbits(32))
  test('shuffles a list that needs the state many times over', () => {
    const random = new PythonRandom(42);
    const list = upTo(100_000);
    random.shuffle(list);
    const digest = hash('sha256', Buffer.from(list.buffer), 'hex');
    expect(digest).toBe('136fad7ae3cf53eb5c1e40618e6bca2a8b3c3d3c98c56d20bbee1891456641fc');
    expect(random.bits(32)).toBe(372087520);
  });
});
