import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { RunBuilder } from '../../src/spill/run-builder.ts';
import { SpillReader, spillPieces } from '../../src/spill/spill-reader.ts';
import { SpillMemory, SpillWriter } from '../../src/spill/spill-writer.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { dice } from '../passes/helpers.ts';
import { descriptorsOn } from './descriptors.ts';

/** More than the writer gathers before it writes. */
const FLUSH = 16 * 1024 * 1024;

/** A run of records, each a partition and its text. */
function runOf(partitions: number, records: readonly (readonly [number, string])[]) {
  const run = new RunBuilder(partitions);
  for (const [partition, text] of records) {
    run.begin(partition);
    run.out.bytes(Buffer.from(text));
  }
  return run.build();
}

function spillOf(partitions: number, ...runs: readonly ReturnType<typeof runOf>[]): string {
  const path = join(makeFolder(), 'a.spill');
  const spill = new SpillWriter(path, partitions);
  for (const run of runs) spill.append(run);
  spill.finish();
  return path;
}

/** The bytes of a spill whose memory holds so much of a flush. */
function bytesOf(flushBytes: number, runs: readonly ReturnType<typeof runOf>[]): Buffer {
  const path = join(makeFolder(), 'a.spill');
  const spill = new SpillWriter(path, 3, new SpillMemory(flushBytes));
  for (const run of runs) spill.append(run);
  const { bytes, crc32: sum } = spill.finish();
  const file = readFileSync(path);
  expect([bytes, sum]).toEqual([file.length, crc32(file)]);
  return file;
}

const spillBytes = (path: string, partition: number) => new SpillReader().bytes(path, partition);
const read = (path: string, partition: number) => Buffer.concat([...spillPieces(path, partition)]).toString();

describe('a run that fills a flush alone', () => {
  const long = runOf(3, [
    [2, 'c'.repeat(400)],
    [0, 'a'.repeat(300)],
    [2, 'd'.repeat(500)],
  ]);
  const short = runOf(3, [[1, 'b']]);

  test('is written as it is, to the bytes of a flush that was held first', () => {
    expect(bytesOf(1200, [long])).toEqual(bytesOf(1201, [long]));
  });

  test('waits for what came before it', () => {
    const path = join(makeFolder(), 'a.spill');
    const spill = new SpillWriter(path, 3, new SpillMemory(1000));
    for (const run of [short, long, long, short]) spill.append(run);
    spill.finish();
    expect(read(path, 0)).toBe('a'.repeat(600));
    expect(read(path, 1)).toBe('bb');
    expect(read(path, 2)).toBe(('c'.repeat(400) + 'd'.repeat(500)).repeat(2));
  });
});

describe('a run groups records by partition', () => {
  test('in the order they came', () => {
    const { bytes, ends } = runOf(3, [
      [2, 'a'],
      [0, 'bb'],
      [2, 'c'],
      [0, 'd'],
    ]);
    expect(Buffer.from(bytes).toString()).toBe('bbdac');
    expect([...ends]).toEqual([3, 3, 5]);
  });

  test('as they are where partitions came in their order, and again by partition in the next run where not', () => {
    const run = new RunBuilder(3);
    const textOf = (records: readonly (readonly [number, string])[]) => {
      for (const [partition, text] of records) {
        run.begin(partition);
        run.out.bytes(Buffer.from(text));
      }
      const { bytes, ends } = run.build();
      return [Buffer.from(bytes).toString(), ...ends];
    };
    const ordered = [
      [0, 'a'],
      [0, 'bb'],
      [2, 'c'],
    ] as const;
    expect(textOf(ordered)).toEqual(['abbc', 3, 3, 4]);
    expect(textOf([...ordered].reverse())).toEqual(['bbac', 3, 3, 4]);
    expect(textOf(ordered)).toEqual(['abbc', 3, 3, 4]);
  });

  test('and the builder is empty again', () => {
    const run = new RunBuilder(2);
    run.begin(1);
    run.out.u8(65);
    run.build();
    expect(run.build()).toEqual({ bytes: new Uint8Array(0), ends: new Uint32Array(2) });
  });

  test('in a buffer of its own, so that it can be handed to another thread', () => {
    const { bytes } = runOf(1, [[0, 'abc']]);
    expect(bytes.buffer.byteLength).toBe(3);
  });

  test('a record may be empty', () => {
    expect([
      ...runOf(2, [
        [0, ''],
        [1, 'x'],
        [1, ''],
      ]).ends,
    ]).toEqual([0, 1]);
  });
});

