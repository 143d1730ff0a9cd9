// One range of a bzip2 stream: its blocks, decoded one after another, from the first that begins in it to the last. This
// is what a thread does; it reads the file itself. Whether the range began where it seemed to is for unpack-stream.ts to say.
import { closeSync, openSync, readSync } from 'node:fs';
import { type Bzip2Decoder, createBzip2Decoder, MARK_BITS, SUM_BITS } from './bzip2-decoder.ts';
import { readFailure } from './read-failure.ts';
import type { BlockPlace, Unpacked, UnpackedSum, UnpackTask } from './unpacker.ts';

/** Blocks of XML come to a quarter of a MiB; for one that shrank less, more is read when it turns out to be cut off. */
const USUAL_BLOCK_BYTES = 512 << 10;

/** `BZh` and a digit. */
const HEAD_BYTES = 4;

const CUT_OFF = 'the data is cut off';

/** Makes a function that decodes ranges, with one decoder for all of them. */
export function createUnpacker(): (task: UnpackTask) => Unpacked {
  const decoder = createBzip2Decoder();
  return (task) => {
    try {
      return new RangeRun(decoder, task).run();
    } catch (error) {
      throw readFailure(error, task.stream.at);
    }
  };
}

/** A range being decoded. */
class RangeRun {
  readonly #decoder: Bzip2Decoder;
  readonly #task: UnpackTask;
  readonly #output: Uint8Array;
  /** Byte of the stream that the decoder's input begins with; bits are counted from there. */
  readonly #base: number;
  readonly #until: number;
  readonly #sums: UnpackedSum[] = [];
  #loaded = 0;
  #bytes = 0;
  #bit: number;
  #skip: number;
  #isFull = false;
  #fault: string | undefined;

  constructor(decoder: Bzip2Decoder, task: UnpackTask) {
    this.#decoder = decoder;
    this.#task = task;
    this.#output = new Uint8Array(task.buffer);
    this.#base = Math.floor(task.bit / 8);
    this.#bit = task.bit - this.#base * 8;
    this.#until = task.until - this.#base * 8;
    this.#skip = task.skip;
  }

  run(): Unpacked {
    const { isKnown, most = Number.POSITIVE_INFINITY } = this.#task;
    this.#load(Math.ceil(this.#until / 8) + USUAL_BLOCK_BYTES);
    if (!isKnown && !this.#findFirst()) return this.#result(undefined);
    const first = this.#place();
    if (first.bit === 0) this.#passHead();
    for (let blocks = 0; blocks < most && this.#goesOn(); blocks++) this.#decode();
    return this.#result(first);
  }

  #place(): BlockPlace {
    return { bit: this.#base * 8 + this.#bit, skip: this.#skip };
  }

  #result(first: BlockPlace | undefined): Unpacked {
    const next = this.#place();
    return { buffer: this.#task.buffer, bytes: this.#bytes, first, next, sums: this.#sums, fault: this.#fault };
  }

  #goesOn(): boolean {
    return this.#fault === undefined && !this.#isFull && this.#bit < this.#until;
  }

  #findFirst(): boolean {
    // A mark that begins in the range may end behind it.
    const found = this.#decoder.find(this.#bit, Math.min(this.#until + MARK_BITS - 1, this.#loaded * 8));
    if (found !== undefined) this.#bit = found;
    return found !== undefined;
  }

  #decode(): void {
    if (this.#bit + MARK_BITS > this.#loaded * 8) {
      this.#fault = CUT_OFF;
      return;
    }
    const mark = this.#decoder.markAt(this.#bit);
    if (mark === 'block') this.#decodeBlock();
    else if (mark === 'end') this.#passEnd();
    else this.#fault = 'there is neither a block nor an end';
  }

  #decodeBlock(): void {
    const decoder = this.#decoder;
    let fault = decoder.open(this.#bit);
    if (fault === 'cut off' && this.#load(decoder.input.length)) fault = decoder.open(this.#bit);
    if (fault !== undefined) {
      this.#fault = `a block is ${fault}`;
      return;
    }
    const end = decoder.endOfBlock();
    if (!this.#copyBlock()) return;
    const sum = decoder.sumAt(this.#bit);
    if (sum !== decoder.sum()) {
      this.#fault = 'a block has another checksum';
      return;
    }
    this.#sums.push({ sum, isEnd: false });
    this.#bit = end;
    this.#skip = 0;
  }

  /** False when the block has more bytes than fit; those that were copied before are passed over. */
  #copyBlock(): boolean {
    let toSkip = this.#skip;
    let copied = this.#skip;
    for (let part = this.#decoder.read(); part.length > 0; part = this.#decoder.read()) {
      const fresh = part.subarray(Math.min(toSkip, part.length));
      toSkip -= part.length - fresh.length;
      const fitting = fresh.subarray(0, this.#output.length - this.#bytes);
      this.#output.set(fitting, this.#bytes);
      this.#bytes += fitting.length;
      copied += fitting.length;
      this.#isFull = fitting.length < fresh.length;
      if (this.#isFull) break;
    }
    if (this.#isFull) this.#skip = copied;
    return !this.#isFull;
  }

  /** The checksum of the stream, bits up to a whole byte, and then either the end of the data or another stream. */
  #passEnd(): void {
    const end = Math.ceil((this.#bit + MARK_BITS + SUM_BITS) / 8) * 8;
    if (end > this.#loaded * 8) {
      this.#fault = CUT_OFF;
      return;
    }
    this.#sums.push({ sum: this.#decoder.sumAt(this.#bit), isEnd: true });
    this.#bit = end;
    if (end < (this.#task.stream.bytes - this.#base) * 8) this.#passHead();
  }

  #passHead(): void {
    const byte = this.#bit / 8;
    const head = Buffer.from(this.#decoder.input.subarray(byte, byte + HEAD_BYTES)).toString('latin1');
    // A head with nothing behind it is the start of a stream that is missing.
    if (byte + HEAD_BYTES >= this.#loaded) this.#fault = CUT_OFF;
    else if (!/^BZh[1-9]$/.test(head)) this.#fault = 'there is something else than bzip2 data';
    else this.#bit += HEAD_BYTES * 8;
  }

  /** Reads so many bytes of the stretch, if it has them; false when there are no more than were read before. */
  #load(bytes: number): boolean {
    const { stream } = this.#task;
    const wanted = Math.min(bytes, this.#decoder.input.length, stream.bytes - this.#base);
    if (wanted <= this.#loaded) return false;
    const { input } = this.#decoder;
    const size =
      this.#loaded + readAt(stream.path, input.subarray(this.#loaded, wanted), stream.from + this.#base + this.#loaded);
    const hasGrown = size > this.#loaded;
    this.#loaded = size;
    this.#decoder.setInput(size);
    return hasGrown;
  }
}

/** Fills memory from a byte of a file on, and gives the bytes read: fewer only where the file ends. */
function readAt(path: string, memory: Uint8Array, from: number): number {
  const file = openSync(path, 'r');
  try {
    let size = 0;
    while (size < memory.length) {
      const read = readSync(file, memory, size, memory.length - size, from + size);
      if (read === 0) break;
      size += read;
    }
    return size;
  } finally {
    closeSync(file);
  }
}
