// The order of the original data set: files from the largest to the smallest, and the rows of each, as they stand in it,
// shuffled by one generator that is seeded once. So a file's order depends on how many rows were kept of those before it.
// Memory: 4 bytes a row of one file, and as many for whoever turns the order around.

import { mix } from './order-key.ts';
import { PythonRandom } from './python-random.ts';

const TWO_32 = 2 ** 32;

/** Numbers of these files, the largest first; ties go by site, as inputs do. Of standard input no size is known. */
export function bySize(inputs: readonly { readonly container: string; readonly bytes: number }[]): number[] {
  const size = (index: number) => (inputs[index]!.container === 'auto' ? 0 : inputs[index]!.bytes);
  return [...inputs.keys()].sort((a, b) => size(b) - size(a) || a - b);
}

/** Gives for one file after another, by its number of rows, which of its rows stands in each place. */
export function seedShuffles(seed: number): (rows: number) => Uint32Array {
  const random = new PythonRandom(seed);
  return (rows) => {
    const ranks = Uint32Array.from({ length: rows }, (_, rank) => rank);
    random.shuffle(ranks);
    return ranks;
  };
}

/** The order key of a place among so many rows of all files: ascending with the place, and evenly spread. */
export function keyOfPlace(place: number, rows: number): number {
  return Math.floor((place / rows) * TWO_32);
}

/** A sum over the rows of a file, to be taken in any order, that tells which question stands at which rank. */
export function addRank(sum: number, rank: number, id: number): number {
  return (sum + mix((mix(rank + 1) + id) >>> 0)) >>> 0;
}
