import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { RunMemory, RunSpill } from '../../src/spill/run-spill.ts';
import { spillPieces } from '../../src/spill/spill-reader.ts';
import { SpillMemory } from '../../src/spill/spill-writer.ts';
import { makeFolder } from '../extract/dump-files.ts';

const PARTITIONS = 3;
/** Of a run, here as long as a flush. */
const RUN_BYTES = 100;

type Records = readonly (readonly [partition: number, text: string])[];

const IN_ORDER: Records = [
  [0, 'a'.repeat(40)],
  [1, 'b'.repeat(70)],
  [1, 'c'.repeat(30)],
  [2, 'd'],
];
const OUT_OF_ORDER: Records = [
  [2, 'e'.repeat(130)],
  [0, 'f'.repeat(20)],
  [1, 'g'.repeat(20)],
  [0, 'h'.repeat(20)],
];

function spillOf(records: Records, memory: RunMemory): string {
  const path = join(makeFolder(), 'a.spill');
  const spill = new RunSpill(path, PARTITIONS, memory);
  for (const [partition, text] of records) spill.begin(partition).bytes(Buffer.from(text));
  const file = { ...spill.finish() };
  const bytes = readFileSync(path);
  expect(file).toEqual({ bytes: bytes.length, crc32: crc32(bytes) });
  return path;
}

function newMemory(): RunMemory {
  return new RunMemory(PARTITIONS, new SpillMemory(RUN_BYTES));
}

function textsOf(records: Records): string[] {
  return Array.from({ length: PARTITIONS }, (_, own) => {
    return records.flatMap(([partition, text]) => (partition === own ? [text] : [])).join('');
  });
}

function readAll(path: string): string[] {
  return Array.from({ length: PARTITIONS }, (_, partition) =>
    Buffer.concat([...spillPieces(path, partition)]).toString(),
  );
}

describe.each([
  ['none', []],
  ['one', [[1, 'only']] as const],
  ['in the order of their partitions', IN_ORDER],
  ['out of it', OUT_OF_ORDER],
])('records, %s,', (_, records) => {
  test('come back by partition', () => {
    expect(readAll(spillOf(records, newMemory()))).toEqual(textsOf(records));
  });

  test('make the same file in memory that was used before', () => {
    const memory = newMemory();
    for (const earlier of [OUT_OF_ORDER, IN_ORDER]) spillOf(earlier, memory);
    expect(readFileSync(spillOf(records, memory))).toEqual(readFileSync(spillOf(records, newMemory())));
  });

  test('leave nothing to the next spill when theirs is abandoned', () => {
    const memory = newMemory();
    const spill = new RunSpill(join(makeFolder(), 'b.spill'), PARTITIONS, memory);
    for (const [partition, text] of records) spill.begin(partition).bytes(Buffer.from(text));
    spill.abandon();
    expect(readAll(spillOf(IN_ORDER, memory))).toEqual(textsOf(IN_ORDER));
  });
});
