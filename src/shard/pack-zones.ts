// The zones of the packer's memory, by number: what is read, what is packed, what is counted. WebAssembly is built with these
// numbers as well (assembly/pack).

/** Records of a partition, one behind the other. */
export const RECORDS = 0;
/** Sites by input number, SITE_WORDS each, and behind them their names and addresses. */
export const SITES = 1;
/** Roles by their numbers, ROLE_WORDS each, and behind them their names. */
export const ROLES = 2;
/** Names of authors that the record in hand does not say. */
export const NAMES = 3;

// Columns of provenance: ends, numbers and bits as Arrow has them. Behind the zone of ends of texts comes that of their bytes.
export const SITE_ENDS = 4;
export const QUESTION_IDS = 6;
export const VOTES = 7;
export const TAG_LISTS = 8;
export const TAG_ENDS = 9;
export const CLUSTER_ENDS = 11;
export const PRINT_ENDS = 13;
export const POST_LISTS = 15;
export const ROLE_ENDS = 16;
export const POST_IDS = 18;
export const URL_ENDS = 19;
export const AUTHOR_IDS = 21;
export const AUTHOR_ID_BITS = 22;
export const AUTHOR_ENDS = 23;
export const AUTHOR_BITS = 25;
export const LICENSE_ENDS = 26;
export const DERIVED_BITS = 28;
export const CREATED = 29;

// Counts of the rows that were noted.
/** Licences, LICENSE_WORDS each. */
export const LICENSE_COUNTS = 30;
export const LICENSE_NAMES = 31;
/** Rows by the year of their question. */
export const YEARS = 32;
/** Lower edges of buckets of lengths; by column the code points of all texts, 64 bits, and texts by bucket. */
export const EDGES = 33;
export const LENGTHS = 34;

/** Text columns, two zones each: ends and bytes. */
export const FIRST_TEXT = 35;
/** More than any recipe makes. */
export const MOST_COLUMNS = 1000;

/**
 * Words of a site: where its name is and ends, where addresses of questions and of answers do but for the id, and the length of
 * its name and of its host in UTF-16 units.
 */
export const SITE_WORDS = 8;
export const SITE_NAME = 0;
export const SITE_NAME_END = 1;
export const SITE_QUESTION = 2;
export const SITE_QUESTION_END = 3;
export const SITE_ANSWER = 4;
export const SITE_ANSWER_END = 5;
export const SITE_NAME_UNITS = 6;
export const SITE_HOST_UNITS = 7;

/** Words of a role: where its name is and ends, and 1 if its address is that of an answer. */
export const ROLE_WORDS = 3;
export const ROLE_NAME = 0;
export const ROLE_NAME_END = 1;
export const ROLE_IS_ANSWER = 2;

/** Words of a licence: where its name begins in LICENSE_NAMES, its bytes, and the posts under it. */
export const LICENSE_WORDS = 3;

/** Years that dates of four digits have. */
export const MOST_YEARS = 10_000;
