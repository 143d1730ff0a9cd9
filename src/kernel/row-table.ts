// What is said of a row besides its record: ROW_WORDS words each, from ROWS_W on. A row that was dropped is there only where
// answers are taken; its record is empty, and nothing but its place, its ids and what it is are said of it.

/** Words of an entry. */
export const ROW_RECORD = 0;
export const ROW_RECORD_END = 1;
/** Position of its `<row`. */
export const ROW_AT = 2;
export const ROW_ID = 3;
export const ROW_VOTES = 4;
/** When it was created: days since 1970-01-01 and milliseconds of the day. */
export const ROW_DAYS = 5;
export const ROW_CLOCK = 6;
/** Sizes of its texts, which end the record. */
export const ROW_TITLE_BYTES = 7;
export const ROW_BODY_BYTES = 8;
/** Where its normalised texts lie, joined by U+0000; the end is 0 if that takes more of Unicode than the pass knows. */
export const ROW_NORMAL = 9;
export const ROW_NORMAL_END = 10;
/** Code points of its texts. */
export const ROW_TITLE_LENGTH = 11;
export const ROW_BODY_LENGTH = 12;
/** The question it is, or answers. */
export const ROW_QUESTION_ID = 13;
/** 1 for an answer, of which there is neither a title nor a normalised text nor a length. */
export const ROW_IS_ANSWER = 14;
