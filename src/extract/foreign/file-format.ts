// What a file of somebody else is, by its first bytes and its name. A file that looks like data and cannot be read is an
// error: a benchmark that is half read would leak into the training data.
import { StackpairsError } from '../../errors.ts';
import type { TableFormat } from '../../foreign.ts';
import { containerOf, readHead } from '../container.ts';
import { readChunks } from './read-chunks.ts';

/** How a file is read. */
export type FileFormat = TableFormat | 'json-lines' | 'json-array' | 'tab-separated';

/** What is read, for messages. */
export const READABLE =
  'Arrow, Parquet, JSON lines (.jsonl), JSON (.json), both also .gz, or a layout that docs/decontamination.md names';

/** Names without `.gz`. */
const TEXT_NAMES: readonly (readonly [RegExp, FileFormat])[] = [
  [/\.(jsonl|ndjson|json)$/i, 'json-lines'],
  [/\.(tsv|txt)$/i, 'tab-separated'],
];

/** What first bytes mean that nobody meant to hand over, and what to do then. */
const STRAY: readonly (readonly [mark: string, found: string, hint: string])[] = [
  ['PK', 'a ZIP archive', 'Unpack it first'],
  ['versio', 'a pointer of Git LFS instead of the file', 'Fetch the file itself: git lfs pull'],
  ['<!DOCT', 'a web page', 'Fetch the file again: the server sent an error page'],
  ['<!doct', 'a web page', 'Fetch the file again: the server sent an error page'],
  ['<html', 'a web page', 'Fetch the file again: the server sent an error page'],
];

/** Nobody writes more blanks between the first two characters of a file. */
const LONGEST_HEAD = 1024 * 1024;

/** The format of a file, or an error that says why it cannot be read. */
export async function fileFormat(path: string): Promise<FileFormat> {
  const head = await readHead(path);
  const mark = Buffer.from(head).toString('latin1');
  if (head.length === 0) throw unreadable(path, 'the file is empty', '0 bytes', 'Fetch it again, or leave it out');
  if (mark.startsWith('PAR1')) return 'parquet';
  if (mark.startsWith('ARROW1') || mark.startsWith('\xff\xff\xff\xff')) return 'arrow';
  const container = containerOf(head);
  if (container !== undefined && container !== 'gz') {
    throw unreadable(path, 'the file is compressed in a way that is not read here', container, 'Unpack it first');
  }
  const stray = STRAY.find(([start]) => mark.startsWith(start));
  if (stray !== undefined) throw unreadable(path, 'not a file of texts', stray[1], stray[2]);
  const named = TEXT_NAMES.find(([pattern]) => pattern.test(path.replace(/\.gz$/i, '')));
  if (/\.json(\.gz)?$/i.test(path) && (await isJsonArray(path))) return 'json-array';
  if (named !== undefined) return named[1];
  if (
    mark
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart()
      .startsWith('{')
  )
    return 'json-lines';
  throw unreadable(path, 'a file of an unknown format', 'none of them', 'Convert it, or move it out of the folder');
}

/** True for one array of objects or lists. A file that begins with a list of strings has lines. */
async function isJsonArray(path: string): Promise<boolean> {
  let head = '';
  for await (const chunk of readChunks(path)) {
    head = (head + chunk.toString('latin1')).replace(/^\xef\xbb\xbf/, '').trimStart();
    // A chunk of gzip may be as short as its member.
    if (/^\S\s*\S/.test(head) || head.length > LONGEST_HEAD) break;
  }
  return /^\[\s*[[{\]]/.test(head);
}

function unreadable(at: string, what: string, found: string, hint: string): StackpairsError {
  return new StackpairsError('bad_input', what, { at, expected: READABLE, found, hint });
}
