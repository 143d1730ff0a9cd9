// The checksums of a bzip2 stream: each block has one, which the decoder checks, and each stream one of its blocks' sums.
import { StackpairsError } from '../errors.ts';
import type { UnpackedSum } from './unpacker.ts';

/** Adds up what the blocks said and compares where a stream ends. */
export class StreamSums {
  readonly #at: string;
  #sum = 0;
  /** False when reading began in the middle of a stream, whose sum nobody knows then. */
  #isWhole: boolean;
  #isEnded = false;

  constructor(at: string, isWhole: boolean) {
    this.#at = at;
    this.#isWhole = isWhole;
  }

  /** Takes the next one, in the order of the data. */
  add({ sum, isEnd }: UnpackedSum): void {
    if (isEnd && this.#isWhole && sum !== this.#sum) throw damagedStream(this.#at, 'its checksum is another one');
    this.#isWhole ||= isEnd;
    this.#isEnded = isEnd;
    this.#sum = isEnd ? 0 : (((this.#sum << 1) | (this.#sum >>> 31)) ^ sum) >>> 0;
  }

  /** Says that no data is left. */
  end(): void {
    if (!this.#isEnded) throw damagedStream(this.#at, 'the data is cut off');
  }
}

/** The error that says what is wrong with a stream. */
export function damagedStream(at: string, what: string): StackpairsError {
  return new StackpairsError('damaged_archive', `the file is damaged: ${what}`, { at, hint: 'Fetch it again.' });
}
