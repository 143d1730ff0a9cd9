// Counts licences by their bytes: there are a handful, and a string for each of a million rows would be made in vain.

import type { Slice } from '../types.ts';

interface Counted {
  readonly license: Buffer;
  count: number;
}

/** Posts by licence. */
export class LicenseTally {
  readonly #counted: Counted[] = [];

  add({ bytes, from, to }: Slice): void {
    for (const known of this.#counted) {
      if (isEqual(known.license, bytes, from, to)) {
        known.count += 1;
        return;
      }
    }
    this.#counted.push({ license: Buffer.from(bytes.subarray(from, to)), count: 1 });
  }

  counts(): Record<string, number> {
    return Object.fromEntries(this.#counted.map(({ license, count }) => [license.toString('utf8'), count]));
  }
}

function isEqual(known: Buffer, bytes: Buffer, from: number, to: number): boolean {
  if (known.length !== to - from) return false;
  for (let i = 0; i < known.length; i++) if (known[i] !== bytes[from + i]) return false;
  return true;
}
