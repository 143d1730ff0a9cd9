// Where everything lies in the memory that texts are sketched in. `M` is indexed by bytes and `W` by words of 4 bytes;
// names ending in _W count words.

/** Permutations of a signature at most. */
export const MOST_PERMUTATIONS = 1024;
/**
 * Bytes of a text that count, behind which it is cut off: far more than the 30,000 characters that the sites allow, so
 * that none is.
 */
export const TEXT_BYTES = 1024 * 1024;

/** One multiplier and one summand for each permutation. */
export const FACTORS_W = 256;
export const SUMMANDS_W = FACTORS_W + MOST_PERMUTATIONS;
/** The least value of each permutation. */
export const SIGNATURE_W = SUMMANDS_W + MOST_PERMUTATIONS;
/** Two words a band, and one for the whole signature behind them. */
export const KEYS_W = SIGNATURE_W + MOST_PERMUTATIONS;

/** What each byte of a text counts as: itself, its small letter, or 0 for what stands between words. */
export const LETTERS = 0x8000;
export const TEXT = 0x8100;
/** Hashes of a text's words; where they are not needed, the text with single spaces. */
export const WORDS_W = (TEXT + TEXT_BYTES + 0x100) / 4;
/** Hashes of its shingles: of single characters there may be as many as bytes. */
export const SHINGLES_W = WORDS_W + TEXT_BYTES / 2 + 0x40;
/** In the same place: where each of several texts ends, the first number being where the first one begins; then their keys. */
export const MOST_TEXTS = 0x10000;
export const TEXT_KEYS_W = SHINGLES_W + MOST_TEXTS + 1;
export const MEMORY_BYTES = 4 * (SHINGLES_W + TEXT_BYTES + 0x40);
