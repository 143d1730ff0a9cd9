// Bytes of XML in, Blocks of whole rows out, without I/O. The blocks depend on the bytes and the options only,
// never on how the bytes were chunked: a cut is looked for when the window is full or the file is over.
// Memory: one window, of the block size, up to the row limit where a row or comment is longer than a block. While a block of
// it is lent, what follows it there, as a rule less than a row, is kept in a copy.

import type { Block } from '../types.ts';
import { findCut } from './find-cut.ts';
import { isCommentStart, isRowStart, lastRowStart, MARK_BYTES, nextRowStart, tagEnd } from './row-marks.ts';

/** Which rows to cut out, and how large blocks and rows may be. */
export interface CutOptions {
  /** Offset of the first chunk in the file's XML; its first row is the first one that starts here or later. */
  readonly from?: number | undefined;
  /** Rows that start at this byte or later belong to the next range. */
  readonly to?: number | undefined;
  readonly blockBytes?: number | undefined;
  /** Root element of the file, whose end says that the file is whole; `posts` by default. */
  readonly root?: string | undefined;
  /** A row whose tag is longer is left out and counted. */
  readonly maxRowBytes?: number | undefined;
  /** Where the memory of a block comes from; fresh by default. Not asked where blocks are lent. */
  readonly allocate?: ((bytes: number) => Uint8Array) | undefined;
  /** Whether a block is lent instead: part of the window, for whoever is done with it before the cutter goes on. */
  readonly lends?: boolean | undefined;
  /** Memory to look at the bytes in, where it is large enough: WINDOW_BYTES are for blocks of the usual size. */
  readonly window?: Buffer | undefined;
}

/** How the bytes ended. */
export interface CutEnd {
  /** Bytes taken from the chunks; 0 is an empty file. */
  readonly bytes: number;
  /** False when the range ended before the file did. */
  readonly reachedEnd: boolean;
  /** Where the first row of the next range begins; undefined when the file ended before one. */
  readonly next: number | undefined;
  /** True if there may be comments between the rows, one of which may reach into the next range. */
  readonly comments: boolean;
  /** True when the end of the root element, e.g. `</posts>`, stood after the last row. A file in which no range saw it is truncated. */
  readonly closed: boolean;
}

/** Large enough to make the cost of a block small, small enough that every thread can hold several. */
export const BLOCK_BYTES = 4 * 1024 * 1024;

/** Memory that the window of such blocks takes. */
export const WINDOW_BYTES = BLOCK_BYTES + MARK_BYTES;

/** The longest row seen has 25 kB; a block's worth is beyond what Stack Exchange stores, and takes no more memory than a block. */
const MAX_ROW_BYTES = BLOCK_BYTES;

/** How far a range's last window reaches beyond the range: room for the usual row, so that little is read twice. */
const OVERSHOOT_BYTES = 64 * 1024;

/** Cuts one file, or one range of it: filled with bytes, asked for blocks, ended. */
export class RowCutter {
  #to: number;
  /** As much of the root's end as is surely at hand. */
  readonly #close: string;
  readonly #blockBytes: number;
  readonly #maxRowBytes: number;
  readonly #allocate: (bytes: number) => Uint8Array;
  readonly #lends: boolean;
  #window: Buffer;
  /** What follows the block that is lent, whose reader may write over it. */
  #rest: Buffer | undefined;
  /** Bytes in the window. */
  #size = 0;
  /** Bytes of the window that may go into a block; as many as `MARK_BYTES` more show what follows them. */
  #limit: number;
  /** Offset of the window in the file's XML. */
  #byte: number;
  #taken = 0;
  #believeFrom = 0;
  #oversizedRows = 0;
  /** True inside a row that is left out. */
  #skipping = false;
  #closed = false;
  #stopped = false;
  #comments = false;
  #atEnd = false;

  constructor(options: CutOptions) {
    const { from = 0, to = Infinity, blockBytes = BLOCK_BYTES, maxRowBytes = MAX_ROW_BYTES } = options;
    const { allocate = Buffer.allocUnsafeSlow, lends = false } = options;
    this.#close = `</${options.root ?? 'posts'}`.slice(0, MARK_BYTES);
    this.#to = to;
    this.#byte = from;
    this.#maxRowBytes = maxRowBytes;
    this.#allocate = allocate;
    this.#lends = lends;
    this.#blockBytes = Math.min(blockBytes, maxRowBytes);
    this.#limit = this.#firstLimit();
    const windowBytes = this.#limit + MARK_BYTES;
    const { window } = options;
    this.#window = window && window.length >= windowBytes ? window : Buffer.allocUnsafeSlow(windowBytes);
  }

  /** True when a block must be taken before more bytes fit. */
  get full(): boolean {
    return this.#size === this.#limit + MARK_BYTES;
  }

  /** True when no block will follow. */
  get done(): boolean {
    return this.#stopped || (this.#atEnd && this.#size === 0 && this.#oversizedRows === 0);
  }

  /** True once the file is over. */
  get atEnd(): boolean {
    return this.#atEnd;
  }

