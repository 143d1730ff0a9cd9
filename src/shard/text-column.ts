// A column of texts for one record batch, in Arrow's own layout: offsets and bytes, nothing built value by value later.
// In: texts, in row order. Out: views, overwritten after `clear()`. Memory: the largest batch so far, at most doubled.

import { copyBytes } from '../copy-bytes.ts';
import type { Slice } from '../types.ts';
import { type Data, makeData, Utf8 } from './arrow.ts';
import { nullsOf, type Presence } from './bit-columns.ts';
import { Int32Column } from './number-columns.ts';

/** Bytes a column has room for at first: enough for three addresses for each row of a batch. */
const FIRST_BYTES = 2 * 1024 * 1024;

/** A UTF-16 unit takes at most three bytes in UTF-8. */
const MOST_BYTES_PER_UNIT = 3;
/** No safe integer has more. */
const MOST_DIGITS = 16;
const HEX = '0123456789abcdef';
const ZERO = 0x30;

/** Texts in UTF-8: offsets and bytes. */
export class TextColumn {
  readonly #offsets = new Int32Column();
  #bytes: Buffer;
  #end = 0;

  /** With room for so many bytes at first; what is never filled costs nothing. */
  constructor(firstBytes = FIRST_BYTES) {
    this.#bytes = Buffer.allocUnsafeSlow(firstBytes);
    this.#offsets.append(0);
  }

  /** Copies a text in, and behind it a whole number from 0 on, if one is given. */
  append(text: Slice, number?: number): void {
    const end = this.#end + text.to - text.from;
    this.#fit(number === undefined ? end : end + MOST_DIGITS);
    copyBytes(text, this.#bytes, this.#end);
    this.#close(number === undefined ? end : writeDecimal(this.#bytes, end, number));
  }

  /** Encodes a string, and behind it a whole number from 0 on, if one is given. */
  appendString(text: string, number?: number): void {
    this.#fit(this.#end + text.length * MOST_BYTES_PER_UNIT + MOST_DIGITS);
    const end = this.#encode(text);
    this.#close(number === undefined ? end : writeDecimal(this.#bytes, end, number));
  }

  // Short ASCII, which is nearly all, is cheapest unit by unit.
  #encode(text: string): number {
    let end = this.#end;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) return this.#end + this.#bytes.write(text, this.#end);
      this.#bytes[end++] = unit;
    }
    return end;
  }

  /** Appends bytes as two hex digits each. */
  appendHex({ bytes, from, to }: Slice): void {
    this.#fit(this.#end + 2 * (to - from));
    let end = this.#end;
    for (let i = from; i < to; i++) {
      this.#bytes[end++] = HEX.charCodeAt(bytes[i]! >> 4);
      this.#bytes[end++] = HEX.charCodeAt(bytes[i]! & 15);
    }
    this.#close(end);
  }

  get rows(): number {
    return this.#offsets.rows - 1;
  }

  data(presence?: Presence): Data<Utf8> {
    const valueOffsets = this.#offsets.values();
    return makeData({ type: new Utf8(), valueOffsets, data: this.#bytes.subarray(0, this.#end), ...nullsOf(presence) });
  }

  clear(): void {
    this.#end = 0;
    this.#offsets.clear();
    this.#offsets.append(0);
  }

  #close(end: number): void {
    this.#end = end;
    this.#offsets.append(end);
  }

  #fit(bytes: number): void {
    if (bytes <= this.#bytes.length) return;
    const bigger = Buffer.allocUnsafeSlow(Math.max(bytes, this.#bytes.length * 2));
    bigger.set(this.#bytes.subarray(0, this.#end));
    this.#bytes = bigger;
  }
}

/** Writes a whole number from 0 on; gives the place after it. */
function writeDecimal(bytes: Uint8Array, at: number, value: number): number {
  let end = at + 1;
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) end++;
  for (let digit = end - 1, rest = value; digit >= at; digit--, rest = Math.floor(rest / 10)) {
    bytes[digit] = ZERO + (rest % 10);
  }
  return end;
}
