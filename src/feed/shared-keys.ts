// Which rows share a key (a text, a cluster, a thread) and so may not be in one batch. In: 64-bit keys, some a row, dealt out to
// buckets as they are read; whatever the number of rows, those with the same key meet in one bucket, which a cache holds. Out:
// in each row's places the numbers of the keys it shares.
// Two texts meet by chance with a probability of 1e-5 among 20 million: then a row waits for a batch without need.

/** What rows share: that of row `i` is in `places[i * width]` to before `places[(i + 1) * width]`, the places of each kind in turn. */
export interface SharedKeys extends PlaceTarget {
  readonly kinds: readonly KeyKind[];
}

/** Where the numbers of shared keys go. */
export interface PlaceTarget {
  /** Numbers of keys, from 1 in each kind; 0 where the key is of this row alone. */
  readonly places: Uint32Array;
  /** Places of a row, of all kinds of keys together. */
  readonly width: number;
}

/** Texts, clusters or threads: keys of two kinds never meet. */
export interface KeyKind {
  /** How many places of a row are of this kind. */
  readonly width: number;
  /** How many different keys of this kind more than one row has. */
  readonly count: number;
}

/** Both halves of some keys. */
export interface Keys {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

/** Keys of one kind. */
export interface Sharing {
  /** Takes so many keys: of a place, of the row it is in, and of the same place of the rows behind that. */
  add(keys: Keys, count: number, place: number): void;
  /** Writes a number for each key that several rows have into their places, and gives how many there are. To be called once. */
  number(): number;
}

/** Keys that are taken together, fit for the cache of a core with all that is made of them, are about so many at most. */
const KEYS_A_BUCKET = 16_384;
/** More buckets than 2 to these would be too many places to write to in turns. */
const MOST_BUCKET_BITS = 13;
/** Keys of a chunk of a bucket: a bucket takes one after another, so that however keys fall there is room for all. */
const CHUNK = 128;
/** Words of a key in its bucket: its place, and both halves. */
const WORDS = 3;

/** Prepares to find what so many keys of a kind share. Memory: 12 bytes a key, and once more those of one bucket. */
export function openSharing(keys: number, target: PlaceTarget): Sharing {
  const bits = Math.min(MOST_BUCKET_BITS, Math.max(1, Math.ceil(Math.log2(keys / KEYS_A_BUCKET))));
  const buckets = openBuckets(keys, bits);
  return {
    add: (halves, count, place) => buckets.add(halves, { count, place, step: target.width }),
    number() {
      const numbering = openNumbering(target);
      for (let bucket = 0; bucket < 2 ** bits; bucket++) numbering.add(buckets.words, buckets.chunks(bucket));
      return numbering.count();
    },
  };
}

interface Run {
  readonly count: number;
  readonly place: number;
  readonly step: number;
}

/** Words from one to before another that hold keys. */
interface Chunk {
  readonly from: number;
  readonly to: number;
}

/** Lists of chunks; the upper bits of a key choose one. */
function openBuckets(keys: number, bits: number) {
  const [count, shift] = [2 ** bits, 32 - bits];
  // The first chunk of all is no bucket's: where the end of a bucket is 0 it has none.
  const words = new Uint32Array(WORDS * CHUNK * (1 + count + Math.ceil(keys / CHUNK)));
  const next = new Uint32Array(words.length / (WORDS * CHUNK));
  const [firsts, ends] = [new Uint32Array(count), new Uint32Array(count)];
  let used = 1;

  /** Where a bucket goes on whose last chunk ends there. */
  function another(bucket: number, end: number): number {
    if (end === 0) firsts[bucket] = used;
    else next[end / CHUNK - 1] = used;
    return CHUNK * used++;
  }

  return {
    words,
    add({ high, low }: Keys, { count, place, step }: Run): void {
      for (let i = 0, at = place; i < count; i++, at += step) {
        const half = high[i]!;
        const bucket = half >>> shift;
        let end = ends[bucket]!;
        if (end % CHUNK === 0) end = another(bucket, end);
        ends[bucket] = end + 1;
        words[WORDS * end] = at;
        words[WORDS * end + 1] = half;
        words[WORDS * end + 2] = low[i]!;
      }
    },
    chunks(bucket: number): Chunk[] {
      const chunks: Chunk[] = [];
      const end = ends[bucket]!;
      for (let chunk = firsts[bucket]!; chunk !== 0; chunk = next[chunk]!) {
        // The last one is the one that was begun last.
        chunks.push({ from: WORDS * CHUNK * chunk, to: WORDS * Math.min(end, CHUNK * (chunk + 1)) });
      }
      return chunks;
    },
  };
}

/** Numbers the keys that several rows have, bucket by bucket. */
function openNumbering({ places, width }: PlaceTarget) {
  const repeated = openRepeated();
  // By slot: one more than the first entry with a key. By entry: the number of the key that is first there.
  let [slots, numberOf] = [new Uint32Array(0), new Uint32Array(0)];
  let count = 0;

  function makeRoom(entries: number): number {
    const room = powerOfTwo(2 * entries);
    if (slots.length < room) [slots, numberOf] = [new Uint32Array(room), new Uint32Array(room)];
    slots.fill(0, 0, room);
    numberOf.fill(0, 0, entries);
    return room;
  }

  return {
    count: () => count,
    add(words: Uint32Array, chunks: readonly Chunk[]): void {
      const entries = repeated.find(words, chunks);
      const found = repeated.words();
      const mask = makeRoom(entries) - 1;
      const rowOf = (entry: number) => Math.floor(found[WORDS * entry]! / width);
      for (let entry = 0; entry < entries; entry++) {
        const [high, low] = [found[WORDS * entry + 1]!, found[WORDS * entry + 2]!];
        let slot = (high ^ low) & mask;
        for (; slots[slot]! !== 0; slot = (slot + 1) & mask) {
          const at = WORDS * (slots[slot]! - 1);
          if (found[at + 2] === low && found[at + 1] === high) break;
        }
        if (slots[slot]! === 0) {
          slots[slot] = entry + 1;
          continue;
        }
        const first = slots[slot]! - 1;
        if (numberOf[first]! === 0) {
          if (rowOf(first) === rowOf(entry)) continue;
          numberOf[first] = ++count;
          places[found[WORDS * first]!] = count;
        }
        places[found[WORDS * entry]!] = numberOf[first]!;
      }
    },
  };
}

/** Bits a key of a bucket: with so many, an eighth of the keys that are there once is taken for others. */
const BITS_A_KEY = 8;

/** Finds the keys of a bucket that may be there more than once: most are not, and need not be compared. */
function openRepeated() {
  // By bits of a key: whether one with these was seen, and whether another one was.
  let [seen, again] = [new Uint32Array(0), new Uint32Array(0)];
  let found = new Uint32Array(0);

  function makeRoom(keys: number): number {
    const room = powerOfTwo((BITS_A_KEY * keys) / 32);
    if (seen.length < room) [seen, again] = [new Uint32Array(room), new Uint32Array(room)];
    seen.fill(0, 0, room);
    again.fill(0, 0, room);
    if (found.length < WORDS * (keys + 1)) found = new Uint32Array(2 * WORDS * (keys + 1));
    return room;
  }

  return {
    /** What was found last. */
    words: () => found,
    /** Gives how many keys of these chunks it found. */
    find(words: Uint32Array, chunks: readonly Chunk[]): number {
      const mask = makeRoom(CHUNK * chunks.length) - 1;
      for (const { from, to } of chunks) {
        for (let at = from; at < to; at += WORDS) {
          const [bit, word] = [1 << words[at + 2]!, words[at + 1]! & mask];
          again[word]! |= seen[word]! & bit;
          seen[word]! |= bit;
        }
      }
      let entries = 0;
      for (const { from, to } of chunks) {
        for (let at = from; at < to; at += WORDS) {
          // Without a branch: written over by the next one, unless it may be there more than once.
          found[WORDS * entries] = words[at]!;
          found[WORDS * entries + 1] = words[at + 1]!;
          found[WORDS * entries + 2] = words[at + 2]!;
          entries += (again[words[at + 1]! & mask]! >>> words[at + 2]!) & 1;
        }
      }
      return entries;
    },
  };
}

/** The least power of two that is not below, from 8 to 2^32. */
function powerOfTwo(least: number): number {
  let power = 8;
  while (power < least && power < 2 ** 32) power *= 2;
  return power;
}
