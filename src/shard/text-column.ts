// A column of texts for one record batch, in Arrow's own layout: offsets and bytes, nothing built value by value later.
// In: texts, in row order. Out: views, overwritten after `clear()`. Memory: the largest batch so far, at most doubled.

import { type Data, makeData, Utf8 } from './arrow.ts';
import { nullsOf, type Presence } from './bit-columns.ts';
import { Int32Column } from './number-columns.ts';

/** Bytes a column has room for at first. */
const FIRST_BYTES = 64 * 1024;

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

  /** Copies the bytes in. */
  append(utf8: Uint8Array): void {
    const end = this.#end + utf8.length;
    this.#fit(end);
    this.#bytes.set(utf8, this.#end);
    this.#close(end);
  }

  /** Encodes a string; short ASCII, which is nearly all, is cheapest unit by unit. */
  appendString(text: string): void {
    this.#fit(this.#end + text.length * 3);
    let end = this.#end;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) {
        end = this.#end + this.#bytes.write(text, this.#end);
        break;
      }
      this.#bytes[end++] = unit;
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
