// Where everything lies in the memory the pass works in: one flat range of bytes, so that nothing is ever allocated.
// `M` is indexed by bytes and `W` by words of 4 bytes; names ending in _W count words.

/** Bytes of input at most: a block of the usual size. */
export const INPUT_BYTES = 4 * 1024 * 1024;

/** Records are handed over when so many bytes are there, or so many rows: what follows then finds a warm cache. */
export const ENOUGH_BYTES = 512 * 1024;
export const MOST_ROWS = 4096;

// Single numbers of the row under way.
/** End of the text being written. */
export const SIZE_W = 16;
/** Where it began. */
export const START_W = 17;
/** What must stand before its next character: a gap, and a list's marker, -1 for a bullet. */
export const GAP_W = 18;
export const MARKER_W = 19;
/** 1 if the text has characters beyond ASCII. */
export const WIDE_W = 20;
/** 1 inside `<pre>`; where its text begins, 0 while it is blank; blanks on its line so far. */
export const IN_CODE_W = 21;
export const CODE_START_W = 22;
export const INDENT_W = 23;
/** Open lists and quotes. */
export const LISTS_W = 24;
export const QUOTES_W = 25;
/** The tag that was read. */
export const TAG_GAP_W = 26;
export const TAG_ROLE_W = 27;
export const TAG_IS_END_W = 28;
export const ALT_FROM_W = 29;
export const ALT_TO_W = 30;
/** Bits of the attributes a row has. */
export const PRESENT_W = 31;
/** The body's text. */
export const BODY_FROM_W = 32;
export const BODY_TO_W = 33;
export const BODY_WIDE_W = 34;
/** A date that was read: days since 1970-01-01, and milliseconds of the day. */
export const DAYS_W = 35;
export const CLOCK_W = 36;
/** Code point of the last UTF-8 sequence. */
export const CODE_POINT_W = 37;
/** The last number that was read. */
export const NUMBER_W = 38;

// What comes out besides records.
export const ROWS_READ_W = 40;
export const ROWS_NOTED_W = 41;
export const RECORDS_END_W = 42;
export const NORMAL_END_W = 43;
/** Dropped rows by reason. */
export const COUNTS_W = 44;

// What the pipeline asks for.
export const DROPS_FABRICATED_W = 64;
export const MIN_VOTES_W = 65;
export const MAX_VOTES_W = 66;
export const MIN_TITLE_W = 67;
export const MAX_TITLE_W = 68;
export const MIN_BODY_W = 69;
export const MAX_BODY_W = 70;
export const MIN_ANSWER_W = 71;
export const MAX_ANSWER_W = 72;
/** 1 if answers are kept as well, to be joined with questions; then whoever did not pass is noted, too. */
export const TAKES_ANSWERS_W = 73;

/** Where the next of the bytes are that no value has; used where they are searched natively, and 0 at the start of a block. */
export const NEXT_UNUSUAL_W = 76;
export const UNUSUAL_BYTES = 4;

// One number for each attribute.
export const FROM_W = 96;
export const TO_W = 128;
export const VALUE_W = 160;
/** The attribute that followed last time. */
export const SUCCESSOR_W = 192;

/** Next number of each open list, 0 for bullets; where the text of each open quote begins. */
export const LIST_STACK_W = 256;
export const QUOTE_STACK_W = 512;
export const MOST_NESTED = 255;

// Tables, filled once.
export const ORDINARY = 0x1000;
export const KINDS = 0x1100;
export const FIELD_SLOTS = 0x1200;
export const FIELD_TABLE = 0x1300;
export const FIELD_ENTRY = 32;
export const STABLE_W = 0x1800 / 4;
export const CASELESS_W = 0x1900 / 4;
export const STOCK_ALT_TABLE = 0x1a00;
export const STOCK_ALT_ENTRY = 32;
export const LICENSE_TABLE = 0x1c00;
export const LICENSE_BYTES = 12;
/** 1 for every byte of a value that neither ends it nor needs a look. */
export const HARMLESS = 0x1d00;
export const ENTITY_TABLE = 0x2000;
export const ENTITY_ENTRY = 32;
export const ENTITY_SLOTS = 1024;
export const ELEMENT_TABLE = 0xa000;
export const ELEMENT_ENTRY = 16;
export const ELEMENT_SLOTS = 2048;

/** The lower case of each character of two bytes in UTF-8, in UTF-8, by code point; zeros where it is not to be known. */
export const LOWER_TABLE = 0x13000;
export const LOWER_ENTRY = 2;

/** Rows that are noted, ROW_WORDS each: see `row-table.ts`. */
export const ROWS_W = 0x20000 / 4;
export const ROW_WORDS = 15;

// A row's texts are no longer than the row, but for numbers of list items and lengths of tags, which the space between
// these allows for; what is read or written 16 bytes at a time may touch a few bytes beyond.
export const INPUT = 0x60000;
export const BODY = INPUT + INPUT_BYTES + 0x10000;
export const NORMAL = BODY + 2 * INPUT_BYTES;
export const RECORDS = NORMAL + 2 * INPUT_BYTES;
export const MEMORY_BYTES = RECORDS + 4 * INPUT_BYTES;
