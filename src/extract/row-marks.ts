// Where rows begin and end, judged on bytes alone. What is guaranteed, for any bytes:
// - `<row` followed by white space, `/` or `>` begins a row, unless it stands in a comment between rows;
// - a row reaches to the next row; its tag ends at the first `>` outside quotes;
// - `<!--` opens a comment only between rows, that is after the end of a row's tag, and only if a `-->` follows.
// CDATA, processing instructions and DOCTYPE hide no row: a dump has no rows there.

const LESS = 0x3c;
const GREATER = 0x3e;
const QUOTE = 0x22;
const APOSTROPHE = 0x27;

/** Bytes from a mark that must be at hand to recognise it, `</posts` being the longest; of `</postlinks` these are enough. */
export const MARK_BYTES = 7;

/** Says whether the `<` at `at` begins a row. */
export function isRowStart(bytes: Uint8Array, at: number): boolean {
  return (
    bytes[at] === LESS &&
    bytes[at + 1] === 0x72 &&
    bytes[at + 2] === 0x6f &&
    bytes[at + 3] === 0x77 &&
    endsName(bytes[at + 4])
  );
}

/** Says whether the `<` at `at` may begin a comment. */
export function isCommentStart(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === LESS && bytes[at + 1] === 0x21 && bytes[at + 2] === 0x2d && bytes[at + 3] === 0x2d;
}

/** First row start at or after `at`, comments or not; -1 when there is none. */
export function nextRowStart(bytes: Buffer, at: number): number {
  let found = bytes.indexOf('<row', at, 'latin1');
  while (found >= 0 && !endsName(bytes[found + 4])) found = bytes.indexOf('<row', found + 4, 'latin1');
  return found;
}

/** Last row start at or before `at`, comments or not; -1 when there is none. */
export function lastRowStart(bytes: Buffer, at: number): number {
  let found = bytes.lastIndexOf('<row', at, 'latin1');
  while (found > 0 && !endsName(bytes[found + 4])) found = bytes.lastIndexOf('<row', found - 1, 'latin1');
  return found === 0 && !endsName(bytes[4]) ? -1 : found;
}

/** First row start outside comments at or after `at`, which lies between rows; -1 when there is none. */
export function nextRow(bytes: Buffer, at: number, lastClose: number): number {
  for (let found = bytes.indexOf(LESS, at); found >= 0; found = bytes.indexOf(LESS, found + 1)) {
    if (isRowStart(bytes, found)) return found;
    if (isCommentStart(bytes, found)) found = commentEnd(bytes, found, lastClose) - 1;
  }
  return -1;
}

/** End of the last comment in `bytes`, to be handed to `nextRow`; -1 when `bytes` opens none. */
export function lastCommentClose(bytes: Buffer): number {
  return bytes.indexOf('<!--', 0, 'latin1') < 0 ? -1 : bytes.lastIndexOf('-->', bytes.length, 'latin1');
}

/** End of the comment that begins at `at`; behind its `<!--` when it never ends. */
export function commentEnd(bytes: Buffer, at: number, lastClose: number): number {
  // `lastClose` spares a search to the end of the bytes for every one of a million open comments.
  return at + 4 <= lastClose ? bytes.indexOf('-->', at + 4, 'latin1') + 3 : at + 4;
}

/** Where the text after the row at `at` begins: the end of its tag, else the next row; -1 when neither is there. */
export function rowTagEnd(bytes: Buffer, at: number): number {
  const next = nextRowStart(bytes, at + 4);
  const end = tagEnd(bytes, at + 4, next < 0 ? bytes.length : next);
  return end < 0 ? next : end;
}

/** Position after the first `>` outside quotes in [at, end); -1 when there is none. */
export function tagEnd(bytes: Buffer, at: number, end: number): number {
  let position = at;
  while (position < end) {
    const byte = bytes[position++];
    if (byte === GREATER) return position;
    if (byte !== QUOTE && byte !== APOSTROPHE) continue;
    position = bytes.indexOf(byte, position) + 1;
    if (position === 0) return -1;
  }
  return -1;
}

function endsName(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0x2f || byte === GREATER;
}
