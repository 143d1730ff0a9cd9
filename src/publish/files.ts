// What the files of a dataset are called and hold, by their format: what `datasets` must be told to load them.

import { EXTENSIONS, type Format } from '../formats.ts';
import type { Feature } from './features.ts';

/** Columns of the data files. JSON lines have one, as the trainers that read it want. */
export function dataFeatures(format: Format, columns: readonly string[]): readonly Feature[] {
  if (format === 'jsonl.gz') return [{ name: 'texts', list: 'string' }];
  return columns.map((name) => ({ name, dtype: 'string' }));
}

/** All files of a side that lie in a folder: `data/title-body/train-*.arrow`. */
export function filesOf(format: Format, folder: string, split: string): string {
  return `${folder}/${split}-*${EXTENSIONS[format]}`;
}

/** What the files are, for people. */
export const FORMAT_NAMES: Readonly<Record<Format, string>> = {
  arrow: 'Arrow IPC streams',
  'arrow-file': 'Arrow IPC files',
  parquet: 'Parquet',
  'jsonl.gz': 'JSON lines in gzip, of rows `{"texts": [...]}`, one text a column',
};
