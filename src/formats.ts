// The formats a dataset may be in. A folder is in one of them: data and provenance alike.

/** Formats by name; the first is the default. */
export const FORMATS = ['arrow', 'arrow-file', 'parquet', 'jsonl.gz'] as const;

/** Format of the shards of a dataset. */
export type Format = (typeof FORMATS)[number];

/** How files of each format end. `datasets` knows both kinds of Arrow by the same ending. */
export const EXTENSIONS: Readonly<Record<Format, string>> = {
  arrow: '.arrow',
  'arrow-file': '.arrow',
  parquet: '.parquet',
  'jsonl.gz': '.jsonl.gz',
};

/** Path of a shard in another format. */
export function inFormat(path: string, from: Format, to: Format): string {
  if (!path.endsWith(EXTENSIONS[from])) throw new Error(`${path}: no name of a shard in ${from}`);
  return `${path.slice(0, -EXTENSIONS[from].length)}${EXTENSIONS[to]}`;
}
