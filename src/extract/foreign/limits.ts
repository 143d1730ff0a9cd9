// What one row of other people's JSON may ask for.

/** A row of a clustering set holds some ten thousand titles, 1 MB. What is longer is no set of texts. */
export const LONGEST_ROW_BYTES = 64 * 1024 * 1024;

/** Texts stand two or three lists deep, metadata some more. Each level costs JSON.parse 40 bytes, and a byte makes one. */
export const DEEPEST_ROW = 1000;
