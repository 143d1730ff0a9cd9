// The checksums of a bzip2 stream: each block has one, which the decoder checks, and each stream one of its blocks' sums.
// Of a part that begins in the middle of a stream nobody knows whether that is right, but all parts together do.
import { StackpairsError } from '../errors.ts';
import type { UnpackedSum } from './unpacker.ts';

/** The sums of some blocks that follow each other, as those of a stream are added up. */
interface SummedBlocks {
  readonly blocks: number;
  readonly sum: number;
}

/** What a part of the data says of the streams that it begins and ends in. */
export interface PartSums {
  /** Of the blocks up to the first end of a stream; without one, of all of them. */
  readonly before: SummedBlocks;
  /** What stands at that end; null where there is none. */
  readonly end: number | null;
  /** Of the blocks behind the last end. */
  readonly behind: SummedBlocks;
}

const NO_BLOCKS: SummedBlocks = { blocks: 0, sum: 0 };

/** Adds up what the blocks said and compares where a stream ends. */
export class StreamSums {
  readonly #at: string;
  #open = NO_BLOCKS;
  #first: Pick<PartSums, 'before' | 'end'> | undefined;
  /** False when reading began in the middle of a stream, whose sum nobody knows then. */
  #isWhole: boolean;
  #isEnded = false;

  constructor(at: string, isWhole: boolean) {
    this.#at = at;
    this.#isWhole = isWhole;
  }

  /** Takes the next one, in the order of the data. */
  add({ sum, isEnd }: UnpackedSum): void {
    if (isEnd && this.#isWhole) expectSum(this.#at, sum, this.#open.sum);
    if (isEnd) this.#first ??= { before: this.#open, end: sum };
    this.#isWhole ||= isEnd;
    this.#isEnded = isEnd;
    this.#open = isEnd ? NO_BLOCKS : { blocks: this.#open.blocks + 1, sum: (rotated(this.#open.sum, 1) ^ sum) >>> 0 };
  }

  /** What was added so far. */
  get part(): PartSums {
    return { ...(this.#first ?? { before: this.#open, end: null }), behind: this.#open };
  }

  /** Says that no data is left. */
  end(): void {
    if (!this.#isEnded) throw damagedStream(this.#at, 'the data is cut off');
  }
}

/** Compares where streams end that begin in one part of the data and end in another. */
export function expectStreamSums(at: string, parts: readonly PartSums[]): void {
  let sum = 0;
  for (const { before, end, behind } of parts) {
    sum = (rotated(sum, before.blocks) ^ before.sum) >>> 0;
    if (end === null) continue;
    expectSum(at, end, sum);
    sum = behind.sum;
  }
}

function expectSum(at: string, expected: number, found: number): void {
  if (expected !== found) throw damagedStream(at, 'its checksum is another one');
}

/** The sum turned once a block. */
function rotated(sum: number, blocks: number): number {
  const turns = blocks % 32;
  return turns === 0 ? sum : (sum << turns) | (sum >>> (32 - turns));
}

/** The error that says what is wrong with a stream. */
export function damagedStream(at: string, what: string): StackpairsError {
  return new StackpairsError('damaged_archive', `the file is damaged: ${what}`, { at, hint: 'Fetch it again.' });
}
