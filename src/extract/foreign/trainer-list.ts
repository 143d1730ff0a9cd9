// `data_config.json` beside a set: the list of files, with weights, that trainers of 2021 read. Where a folder has one,
// what it lists is the set, in its order; the rest of the folder is not.
import { readFile, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { StackpairsError } from '../../errors.ts';
import { readFailure } from '../read-failure.ts';
import type { FileSet, ForeignFile } from './list-files.ts';

const LIST = 'data_config.json';

/** The longest one known lists 290 files in 40 kB. */
const LARGEST_LIST_BYTES = 16 * 1024 * 1024;

/** The files of a set that its `data_config.json` lists; all of them where it has none, or one of another kind. */
export async function listedFiles({ isFolder, path, files }: FileSet): Promise<readonly ForeignFile[]> {
  const list = join(path, LIST);
  const names = isFolder ? namesIn(await readList(list), list) : undefined;
  if (names === undefined) return files;
  const byName = new Map(files.map((file) => [file.name, file]));
  return [...new Set(names)].map((name) => byName.get(name) ?? missing(list, name));
}

async function readList(list: string): Promise<string | undefined> {
  const size = await stat(list).catch(() => undefined);
  if (size?.isFile() !== true) return undefined;
  if (size.size <= LARGEST_LIST_BYTES) {
    return readFile(list, 'utf8').catch((error: unknown) => {
      throw readFailure(error, list);
    });
  }
  throw new StackpairsError('bad_input', 'a list of files that is too long', {
    at: list,
    expected: `at most ${LARGEST_LIST_BYTES} bytes`,
    found: `${size.size}`,
  });
}

/** Other programs call their settings that as well. */
function namesIn(text: string | undefined, at: string): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const entries = parse(text, at);
  if (!Array.isArray(entries) || entries.length === 0) return undefined;
  const names = entries.map((entry: unknown) => (entry as { readonly name?: unknown } | null)?.name);
  return names.every((name) => typeof name === 'string') ? names.map((name) => posix.normalize(name)) : undefined;
}

function parse(text: string, at: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    const parts = { at, expected: 'JSON', found: 'something else', hint: 'Fetch it again, or remove it', cause };
    throw new StackpairsError('bad_input', 'a list of files that cannot be read', parts);
  }
}

function missing(at: string, name: string): never {
  throw new StackpairsError('bad_input', 'a file that is listed is not there', {
    at,
    expected: `${name} in its folder`,
    found: 'none',
    hint: 'Fetch it, or take it off the list',
  });
}
