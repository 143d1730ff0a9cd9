// Texts of other people: benchmarks, other datasets, earlier builds. They are read to be compared with, or to be trained
// on beside the pairs of a build; either way what counts is that none is missed and that each can be named.

/** The recipe of a config that holds other people's pairs; no recipe of a pipeline has this name where there are any. */
export const PAIRS_RECIPE = 'pairs';

/** What the names of such configs begin with. */
export const PAIRS_PREFIX = `${PAIRS_RECIPE}.`;

/** What a text is in the set it stands in. */
export type ForeignRole = 'query' | 'corpus' | 'title' | 'body' | 'text';

/** A question of a site. */
export interface PostName {
  /** Host that serves it today, e.g. `softwareengineering.stackexchange.com`. */
  readonly site: string;
  readonly id: number;
}

/** One text. */
export interface ForeignText {
  /** Name of the set as the user gave it, without any folder of this machine. */
  readonly source: string;
  /** File and row within the set, and the row's id where it has one: `corpus.jsonl line 3 (51829)`. */
  readonly place: string;
  readonly role: ForeignRole;
  /** Empty only where a row names its post and has no text at all. */
  readonly text: string;
  /** The post it was made of, where the set says so. */
  readonly post?: PostName;
}

/** Two texts of one row, the anchor first. */
export interface ForeignPair {
  readonly source: string;
  readonly place: string;
  readonly texts: readonly [string, string];
  readonly post?: PostName;
}

/** A row that a model can be trained on: an anchor and a positive, and a negative where the set has them. */
export interface ForeignExample {
  /** File and row within the set, as in `ForeignText`; which of its pairs, where a row holds several. */
  readonly place: string;
  /** Number of the row in its file, from 0. Rows that are dropped have numbers too, so that it says the same for ever. */
  readonly row: number;
  /** As many as the set has columns. */
  readonly texts: readonly string[];
  readonly post?: PostName;
}

/** Why a row of somebody else gives no example, in the order it is looked for: the set's form, then text by text. */
export type ForeignDrop =
  | 'mixed_forms'
  | 'too_many_texts'
  | 'single_text'
  | 'no_anchor'
  | 'no_positive'
  | 'no_negative'
  | 'not_text'
  | 'empty_text';

/** Examples of one file, in its order, and what was left out on the way to them. */
export interface ForeignBatch {
  readonly source: string;
  /** Name of the file within the set; of a build, the config. */
  readonly file: string;
  /** Names of the texts, anchor first: the same in every batch of a set. */
  readonly columns: readonly string[];
  readonly rows: readonly ForeignExample[];
  /** Rows left out by reason. Together with `rows` these are all rows of the file since the batch before. */
  readonly dropped: Readonly<Partial<Record<ForeignDrop, number>>>;
}

/** How other people's texts are read. */
export interface ForeignOptions {
  /** Name of the set; that of its file or folder by default. */
  readonly name?: string | undefined;
  /** Columns to read; every column of texts by default. For pairs: two, three with a negative, or one that holds lists. */
  readonly columns?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Values of a row by column, as its file stores them. */
export type TableRow = Readonly<Record<string, unknown>>;

/** A column of a file that has a schema. */
export interface TableColumn {
  readonly name: string;
  /** `text` holds a string or nothing, `texts` a list of strings. */
  readonly kind: 'text' | 'texts' | 'other';
  /** As the file calls it, for messages. */
  readonly type: string;
}

/** A file of columns, opened. */
export interface Table {
  readonly columns: readonly TableColumn[];
  /** Rows in file order, with these columns of them, at most some hundred at once. */
  rows(columns: readonly string[]): AsyncGenerator<readonly TableRow[]>;
}

/** Formats of files that have columns and a schema. */
export type TableFormat = 'arrow' | 'parquet';

/** Opens a file of columns. Throws `bad_input` when it is not whole. */
export type OpenTable = (path: string, format: TableFormat) => Promise<Table>;