  /** How it ended; final once `done`. */
  get end(): CutEnd {
    const next = this.#stopped ? this.#byte : undefined;
    return { bytes: this.#taken, reachedEnd: !this.#stopped, next, comments: this.#comments, closed: this.#closed };
  }

  /** Says where the range ends, if that was not known before. */
  endAt(to: number): void {
    if (to === this.#to) return;
    this.#to = to;
    // What was taken already stays; beyond that no more than usual is looked at.
    this.#limit = Math.max(this.#firstLimit(), this.#size - MARK_BYTES);
  }

  /** Takes bytes of the chunk from `at` on, as many as fit, and gives their number. */
  fill(chunk: Uint8Array, at: number): number {
    this.#takeBack();
    const bytes = Math.min(this.#limit + MARK_BYTES - this.#size, chunk.length - at);
    this.#window.set(at === 0 && bytes === chunk.length ? chunk : chunk.subarray(at, at + bytes), this.#size);
    this.filled(bytes);
    return bytes;
  }

  /** Room for as many bytes as fit, to be filled in place and counted by `filled`. */
  get room(): Buffer {
    this.#takeBack();
    return this.#window.subarray(this.#size, this.#limit + MARK_BYTES);
  }

  /** Says that so many bytes of the room were filled. */
  filled(bytes: number): void {
    this.#size += bytes;
    this.#taken += bytes;
  }

  /** Says that the file is over: what is left may be taken, until `done`. */
  finish(): void {
    this.#atEnd = true;
  }

  /** Takes a block; undefined when the window had to grow or was dropped. To be asked when full or finished. */
  take(): Block | undefined {
    this.#takeBack();
    const bytes = this.#window.subarray(0, this.#size);
    if (this.#skipping) return this.#skip(bytes);
    const end = Math.min(this.#size, this.#limit);
    const { at, stop, believeFrom, comments } = findCut({
      bytes,
      end,
      stopAt: this.#to - this.#byte,
      atEnd: this.#atEnd,
      maxCommentBytes: this.#maxRowBytes,
      believeFrom: this.#believeFrom,
    });
    this.#believeFrom = believeFrom;
    this.#comments ||= comments;
    this.#stopped = stop;
    if (stop || at > 0) return this.#cut(at);
    if (this.#atEnd && this.#size <= this.#limit) return this.#cut(this.#size);
    return this.#passLongPiece(bytes);
  }

  // The window holds the beginning of one piece and nothing else: a long row, a long comment or text.
  #passLongPiece(bytes: Buffer): Block | undefined {
    const isRow = isRowStart(bytes, 0);
    if ((isRow || isCommentStart(bytes, 0)) && this.#limit < this.#maxRowBytes) return this.#grow();
    const end = isRow ? tagEnd(bytes, 4, this.#limit) : this.#limit;
    if (end >= 0 && end <= this.#limit) return this.#cut(this.#limit);
    this.#oversizedRows++;
    this.#skipping = true;
    this.#drop(this.#limit);
    return undefined;
  }

  #grow(): undefined {
    this.#limit = Math.min(2 * this.#limit, this.#maxRowBytes);
    if (this.#window.length >= this.#limit + MARK_BYTES) return;
    const window = Buffer.allocUnsafeSlow(this.#limit + MARK_BYTES);
    window.set(this.#window.subarray(0, this.#size));
    this.#window = window;
  }

  // Whatever follows an oversized row, up to the next row start, is left out with it, comments unread. A block that comes of it
  // is empty and the last: nothing that follows it is kept.
  #skip(bytes: Buffer): Block | undefined {
    const at = nextRowStart(bytes, 0);
    this.#skipping = at < 0;
    if (at >= 0 && this.#byte + at >= this.#to) {
      this.#stopped = true;
      this.#drop(at);
      return this.#block(0);
    }
    this.#drop(at >= 0 ? at : this.#atEnd ? this.#size : this.#limit);
    return this.#atEnd && this.#size === 0 ? this.#block(0) : undefined;
  }

  #cut(at: number): Block | undefined {
    const block = at > 0 || this.#oversizedRows > 0 ? this.#block(at) : undefined;
    if (block !== undefined && this.#lends) this.#rest = Buffer.from(this.#window.subarray(at, this.#size));
    this.#drop(at);
    return block;
  }

  #block(at: number): Block {
    const bytes = this.#bytes(at);
    const block = { bytes, byte: this.#byte, oversizedRows: this.#oversizedRows };
    this.#oversizedRows = 0;
    return block;
  }

  #bytes(at: number): Uint8Array {
    const cut = this.#window.subarray(0, at);
    if (this.#lends) return cut;
    // A copy with memory of its own can be handed to a thread whole; the window serves again.
    const bytes = this.#allocate(at);
    bytes.set(cut);
    return bytes;
  }

  // Ends what was lent: the window begins with what followed it.
  #takeBack(): void {
    if (this.#rest === undefined) return;
    this.#window.set(this.#rest);
    this.#rest = undefined;
  }

  #drop(at: number): void {
    this.#noteClose(at);
    if (this.#rest === undefined) this.#window.copyWithin(0, at, this.#size);
    this.#size -= at;
    this.#byte += at;
    this.#believeFrom = Math.max(0, this.#believeFrom - at);
    this.#limit = Math.max(this.#firstLimit(), this.#size - MARK_BYTES);
  }

  #noteClose(at: number): void {
    const seen = this.#window.subarray(0, Math.min(at + MARK_BYTES - 1, this.#size));
    const last = lastRowStart(seen, seen.length);
    const close = seen.indexOf(this.#close, Math.max(0, last), 'latin1');
    this.#closed = close >= 0 || (this.#closed && last < 0);
  }

  #firstLimit(): number {
    const toEnd = Math.max(0, this.#to - this.#byte) + OVERSHOOT_BYTES;
    return Math.min(this.#blockBytes, toEnd);
  }
}