describe('a spill gives back each partition', () => {
  test('over several runs, in their order', () => {
    const path = spillOf(
      2,
      runOf(2, [
        [1, 'a'],
        [0, 'b'],
      ]),
      runOf(2, [
        [0, 'c'],
        [1, 'd'],
      ]),
    );
    expect([read(path, 0), read(path, 1)]).toEqual(['bc', 'ad']);
  });

  test('with nothing in a partition nobody wrote to', () => {
    const path = spillOf(4, runOf(4, [[1, 'only']]));
    expect([0, 1, 2, 3].map((p) => [...spillPieces(path, p)].length)).toEqual([0, 1, 0, 0]);
    expect([0, 1, 2, 3].map((p) => spillBytes(path, p))).toEqual([0, 4, 0, 0]);
  });

  test('when there were no runs at all', () => {
    const path = spillOf(3);
    expect([read(path, 0), read(path, 2), spillBytes(path, 1)]).toEqual(['', '', 0]);
  });

  test('when the runs were empty', () => {
    expect(read(spillOf(2, runOf(2, []), runOf(2, [])), 1)).toBe('');
  });

  test('over several flushes, one of them a record larger than a flush', () => {
    const big = 'x'.repeat(FLUSH);
    const path = spillOf(
      2,
      runOf(2, [
        [1, 'a'],
        [0, big],
      ]),
      runOf(2, [[1, 'b']]),
      runOf(2, [
        [1, 'c'],
        [0, big],
        [0, 'z'],
      ]),
    );
    expect([...spillPieces(path, 1)].map(String)).toEqual(['a', 'bc']);
    expect(spillBytes(path, 0)).toBe(2 * FLUSH + 1);
    expect(read(path, 0) === `${big}${big}z`).toBe(true);
  });

  test('as it was written, whatever was written', () => {
    const next = dice(5);
    const partitions = 7;
    const expected = new Array<string>(partitions).fill('');
    const runs = Array.from({ length: 20 }, () => {
      const records = Array.from({ length: next(30) }, () => [next(partitions), String(next(1e9))] as const);
      for (const [partition, text] of records) expected[partition] += text;
      return runOf(partitions, records);
    });
    const path = spillOf(partitions, ...runs);
    expect(expected.map((_, partition) => read(path, partition))).toEqual(expected);
  });
});

test('the receipt has the size and checksum of the file', () => {
  const path = join(makeFolder(), 'a.spill');
  const spill = new SpillWriter(path, 1);
  spill.append(runOf(1, [[0, 'abc']]));
  expect(spill.finish()).toEqual({ bytes: statSync(path).size, crc32: crc32(readFileSync(path)) });
});

test('equal runs give equal files', () => {
  const write = () => readFileSync(spillOf(2, runOf(2, [[1, 'a']]), runOf(2, [[0, 'b']])));
  expect(write()).toEqual(write());
});

test('an abandoned spill leaves nothing', () => {
  const folder = makeFolder();
  const spill = new SpillWriter(join(folder, 'a.spill'), 1);
  spill.append(runOf(1, [[0, 'abc']]));
  spill.abandon();
  expect(readdirSync(folder)).toEqual([]);
});

test('an unfinished spill does not have its name', () => {
  const path = join(makeFolder(), 'a.spill');
  const spill = new SpillWriter(path, 1);
  expect(existsSync(path)).toBe(false);
  spill.abandon();
});

