// What the corpus is: which ids are planted near-duplicates of one another, and the text of each id. Everything follows from
// the seed and the id, so that nothing is held: memory does not grow with the number of bodies.
//
// A pair has n shingles in each text and shares the first k of them, so its Jaccard similarity is k / (2n - k). With 2n - k = 80
// and k = 80 s, the levels 0.50, 0.55, ... 0.95 are met exactly. Words are drawn from 2^18, so that texts share no shingle by
// chance.
import { createRandom } from './random.mjs';

/** Planted similarities. */
export const LEVELS = Array.from({ length: 10 }, (_, i) => (50 + 5 * i) / 100);

/** Shingles of a planted pair together, and the fewest that a single body has. */
const PAIR_SHINGLES = 80;
const FEWEST_SHINGLES = 40;

/** Words overlap in a shingle, so a text has this many more words than shingles. */
const EXTRA_WORDS = 4;

const WORDS = 2 ** 18;
/** Three syllables of two letters and the space before the next word. */
const WORD_BYTES = 7;
const SYLLABLES = Buffer.from(
  [...'bcdfghjklmnprstv'].flatMap((consonant) => [...'aeio'].map((vowel) => consonant + vowel)).join(''),
);

/** About the golden section: neighbours in the corpus are far apart as slots. */
const STRIDE = 0.618;

/**
 * A corpus of ids 1 to `bodies`, with `each` pairs at every level. Texts are 44 to 82 words long, times a factor from 1 to
 * `longest`.
 */
export function createCorpus({ bodies, each, seed, longest }) {
  const pairs = LEVELS.length * each;
  if (2 * pairs > bodies) throw new Error(`${pairs} planted pairs need ${2 * pairs} bodies, found ${bodies}`);
  const stride = coprime(Math.round(bodies * STRIDE), bodies);
  const back = inverse(stride, bodies);
  const random = createRandom();
  const words = new Int32Array(PAIR_SHINGLES * longest + EXTRA_WORDS);
  const bytes = Buffer.alloc(words.length * WORD_BYTES);

  /** Slots 2p and 2p + 1 are the pair p; those after the last pair are alone. */
  const slotOf = (id) => (stride * (id - 1)) % bodies;
  const idOf = (slot) => ((back * slot) % bodies) + 1;

  function draw(from, to) {
    for (let i = from; i < to; i++) words[i] = random.below(WORDS);
    return to;
  }

  function drawMember(pair, isSecond) {
    random.seed(seed, pair);
    const factor = 1 + random.below(longest);
    const shared = Math.round(PAIR_SHINGLES * LEVELS[pair % LEVELS.length]);
    const start = factor * shared + EXTRA_WORDS;
    const end = draw(0, (factor * (PAIR_SHINGLES + shared)) / 2 + EXTRA_WORDS);
    // The second's words differ from the first's at every place of the tail, so that no shingle is shared by chance.
    if (isSecond) for (let i = start; i < end; i++) words[i] = (words[i] + 1 + random.below(WORDS - 1)) % WORDS;
    return end;
  }

  function drawSingle(slot) {
    random.seed(seed, slot);
    const most = PAIR_SHINGLES - FEWEST_SHINGLES;
    return draw(0, (1 + random.below(longest)) * (FEWEST_SHINGLES + random.below(most)) + EXTRA_WORDS);
  }

  /** The text of an id, in a buffer that the next call overwrites. */
  function bytesOf(id) {
    const slot = slotOf(id);
    const count = slot < 2 * pairs ? drawMember(slot >>> 1, slot % 2 === 1) : drawSingle(slot);
    for (let i = 0; i < count; i++) spell(words[i], bytes, i * WORD_BYTES);
    return bytes.subarray(0, count * WORD_BYTES - 1);
  }

  return {
    bodies,
    bytesOf,
    textOf: (id) => bytesOf(id).toString('latin1'),
    /** The planted pairs, as ids, the smaller first. */
    *pairs() {
      for (let pair = 0; pair < pairs; pair++) {
        const [a, b] = [idOf(2 * pair), idOf(2 * pair + 1)];
        yield a < b ? [a, b] : [b, a];
      }
    },
  };
}

function spell(word, bytes, at) {
  for (let syllable = 0; syllable < 3; syllable++) {
    const letters = 2 * ((word >>> (6 * syllable)) & 63);
    bytes[at + 2 * syllable] = SYLLABLES[letters];
    bytes[at + 2 * syllable + 1] = SYLLABLES[letters + 1];
  }
  bytes[at + WORD_BYTES - 1] = 0x20;
}

/** The first number from `n` on that has no factor in common with `modulus`. */
function coprime(n, modulus) {
  for (let candidate = n; ; candidate++) if (divisor(candidate, modulus) === 1) return candidate;
}

function divisor(a, b) {
  return b === 0 ? a : divisor(b, a % b);
}

/** What `n` must be multiplied by to give 1, by the extended Euclidean algorithm. */
function inverse(n, modulus) {
  let [a, b, x, y] = [n, modulus, 1, 0];
  while (b !== 0) {
    const quotient = Math.floor(a / b);
    [a, b, x, y] = [b, a - quotient * b, y, x - quotient * y];
  }
  return ((x % modulus) + modulus) % modulus;
}
