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

/** Keys are dealt out to buckets of about so many, which fit into the cache of a core with all that is made of them. */
const KEYS_A_BUCKET = 8192;
/** A quarter of the buckets is filled at a time, by the upper two bits of a key. */
const [PARTS, PART_BITS] = [4, 2];
/** More buckets than these would be too many places to write to in turns. */
const MOST_BUCKET_BITS = 13;

/** Words of a key in its bucket: its entry, and both halves. */
const WORDS = 3;

/**
 * Finds the rows whose keys other rows have as well: whatever the number of rows, entries with the same key meet in one bucket. Memory:
 * 4 bytes an entry, 12 for each in a quarter of the buckets, and 8 for each whose key is shared.
 */
export function findSharing(keys: Keys): Sharing {
  const { begins, bits } = layOut(keys.high);
  const buckets = 2 ** (bits - PART_BITS);
  const sizes = Array.from({ length: PARTS }, (_, part) => begins[(part + 1) * buckets]! - begins[part * buckets]!);
  const words = new Uint32Array(WORDS * Math.max(...sizes));
  const numbering = openNumbering(words, keys);
  for (let part = 0; part < PARTS; part++) {
    const first = part * buckets;
    const ends = begins.slice(first, first + buckets).map((begin) => begin - begins[first]!);
    dealOut(keys, { words, ends, part, bits });
    for (let bucket = 0; bucket < buckets; bucket++) numbering.add(bucket === 0 ? 0 : ends[bucket - 1]!, ends[bucket]!);
  }
  return listed(numbering.numbers, keys.width, numbering.count());
}

/** Where each bucket begins among all keys; the upper bits of a key choose one. */
function layOut(high: Uint32Array): { readonly begins: Uint32Array; readonly bits: number } {
  const bits = Math.min(MOST_BUCKET_BITS, Math.max(PART_BITS, Math.ceil(Math.log2(high.length / KEYS_A_BUCKET))));
  const begins = new Uint32Array(2 ** bits + 1);
  for (let entry = 0; entry < high.length; entry++) begins[(high[entry]! >>> (32 - bits)) + 1]!++;
  for (let bucket = 1; bucket < begins.length; bucket++) begins[bucket]! += begins[bucket - 1]!;
  return { begins, bits };
}

interface Dealing {
  readonly words: Uint32Array;
  /** By bucket of this part: where it begins, and in the end where it ends. */
  readonly ends: Uint32Array;
  readonly part: number;
  readonly bits: number;
}

/** Fills the buckets of a part with what belongs there, entries ascending. */
function dealOut({ high, low }: Keys, { words, ends, part, bits }: Dealing): void {
  const [shift, first] = [32 - bits, part * ends.length];
  for (let entry = 0; entry < high.length; entry++) {
    const half = high[entry]!;
    if (half >>> (32 - PART_BITS) !== part) continue;
    const at = WORDS * ends[(half >>> shift) - first]!++;
    words[at] = entry;
    words[at + 1] = half;
    words[at + 2] = low[entry]!;
  }
}

/** Numbers the keys that several rows have, bucket by bucket. */
function openNumbering(words: Uint32Array, { low, width }: Keys) {
  // By entry: the number of its key, if other rows have that.
  const numbers = new Uint32Array(low.length).fill(NONE);
  // By slot: one more than the place of the first entry with a key. By place in the bucket: the number of the key that is first there.
  let [slots, numberOf] = [new Uint32Array(0), new Uint32Array(0)];
  let count = 0;
  const isOneRow = (place: number, other: number) =>
    Math.floor(words[WORDS * place]! / width) === Math.floor(words[WORDS * other]! / width);

  function makeRoom(entries: number): number {
    const room = powerOfTwo(2 * entries);
    if (slots.length < room) [slots, numberOf] = [new Uint32Array(room), new Uint32Array(room)];
    slots.fill(0, 0, room);
    numberOf.fill(NONE, 0, entries);
    return room;
  }

  return {
    numbers,
    count: () => count,
    add(from: number, to: number): void {
      const mask = makeRoom(to - from) - 1;
      for (let place = from; place < to; place++) {
        const [high, low] = [words[WORDS * place + 1]!, words[WORDS * place + 2]!];
        let slot = (high ^ low) & mask;
        for (; slots[slot]! !== 0; slot = (slot + 1) & mask) {
          const at = WORDS * (slots[slot]! - 1);
          if (words[at + 2] === low && words[at + 1] === high) break;
        }
        if (slots[slot]! === 0) {
          slots[slot] = place + 1;
          continue;
        }
        const first = slots[slot]! - 1;
        if (isOneRow(first, place)) continue;
        if (numberOf[first - from]! === NONE) {
          numberOf[first - from] = count;
          numbers[words[WORDS * first]!] = count++;
        }
        numbers[words[WORDS * place]!] = numberOf[first - from]!;
      }
    },
  };
}

/** Row by row, each key of a row once. */
function listed(numbers: Uint32Array, width: number, count: number): Sharing {
  let shared = 0;
  for (let entry = 0; entry < numbers.length; entry++) if (numbers[entry]! !== NONE) shared++;
  const [rows, keys] = [new Uint32Array(shared), new Uint32Array(shared)];
  let size = 0;
  for (let row = 0, entry = 0; entry < numbers.length; row++) {
    const own = size;
    for (const end = entry + width; entry < end; entry++) {
      const number = numbers[entry]!;
      if (number === NONE || isAmong(number, keys, own, size)) continue;
      rows[size] = row;
      keys[size++] = number;
    }
  }
  return { rows: rows.slice(0, size), keys: keys.slice(0, size), count };
}

function isAmong(number: number, keys: Uint32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (keys[i] === number) return true;
  return false;
}

/** The least power of two that is not below, from 8 to 2^32. */
function powerOfTwo(least: number): number {
  let power = 8;
  while (power < least && power < 2 ** 32) power *= 2;
  return power;
}
