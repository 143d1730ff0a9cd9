// Keys of many texts at once, as a column holds them: 64 bits each, the same for the same words, or for the same bytes. Most
// are copied to the kernel as they lie and hashed there in one call; only what is not ASCII takes another form first.
// Memory: that of layout.ts.

import type { PackedTexts } from '../packed-texts.ts';
import type { Slice } from '../types.ts';
import { MOST_TEXTS, SHINGLES_W, TEXT, TEXT_BYTES, TEXT_KEYS_W } from './layout.ts';
import { writeShingleText } from './shingle-text.ts';
import { fillTables, SKETCH_KERNELS, type SketchKernel, type SketchKernelKind } from './sketcher.ts';

/** Where keys go: the halves of that of text `i` to entry `i`. */
export interface KeyTarget {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** Writes the keys of a column's texts. */
export interface ColumnKeys {
  /** By the letters and digits of each text. Of a text without any all bytes count. */
  readonly ofWords: (column: PackedTexts, target: KeyTarget) => void;
  /** By all bytes of each text. */
  readonly ofBytes: (column: PackedTexts, target: KeyTarget) => void;
}

/** The greatest byte that is ASCII, and the greatest one. */
const [ASCII, ANY] = [0x7f, 0xff];

/** Prepares a kernel of its own for keys. */
export async function openColumnKeys(kind: SketchKernelKind): Promise<ColumnKeys> {
  return createColumnKeys(await SKETCH_KERNELS[kind]());
}

function createColumnKeys(kernel: SketchKernel): ColumnKeys {
  fillTables(kernel);
  const { bytes, words } = kernel;
  const text = bytes.subarray(TEXT, TEXT + TEXT_BYTES);
  const ends = words.subarray(SHINGLES_W, SHINGLES_W + MOST_TEXTS + 1);
  const keys = words.subarray(TEXT_KEYS_W, TEXT_KEYS_W + 2 * MOST_TEXTS);

  const byPlainWords = (texts: number) => kernel.keyTexts(texts, ASCII);
  const byWords = (texts: number) => kernel.keyTexts(texts, ANY);

  function hashAll(column: PackedTexts, target: KeyTarget, hash: (texts: number) => void): void {
    for (const { from, to } of parts(column.ends)) {
      const start = column.ends[from]!;
      text.set(column.bytes.subarray(start, Math.min(column.ends[to]!, start + TEXT_BYTES)));
      for (let i = from; i <= to; i++) ends[i - from] = Math.min(TEXT_BYTES, column.ends[i]! - start);
      hash(to - from);
      take(to - from, from, target);
    }
  }

  /** Gives texts that have no key yet, because they are not ASCII or have no words, the key of another form of theirs. */
  function hashOthers({ bytes, ends }: PackedTexts, target: KeyTarget): void {
    for (let i = 0; i + 1 < ends.length; i++) {
      if (target.high[i] !== 0 || target.low[i] !== 0) continue;
      hashPlain({ bytes, from: ends[i]!, to: ends[i + 1]! });
      take(1, i, target);
    }
  }

  /** Takes the keys of so many texts that were hashed, the first of which is number `from` of its column. */
  function take(texts: number, from: number, { high, low }: KeyTarget): void {
    for (let i = 0; i < texts; i++) {
      low[from + i] = keys[2 * i]!;
      high[from + i] = keys[2 * i + 1]!;
    }
  }

  function hashOne(length: number, hash: (texts: number) => void): boolean {
    ends[0] = 0;
    ends[1] = length;
    hash(1);
    return keys[0] !== 0 || keys[1] !== 0;
  }

  function hashPlain(slice: Slice): void {
    if (hashOne(writeShingleText(slice, text), byWords)) return;
    const whole = slice.bytes.subarray(slice.from, Math.min(slice.to, slice.from + TEXT_BYTES));
    text.set(whole);
    hashOne(whole.length, kernel.keyNames);
  }

  return {
    ofWords(column, target) {
      hashAll(column, target, byPlainWords);
      hashOthers(column, target);
    },
    ofBytes(column, target) {
      if (!isOneText(column)) return hashAll(column, target, kernel.keyNames);
      hashAll({ bytes: column.bytes, ends: column.ends.subarray(0, 2) }, target, kernel.keyNames);
      for (const half of [target.high, target.low]) half.fill(half[0]!, 1, column.ends.length - 1);
    },
  };
}

/** Whether all texts are the same, as the sites of most configs are: each is what lies one text before it. */
function isOneText({ bytes, ends }: PackedTexts): boolean {
  const [start, length, end] = [ends[0]!, ends[1]! - ends[0]!, ends.at(-1)!];
  for (let i = 2; i < ends.length; i++) if (ends[i]! - ends[i - 1]! !== length) return false;
  return bytes.subarray(start, end - length).equals(bytes.subarray(start + length, end));
}

/** Texts that fit into the kernel together; one that does not is alone, and cut off. */
function* parts(ends: Int32Array): Generator<{ readonly from: number; readonly to: number }> {
  const texts = ends.length - 1;
  for (let from = 0; from < texts; ) {
    let to = from + 1;
    while (to < texts && to - from < MOST_TEXTS && ends[to + 1]! - ends[from]! <= TEXT_BYTES) to++;
    yield { from, to };
    from = to;
  }
}