describe('a damaged spill is said to be one, never read as another', () => {
  const damaged = (change: (bytes: Buffer) => Buffer) => {
    const path = spillOf(
      2,
      runOf(2, [
        [0, 'aaaa'],
        [1, 'bbbb'],
      ]),
    );
    writeFileSync(path, change(readFileSync(path)));
    return path;
  };
  const fail = expect.objectContaining({ code: 'damaged_output' });

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['shorter than a footer', () => Buffer.from('abc')],
    ['cut at its end', (bytes) => bytes.subarray(0, -1)],
    ['cut at its start', (bytes) => bytes.subarray(3)],
    ['longer than it was', (bytes) => Buffer.concat([bytes, Buffer.alloc(16)])],
    ['nothing but zeros', (bytes) => Buffer.alloc(bytes.length)],
    ['nothing but ones', (bytes) => Buffer.alloc(bytes.length, 0xff)],
    ['text', () => Buffer.from('not a spill file, but long enough to be one')],
    ['with an index before its start', (bytes) => patched(bytes, bytes.length - 8, -40)],
    ['with a flush behind its end', (bytes) => patched(bytes, 8, 1e9)],
    ['with a flush at half a byte', (bytes) => patched(bytes, 8, 0.5)],
    ['with a flush nowhere', (bytes) => patched(bytes, 8, Number.NaN)],
    ['with an end before its start', (bytes) => Buffer.concat([bytes.subarray(0, 16), u32(9), bytes.subarray(20)])],
  ])('%s', (_, change) => {
    const path = damaged(change);
    expect(() => [...spillPieces(path, 1)]).toThrow(fail);
    expect(() => spillBytes(path, 1)).toThrow(path);
  });

  test('asked for a partition it does not have', () => {
    const path = damaged((bytes) => bytes);
    expect(() => spillBytes(path, 2)).toThrow('expected a partition 2, found 2 partitions');
  });

  test('cut while it is read', () => {
    const path = spillOf(1, runOf(1, [[0, 'x'.repeat(FLUSH)]]), runOf(1, [[0, 'y']]));
    const pieces = spillPieces(path, 0);
    pieces.next();
    truncateSync(path, 100);
    expect(() => pieces.next()).toThrow(fail);
  });

  function patched(bytes: Buffer, at: number, value: number): Buffer {
    const copy = Buffer.from(bytes);
    copy.writeDoubleLE(value, at);
    return copy;
  }

  function u32(value: number): Buffer {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  }
});

describe.skipIf(platform() !== 'linux')('no descriptor stays open', () => {
  const twoFlushes = () => spillOf(1, runOf(1, [[0, 'x'.repeat(FLUSH)]]), runOf(1, [[0, 'y']]));

  test('while a piece is looked at, one is', () => {
    const path = twoFlushes();
    const pieces = spillPieces(path, 0);
    pieces.next();
    expect(descriptorsOn(path)).toBe(1);
    pieces.return(undefined);
    expect(descriptorsOn(path)).toBe(0);
  });

  test('when the reader stops early', () => {
    const path = twoFlushes();
    for (const _ of spillPieces(path, 0)) break;
    expect(descriptorsOn(path)).toBe(0);
  });

  test('when the reader fails', () => {
    const path = twoFlushes();
    expect(() => {
      for (const _ of spillPieces(path, 0)) throw new Error('the reader failed');
    }).toThrow('the reader failed');
    expect(descriptorsOn(path)).toBe(0);
  });

  test('when the file is damaged', () => {
    const path = join(makeFolder({ 'a.spill': 'garbage' }), 'a.spill');
    expect(() => spillBytes(path, 0)).toThrow('damaged');
    expect(() => [...spillPieces(path, 0)]).toThrow('damaged');
    expect(descriptorsOn(path)).toBe(0);
  });
});
