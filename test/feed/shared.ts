// What rows share, found as a feed finds it, of keys that a test says.
import { openSharing, type SharedKeys } from '../../src/feed/index.ts';

/** Keys of one kind: those of row `i` are entries `i * width` to before `(i + 1) * width`; by default their upper halves are 0. */
export interface KindOfKeys {
  readonly width: number;
  readonly high?: readonly number[];
  readonly low: readonly number[];
}

/** What rows share of some kinds of keys. */
export function sharedKeys(...kinds: readonly KindOfKeys[]): SharedKeys {
  const [first] = kinds;
  const rows = first!.low.length / first!.width;
  const width = kinds.reduce((sum, kind) => sum + kind.width, 0);
  const places = new Uint32Array(rows * width);
  let place = 0;
  const found = kinds.map((kind) => {
    const sharing = openSharing(rows * kind.width, { places, width });
    for (let column = 0; column < kind.width; column++) {
      const own = (halves: readonly number[]) =>
        Uint32Array.from({ length: rows }, (_, row) => halves[row * kind.width + column] ?? 0);
      sharing.add({ high: own(kind.high ?? []), low: own(kind.low) }, rows, place++);
    }
    return { width: kind.width, count: sharing.number() };
  });
  return { places, width, kinds: found };
}

/** Rows that share nothing. */
export function apart(rows: number): SharedKeys {
  return { places: new Uint32Array(rows), width: 1, kinds: [{ width: 1, count: 0 }] };
}
