// The order of a source's rows in one epoch: by chance, or in runs of rows that share a tag.

import { type Dice, openDice } from './dice.ts';

/** Gives the rows of a source in the order of an epoch, each once; epochs count from 0. */
export type EpochOrder = (epoch: number) => Uint32Array;

/** Which source, and what its order hangs on besides. */
export interface OrderSeed {
  readonly seed: number;
  readonly source: string;
}

/** All rows by chance: another order for every seed, source and epoch. */
export function shuffledRows(rows: number, { seed, source }: OrderSeed): EpochOrder {
  return (epoch) => shuffled(rows, openDice('rows', seed, source, epoch));
}

/** An order whose first epoch can be made before it is asked for. */
export function madeAhead(order: EpochOrder): { readonly order: EpochOrder; readonly make: () => void } {
  let first: Uint32Array | undefined;
  return {
    make: () => {
      first = order(0);
    },
    order: (epoch) => {
      const made = epoch === 0 ? first : undefined;
      first = undefined;
      return made ?? order(epoch);
    },
  };
}

/** Tags of rows: those of row `i` are `tags[from[i]]` to before `tags[from[i + 1]]`, numbered from 0. */
export interface RowTags {
  readonly from: Uint32Array;
  readonly tags: Uint32Array;
  /** How many different ones there are. */
  readonly count: number;
}

/**
 * Rows by chance, then those of one tag together in runs of `size`, the runs by chance: in each epoch a row stands with
 * another one of its tags. What fills no run of its tag, and rows without a tag, come in runs of whatever tags there are.
 */
export function tagRuns({ from, tags, count }: RowTags, size: number, { seed, source }: OrderSeed): EpochOrder {
  const rows = from.length - 1;
  return (epoch) => {
    const dice = openDice('tags', seed, source, epoch);
    const order = shuffled(rows, dice);
    const tagOf = Uint32Array.from(order, (row) => {
      const own = from[row + 1]! - from[row]!;
      return own === 0 ? count : tags[from[row]! + dice(own)]!;
    });
    return inRuns(order, tagOf, { size, count, dice });
  };
}

interface Runs {
  readonly size: number;
  readonly count: number;
  readonly dice: Dice;
}

function inRuns(order: Uint32Array, tagOf: Uint32Array, { size, count, dice }: Runs): Uint32Array {
  const ends = startsOf(tagOf, count + 1);
  const byTag = new Uint32Array(order.length);
  for (let at = 0; at < order.length; at++) byTag[ends[tagOf[at]!]!++] = order[at]!;
  const whole: number[] = [];
  const rest: number[] = [];
  for (let tag = 0, from = 0; tag <= count; tag++) {
    const to = ends[tag]!;
    // Rows without a tag are no run.
    for (; tag < count && to - from >= size; from += size) whole.push(from);
    for (; from < to; from++) rest.push(byTag[from]!);
  }
  const mixed = shuffled(rest.length, dice);
  const runs = shuffled(whole.length + Math.ceil(rest.length / size), dice);
  const result = new Uint32Array(order.length);
  let at = 0;
  let shortRun = -1;
  for (const run of runs) {
    if (run < whole.length) {
      result.set(byTag.subarray(whole[run]!, whole[run]! + size), at);
      at += size;
      continue;
    }
    const first = (run - whole.length) * size;
    // The one run that is not full comes last, so that all others begin where a batch begins.
    if (first + size > rest.length) shortRun = first;
    else for (let i = first; i < first + size; i++) result[at++] = rest[mixed[i]!]!;
  }
  for (let i = shortRun; i >= 0 && i < rest.length; i++) result[at++] = rest[mixed[i]!]!;
  return result;
}

/** Where each tag's rows begin when they stand by tag. */
function startsOf(tagOf: Uint32Array, tags: number): Uint32Array {
  const starts = new Uint32Array(tags + 1);
  for (const tag of tagOf) starts[tag + 1]!++;
  for (let tag = 0; tag < tags; tag++) starts[tag + 1]! += starts[tag]!;
  return starts;
}

/** Places drawn before any is looked at: then what lies there is fetched at once, and not waited for one by one. */
const DRAWN_AHEAD = 256;

/** The numbers below `count` by chance: Fisher and Yates from the inside out (D. Knuth, TAOCP vol. 2, 3.4.2). */
function shuffled(count: number, dice: Dice): Uint32Array {
  const order = new Uint32Array(count);
  const [drawn, seen] = [new Uint32Array(DRAWN_AHEAD), new Uint32Array(DRAWN_AHEAD)];
  for (let first = 0; first < count; first += DRAWN_AHEAD) {
    const to = Math.min(count, first + DRAWN_AHEAD);
    for (let last = first; last < to; last++) drawn[last - first] = dice(last + 1);
    // Of no use but that it is fetched: what lies there may be another number when its turn comes.
    for (let i = 0; i < DRAWN_AHEAD; i++) seen[i] = order[drawn[i]!]!;
    for (let last = first; last < to; last++) {
      const at = drawn[last - first]!;
      order[last] = order[at]!;
      order[at] = last;
    }
  }
  return order;
}
