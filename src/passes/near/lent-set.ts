// A set of shingles on its way to the documents it is compared with. Words of 4 bytes: words in all, the document, how many
// others, the others, the set.

import type { ByteWriter } from '../../spill/index.ts';

const HEAD_WORDS = 3;

/** A document's set and those it is held against, which are all of one partition. */
export interface LentSet {
  readonly document: number;
  readonly others: Uint32Array;
  readonly set: Uint32Array;
}

/** Appends one. */
export function writeLentSet(out: ByteWriter, { document, others, set }: LentSet): void {
  out.u32(HEAD_WORDS + others.length + set.length);
  out.u32(document);
  out.u32(others.length);
  for (const words of [others, set]) out.bytes(new Uint8Array(words.buffer, words.byteOffset, words.byteLength));
}

/** Reads all of a piece, whose memory they share. */
export function* readLentSets({ buffer, byteOffset, length }: Buffer): Generator<LentSet> {
  const words = new Uint32Array(buffer, byteOffset, length / 4);
  for (let at = 0; at < words.length; at += words[at]!) {
    const others = at + HEAD_WORDS;
    const set = others + words[at + 2]!;
    yield {
      document: words[at + 1]!,
      others: words.subarray(others, set),
      set: words.subarray(set, at + words[at]!),
    };
  }
}
