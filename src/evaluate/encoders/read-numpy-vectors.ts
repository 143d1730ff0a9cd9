// FILE.npy with a row a text, and beside it FILE.ids.txt with the texts' ids, a line each. A line that begins with `"` is a
// string of JSON, so that it may hold line ends.

import { existsSync, readFileSync } from 'node:fs';
import { StackpairsError } from '../../errors.ts';
import type { NamedVectors } from './named-vectors.ts';
import { readNpy } from './npy.ts';

/** Reads both files. */
export function readNumpyVectors(file: string): NamedVectors {
  const idsFile = file.replace(/(?:\.npy)?$/, '.ids.txt');
  for (const path of [file, idsFile]) {
    if (existsSync(path)) continue;
    throw new StackpairsError('bad_input', 'there is no such file', {
      at: path,
      expected: 'FILE.npy, and FILE.ids.txt beside it; or FILE.arrow or FILE.parquet',
    });
  }
  const vectors = readNpy(readFileSync(file), file);
  const placeOf = (row: number) => `${idsFile} line ${row + 1}`;
  return { vectors, ids: readIds(idsFile, vectors.count, placeOf), placeOf };
}

function readIds(path: string, count: number, placeOf: (row: number) => string): string[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length !== count) {
    throw new StackpairsError('bad_input', 'ids and vectors are not as many', {
      at: path,
      expected: `${count} lines`,
      found: String(lines.length),
    });
  }
  return lines.map((line, row) => idOf(line.replace(/\r$/, ''), placeOf(row)));
}

function idOf(line: string, at: string): string {
  if (!line.startsWith('"')) return line;
  try {
    return String(JSON.parse(line));
  } catch (cause) {
    throw new StackpairsError('bad_input', 'a line begins as a string of JSON, and is none', { at, cause });
  }
}
