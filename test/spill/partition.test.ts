import { platform } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstKey, partitionOf } from '../../src/order-key.ts';
import { partitionReader, type RecordSpill } from '../../src/spill/partition.ts';
import { recordByte, recordId, recordKey, writeRecord } from '../../src/spill/record.ts';
import { RunBuilder } from '../../src/spill/run-builder.ts';
import { SpillWriter } from '../../src/spill/spill-writer.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { dice, recordWith } from '../passes/helpers.ts';
import { descriptorsOn } from './descriptors.ts';

type Place = readonly [key: number, input: number, id: number, byte: number];

/** One spill for each input, with every record in the partition of its key. */
function spillsOf(places: readonly Place[], partitions: number): RecordSpill[] {
  const folder = makeFolder();
  return [...new Set(places.map(([, input]) => input))].map((input) => {
    const run = new RunBuilder(partitions);
    for (const [key, of, id, byte] of places) {
      if (of !== input) continue;
      run.begin(partitionOf(key, partitions));
      writeRecord(run.out, recordWith({ key, byte, id, questionId: id }));
    }
    const path = join(folder, `${input}.records`);
    const spill = new SpillWriter(path, partitions);
    spill.append(run.build());
    spill.finish();
    return { path, input };
  });
}

const rangeOf = (partition: number, partitions: number) => ({
  partition,
  fromKey: firstKey(partition, partitions),
  toKey: firstKey(partition + 1, partitions),
});

function read(spills: readonly RecordSpill[], partition: number, partitions: number, limitBytes?: number): Place[] {
  return Array.from(partitionReader(limitBytes)(spills, rangeOf(partition, partitions)), ({ bytes, at, input }) => [
    recordKey(bytes, at),
    input,
    recordId(bytes, at),
    recordByte(bytes, at),
  ]);
}

const inOrder = (places: readonly Place[]) =>
  places.toSorted((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);

test('a partition without records gives none', () => {
  expect(read(spillsOf([[0, 0, 1, 0]], 2), 1, 2)).toEqual([]);
});

test('no spills give none', () => {
  expect(read([], 0, 1)).toEqual([]);
});

test('an answer stands with its question, whatever its own id', () => {
  const path = join(makeFolder(), 'posts');
  const run = new RunBuilder(1);
  const threads = [
    [5, 9],
    [6, 7],
    [7, 7],
    [4, 9],
    [9, 9],
  ] as const;
  for (const [id, questionId] of threads) {
    run.begin(0);
    writeRecord(run.out, recordWith({ id, questionId }));
  }
  const spill = new SpillWriter(path, 1);
  spill.append(run.build());
  spill.finish();
  expect(read([{ path, input: 0 }], 0, 1).map(([, , id]) => id)).toEqual([6, 7, 4, 5, 9]);
});

test('records go by key, then site, then id, then place in the file', () => {
  const places: Place[] = [
    [9, 0, 1, 0],
    [5, 1, 3, 10],
    [5, 0, 4, 30],
    [5, 0, 4, 20],
    [5, 0, 2, 40],
    [5, 1, 1, 50],
    [2, 1, 9, 60],
  ];
  expect(read(spillsOf(places, 1), 0, 1)).toEqual(inOrder(places));
});

describe('a partition read in many passes is the same as in one', () => {
  const next = dice(11);
  const places: Place[] = Array.from({ length: 800 }, (_, i) => [next(2 ** 32), next(3), i, i * 500]);
  const ties: Place[] = Array.from({ length: 200 }, (_, i) => [next(5) * 1e9, next(3), next(10), i]);

  test.each([1, 3, 7])('of %i partitions', (partitions) => {
    const spills = spillsOf([...places, ...ties], partitions);
    for (let p = 0; p < partitions; p++) {
      const whole = inOrder([...places, ...ties].filter(([key]) => partitionOf(key, partitions) === p));
      expect(read(spills, p, partitions)).toEqual(whole);
      expect(read(spills, p, partitions, 5000)).toEqual(whole);
    }
  });

  test('down to a pass for every byte', () => {
    const few = places.slice(0, 12);
    expect(read(spillsOf(few, 1), 0, 1, 1)).toEqual(inOrder(few));
  });

  test('when all records have the same key', () => {
    const same: Place[] = [3, 1, 2].map((id) => [77, 0, id, id]);
    expect(read(spillsOf(same, 1), 0, 1, 50)).toEqual(inOrder(same));
  });
});

// With 364 partitions, 273 * (2 ** 32 / 364) is half a millionth above its first key, which then belongs to no pass.
describe('no record is lost at the border of a partition', () => {
  test.each([
    [273, 364],
    [297, 396],
    [1, 3],
    [2, 3],
    [0, 1],
    [1023, 1024],
  ])('partition %i of %i', (partition, partitions) => {
    const [from, to] = [firstKey(partition, partitions), firstKey(partition + 1, partitions)];
    const places: Place[] = [from, from + 1, from + 2, to - 2, to - 1].map((key, i) => [key, 0, i, i]);
    const spills = spillsOf(places, partitions);
    for (const limitBytes of [100, 150, 300, undefined]) {
      expect(read(spills, partition, partitions, limitBytes)).toEqual(places);
    }
  });

  test('nor at the border of a pass, for any number of passes', () => {
    const [partition, partitions] = [5, 12];
    const { fromKey, toKey } = rangeOf(partition, partitions);
    const passes = 13;
    const borders = Array.from({ length: passes - 1 }, (_, i) => fromKey + ((i + 1) * (toKey - fromKey)) / passes);
    const keys = borders.flatMap((border) => [Math.floor(border) - 1, Math.floor(border), Math.ceil(border)]);
    const places: Place[] = keys.map((key, i) => [key, 0, i, i]);
    const spills = spillsOf(places, partitions);
    for (let limitBytes = 100; limitBytes < 1500; limitBytes += 130) {
      expect(read(spills, partition, partitions, limitBytes)).toEqual(inOrder(places));
    }
  });
});

test.skipIf(platform() !== 'linux')('no descriptor stays open when the reader stops early', () => {
  const spills = spillsOf(
    [
      [1, 0, 1, 0],
      [2, 0, 2, 1],
    ],
    1,
  );
  for (const _ of partitionReader(1)(spills, rangeOf(0, 1))) break;
  expect(descriptorsOn(spills[0]!.path)).toBe(0);
});
