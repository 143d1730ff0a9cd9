// The files of a set: one file, or a folder with all that lies under it, in code-unit order. What comes along with data
// on the Hub (cards, scripts, counts) is passed over by name.
import { stat } from 'node:fs/promises';
import { basename, relative, resolve } from 'node:path';
import { StackpairsError } from '../../errors.ts';
import { readFailure } from '../read-failure.ts';
import { walkFolder } from '../walk-folder.ts';
import { READABLE } from './file-format.ts';

/** A file of the set. */
export interface ForeignFile {
  /** As the user gave it, for opening it and for errors. */
  readonly path: string;
  /** Relative to the folder that was given, with `/` between its parts. */
  readonly name: string;
}

/** The files of a set and what it is called. */
export interface FileSet {
  readonly source: string;
  /** Every folder the set lies in, for what their names say. */
  readonly path: string;
  /** False for a single file that was named by itself. */
  readonly isFolder: boolean;
  readonly files: readonly ForeignFile[];
}

/** Extensions of files that may hold texts. Others are pictures, scripts, cards and whatever else people add. */
const DATA =
  /\.(jsonl|ndjson|json|tsv|csv|txt|arrow|arrows|feather|ipc|parquet|avro|xml|gz|bz2|zst|xz|zip|7z|tar|tgz)$/i;

/** What says something about data and holds none of it. */
const ASIDE =
  /^(readme|license|licence|requirements|dataset_infos?|dataset_dict|state|config|data_config|metadata|dummy_data)([._-].*)?\.(json|txt|zip)$/i;

/** Lists the files under a path. */
export async function listFiles(path: string, name?: string): Promise<FileSet> {
  const root = resolve(path);
  const set = { source: name ?? basename(root), path: root };
  const kind = await stat(root).catch((error: unknown) => {
    throw readFailure(error, path);
  });
  if (!kind.isDirectory()) return { ...set, isFolder: false, files: [{ path, name: basename(root) }] };
  const paths = await walkFolder(root);
  const files = paths
    .map((file) => ({ path: file, name: relative(root, file).replaceAll('\\', '/') }))
    .filter((file) => DATA.test(file.name) && !ASIDE.test(basename(file.name)));
  if (files.length > 0) return { ...set, isFolder: true, files };
  throw new StackpairsError('bad_input', 'no file of texts in this folder', {
    at: path,
    expected: READABLE,
    found: paths.length === 0 ? 'no file' : `others, such as ${relative(root, paths[0]!)}`,
  });
}
