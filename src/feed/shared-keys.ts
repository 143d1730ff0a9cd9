// Which rows share a key (a text, a cluster, a thread) and so may not be in one batch. Most rows share none, and of them nothing
// is held but a word. In: 64-bit keys, some a row. Out: for each row the keys it shares, numbered.
// Two texts meet by chance with a probability of 1e-5 among 20 million: then a row waits for a batch without need.

/** Keys of all rows: those of row `i` are entries `i * width` to before `(i + 1) * width`, two halves each. */
export interface Keys {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  readonly width: number;
}

/** The keys that rows share: those of row `i` are `keys[from[i]]` to before `keys[from[i + 1]]`, numbered from 0. */
export interface SharedKeys {
  readonly from: Uint32Array;
  readonly keys: Uint32Array;
  /** How many different keys more than one row has. */
  readonly count: number;
}

/** Rows and the number of a key they share, entry by entry; keys of two kinds never meet. */
export interface Sharing {
  readonly rows: Uint32Array;
  readonly keys: Uint32Array;
  readonly count: number;
}

/** Puts what rows share of every kind together. Memory: 8 bytes a row, and 4 bytes a shared key and row. */
export function joinSharing(rows: number, kinds: readonly Sharing[]): SharedKeys {
  const from = new Uint32Array(rows + 1);
  for (const { rows: sharers } of kinds) for (const row of sharers) from[row + 1]!++;
  for (let row = 0; row < rows; row++) from[row + 1]! += from[row]!;
  const keys = new Uint32Array(from[rows]!);
  const next = from.slice(0, rows);
  let count = 0;
  for (const kind of kinds) {
    for (let i = 0; i < kind.rows.length; i++) keys[next[kind.rows[i]!]!++] = count + kind.keys[i]!;
    count += kind.count;
  }
  return { from, keys, count };
}

const NONE = 0xffffffff;

/**
 * Finds the rows whose keys other rows have as well. Two bits a slot tell most keys that are there once; only the others are looked up.
 * Memory: 2 bytes an entry for the bits, and 24 bytes for each that is looked up.
 */
export function findSharing({ high, low, width }: Keys): Sharing {
  const entries = repeated(low);
  const slots = new Uint32Array(powerOfTwo(2 * entries.length)).fill(NONE);
  const mask = slots.length - 1;
  // By entry: the first one with the same key. By first entry: whether another row has it, then its number.
  const firstOf = new Uint32Array(entries.length);
  const isShared = new Uint8Array(entries.length);
  const rowOf = (i: number) => Math.floor(entries[i]! / width);
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!;
    // The lower half has chosen who is here: the upper one spreads better.
    let slot = high[entry]! & mask;
    for (; slots[slot]! !== NONE; slot = (slot + 1) & mask) {
      const other = entries[slots[slot]!]!;
      if (low[other] === low[entry] && high[other] === high[entry]) break;
    }
    if (slots[slot] === NONE) slots[slot] = i;
    const first = slots[slot]!;
    firstOf[i] = first;
    if (rowOf(first) !== rowOf(i)) isShared[first] = 1;
  }
  return numbered({ firstOf, isShared, rowOf });
}

interface Found {
  readonly firstOf: Uint32Array;
  readonly isShared: Uint8Array;
  readonly rowOf: (i: number) => number;
}

function numbered({ firstOf, isShared, rowOf }: Found): Sharing {
  const numberOf = new Uint32Array(firstOf.length);
  // The row that a key was last noted for: a row that has it twice shares it once.
  const lastRow = new Uint32Array(firstOf.length).fill(NONE);
  const rows = new Uint32Array(firstOf.length);
  const keys = new Uint32Array(firstOf.length);
  let [size, count] = [0, 0];
  for (let i = 0; i < firstOf.length; i++) {
    const first = firstOf[i]!;
    if (isShared[first] === 0) continue;
    if (first === i) numberOf[i] = count++;
    const row = rowOf(i);
    if (lastRow[first] === row) continue;
    lastRow[first] = row;
    rows[size] = row;
    keys[size++] = numberOf[first]!;
  }
  return { rows: rows.slice(0, size), keys: keys.slice(0, size), count };
}

/** A slot for each entry and seven more: an eighth of the keys that are there once are taken for repeated. */
const SLOTS_AN_ENTRY = 8;

/** Entries whose key may be there more than once, ascending: all that are, and some that are not. */
function repeated(low: Uint32Array): Uint32Array {
  const slots = powerOfTwo(SLOTS_AN_ENTRY * low.length);
  const mask = slots - 1;
  // Both bits of a slot stand in one byte, so that a key costs one access to memory that no cache holds.
  const seen = new Uint8Array(slots / 4);
  for (let entry = 0; entry < low.length; entry++) {
    const slot = (low[entry]! & mask) >>> 0;
    const once = 1 << (2 * (slot & 3));
    const bits = seen[slot >>> 2]!;
    seen[slot >>> 2] = bits | (bits & once ? 2 * once : once);
  }
  // As long as it might be; pages of it that nothing is written to take no memory.
  const entries = new Uint32Array(low.length);
  let size = 0;
  for (let entry = 0; entry < low.length; entry++) {
    const slot = (low[entry]! & mask) >>> 0;
    if (seen[slot >>> 2]! & (2 << (2 * (slot & 3)))) entries[size++] = entry;
  }
  return entries.slice(0, size);
}

/** The least power of two that is not below, from 8 to 2^32. */
function powerOfTwo(least: number): number {
  let power = 8;
  while (power < least && power < 2 ** 32) power *= 2;
  return power;
}
