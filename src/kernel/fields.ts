// The attributes of a row by number, as in src/extract/post-fields.ts, and what their values are.

/** Attributes a pair is made of. */
export const ID: i32 = 0;
export const TYPE_ID: i32 = 1;
export const PARENT_ID: i32 = 2;
export const ACCEPTED_ID: i32 = 3;
export const CREATED: i32 = 5;
export const EDITED: i32 = 6;
export const EDITOR_ID: i32 = 7;
export const OWNER_ID: i32 = 9;
export const OWNER_NAME: i32 = 10;
export const VOTES: i32 = 4;
export const LICENSE: i32 = 11;
export const TITLE: i32 = 12;
export const POST_BODY: i32 = 13;
export const TAGS: i32 = 14;

/** A question and an answer by their `TYPE_ID`, and the Community user by its id. */
export const QUESTION: i32 = 1;
export const ANSWER: i32 = 2;
export const COMMUNITY_USER: i32 = -1;

/** How many there are; also what "follows" nothing, at the start of a row. */
export const FIELDS: i32 = 23;

/** Kinds of values: a text may be anything; a signed number is 2. */
export const KIND_TEXT: i32 = 0;
export const KIND_NUMBER: i32 = 1;
export const KIND_DATE: i32 = 3;
export const KIND_LICENSE: i32 = 4;
export const KIND_BODY: i32 = 5;
