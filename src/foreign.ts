// Texts of other people: benchmarks, other datasets, earlier builds. They are read to be compared with, never to be
// published; so what counts is that none is missed and that each can be named.

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

/** How other people's texts are read. */
export interface ForeignOptions {
  /** Name of the set; that of its file or folder by default. */
  readonly name?: string | undefined;
  /** Columns to read; every column of texts by default. For pairs: two, or one that holds two texts. */
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
