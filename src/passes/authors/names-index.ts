// Where names of users lie on disk: runs, each in the order of ids, cut into blocks that are read whole. On disk all is
// 64-bit numbers: how many runs and blocks there are; five for each run; the ids of the blocks; their bytes.
// Memory: 16 bytes a block, which is about 200 users.

import { readFileSync } from 'node:fs';
import type { WorkFile } from '../completion.ts';
import { openSummedFile } from '../summed-file.ts';

/** Where the names of a build are. */
export interface NameFiles {
  readonly names: string;
  readonly index: string;
}

/** A run: of which input, the lowest and highest id in it, and its blocks as a range of the index. */
export interface NamesOfRun {
  readonly input: number;
  readonly least: number;
  readonly most: number;
  readonly from: number;
  readonly to: number;
}

/** What stands in the file of names. */
export interface NamesIndex {
  readonly runs: readonly NamesOfRun[];
  /** The lowest id of each block. */
  readonly ids: ArrayLike<number>;
  /** The byte each block begins at, and behind them the one that the last block ends at. */
  readonly bytes: ArrayLike<number>;
}

const HEAD_NUMBERS = 2;
const RUN_NUMBERS = 5;
const NUMBER_BYTES = 8;

/** Writes an index. */
export function writeIndex(path: string, { runs, ids, bytes }: NamesIndex): WorkFile {
  const numbers = new Float64Array(HEAD_NUMBERS + runs.length * RUN_NUMBERS + ids.length + bytes.length);
  const ranges = runs.flatMap(({ input, least, most, from, to }) => [input, least, most, from, to]);
  numbers.set([runs.length, ids.length, ...ranges]);
  numbers.set(ids, HEAD_NUMBERS + ranges.length);
  numbers.set(bytes, HEAD_NUMBERS + ranges.length + ids.length);
  const file = openSummedFile(path);
  try {
    file.write(new Uint8Array(numbers.buffer));
    return file.finish();
  } finally {
    file.abandon();
  }
}

/** Reads an index. */
export function readIndex(path: string): NamesIndex {
  const file = readFileSync(path);
  // A copy begins at a multiple of a number, as a piece of Node's pool may not.
  const numbers = new Float64Array(Uint8Array.from(file).buffer, 0, file.length / NUMBER_BYTES);
  const [runs, blocks] = numbers as unknown as readonly [number, number];
  const idsFrom = HEAD_NUMBERS + runs * RUN_NUMBERS;
  return {
    runs: Array.from({ length: runs }, (_, run) => runAt(numbers, HEAD_NUMBERS + run * RUN_NUMBERS)),
    ids: numbers.subarray(idsFrom, idsFrom + blocks),
    bytes: numbers.subarray(idsFrom + blocks),
  };
}

function runAt(numbers: Float64Array, at: number): NamesOfRun {
  const [input, least, most, from, to] = numbers.subarray(at, at + RUN_NUMBERS);
  return { input: input!, least: least!, most: most!, from: from!, to: to! };
}
