// Which bytes of a file are there, as ranges that do not touch.

/** Bytes `[from, to)`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** A set of bytes. */
export class ByteRanges {
  #ranges: readonly ByteRange[] = [];

  add({ from, to }: ByteRange): void {
    const apart = this.#ranges.filter((range) => range.to < from || range.from > to);
    const touching = this.#ranges.filter((range) => range.to >= from && range.from <= to);
    const joined = {
      from: Math.min(from, ...touching.map((range) => range.from)),
      to: Math.max(to, ...touching.map((range) => range.to)),
    };
    this.#ranges = [...apart, joined].sort((a, b) => a.from - b.from);
  }

  /** The parts of a range that are not in the set, in order. */
  missing({ from, to }: ByteRange): ByteRange[] {
    const gaps: ByteRange[] = [];
    let at = from;
    for (const range of this.#ranges) {
      if (range.to <= at || range.from >= to) continue;
      if (range.from > at) gaps.push({ from: at, to: range.from });
      at = range.to;
    }
    return at < to ? [...gaps, { from: at, to }] : gaps;
  }
}

/** The ranges with small gaps between them closed: fewer requests for some bytes more. Given and got in order. */
export function joinNear(ranges: readonly ByteRange[], gap: number): ByteRange[] {
  const joined: ByteRange[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from - last.to <= gap)
      joined.splice(-1, 1, { from: last.from, to: Math.max(to, last.to) });
    else joined.push({ from, to });
  }
  return joined;
}
