// 64-bit keys of short names: two lanes of FNV-1a (Fowler, Noll, Vo) that begin differently, each finished as in MurmurHash3.

import { mix } from '../order-key.ts';

const PRIME = 0x01000193;
const OFFSETS = [0x811c9dc5, 0x01000193] as const;

/** Writes both halves of the key of bytes [from, to), and of a word that belongs to them, to `target` at `at`. */
export function byteKey(
  { bytes, from, to, word }: { bytes: Uint8Array; from: number; to: number; word: number },
  target: { readonly high: Uint32Array; readonly low: Uint32Array },
  at: number,
): void {
  let [high, low] = [OFFSETS[0] ^ mix(word), OFFSETS[1] + word];
  for (let i = from; i < to; i++) {
    high = Math.imul(high ^ bytes[i]!, PRIME);
    low = Math.imul(low ^ bytes[i]!, PRIME) + (low >>> 15);
  }
  target.high[at] = mix(high);
  target.low[at] = mix(low);
}
