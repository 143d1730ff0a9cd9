// Vectors that were computed elsewhere: FILE.npy with a row a text, and beside it FILE.ids.txt with the texts' ids, a line
// each. An id is `query:ID`, `document:ID` or plain ID; of a text without one it is the text. Memory: all of it.

import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Encoder } from '../../encoder.ts';
import { StackpairsError } from '../../errors.ts';
import { readNpy } from './npy.ts';
import { normaliseRows } from './pool.ts';

/** Opens the vectors; a line of ids that begins with `"` is a string of JSON, so that it may hold line ends. */
export async function openVectors(file: string): Promise<Encoder> {
  const idsFile = file.replace(/(?:\.npy)?$/, '.ids.txt');
  for (const path of [file, idsFile]) {
    if (existsSync(path)) continue;
    throw new StackpairsError('bad_input', 'there is no such file', {
      at: path,
      expected: 'FILE.npy, and FILE.ids.txt beside it',
    });
  }
  const { data, count, dimensions } = readNpy(readFileSync(file), file);
  const bad = normaliseRows(data, dimensions);
  if (bad !== -1) throw new StackpairsError('bad_input', 'a vector is not finite', { at: `${file} row ${bad}` });
  const rowOf = readIds(idsFile, count);
  return {
    name: basename(file),
    dimensions,
    async encode(texts, role, ids = texts) {
      const vectors = new Float32Array(texts.length * dimensions);
      ids.forEach((id, at) => {
        const row = rowOf.get(`${role}:${id}`) ?? rowOf.get(id);
        if (row === undefined)
          throw new StackpairsError('bad_input', 'a text has no vector', {
            at: idsFile,
            expected: JSON.stringify(id.slice(0, 120)),
          });
        vectors.set(data.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
      });
      return vectors;
    },
    close: async () => {},
  };
}

function readIds(path: string, count: number): ReadonlyMap<string, number> {
  const lines = readFileSync(path, 'utf8').split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length !== count) {
    throw new StackpairsError('bad_input', 'ids and vectors are not as many', {
      at: path,
      expected: `${count} lines`,
      found: String(lines.length),
    });
  }
  const rowOf = new Map<string, number>();
  lines.forEach((line, row) => {
    const id = idOf(line.replace(/\r$/, ''), `${path} line ${row + 1}`);
    if (rowOf.has(id))
      throw new StackpairsError('bad_input', 'an id is there twice', { at: `${path} line ${row + 1}` });
    rowOf.set(id, row);
  });
  return rowOf;
}

function idOf(line: string, at: string): string {
  if (!line.startsWith('"')) return line;
  try {
    return String(JSON.parse(line));
  } catch (cause) {
    throw new StackpairsError('bad_input', 'a line begins as a string of JSON, and is none', { at, cause });
  }
}
