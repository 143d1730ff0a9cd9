// Vectors that were computed elsewhere, as a table or as a file of numpy. An id is `query:ID`, `document:ID` or plain ID;
// of a text without one it is the text. Memory: all of it.

import { basename } from 'node:path';
import type { Encoder } from '../../encoder.ts';
import { StackpairsError } from '../../errors.ts';
import type { OpenTable } from '../../foreign.ts';
import type { NamedVectors } from './named-vectors.ts';
import { normaliseRows } from './pool.ts';
import { readNumpyVectors } from './read-numpy-vectors.ts';
import { readVectorTable } from './read-vector-table.ts';

/** Opens the vectors of FILE.npy, FILE.arrow or FILE.parquet. */
export async function openVectors(file: string, openTable: OpenTable): Promise<Encoder> {
  const named = /\.(?:arrow|parquet)$/.test(file) ? await readVectorTable(file, openTable) : readNumpyVectors(file);
  const { data, dimensions } = named.vectors;
  const bad = normaliseRows(data, dimensions);
  if (bad !== -1) throw new StackpairsError('bad_input', 'a vector is not finite', { at: `${file} row ${bad}` });
  const rowOf = numberIds(named);
  return {
    name: basename(file),
    dimensions,
    async encode(texts, role, ids = texts) {
      const vectors = new Float32Array(texts.length * dimensions);
      ids.forEach((id, at) => {
        const row = rowOf.get(`${role}:${id}`) ?? rowOf.get(id);
        if (row === undefined)
          throw new StackpairsError('bad_input', 'a text has no vector', {
            at: file,
            expected: JSON.stringify(id.slice(0, 120)),
          });
        vectors.set(data.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions);
      });
      return vectors;
    },
    close: async () => {},
  };
}

function numberIds({ ids, placeOf }: NamedVectors): ReadonlyMap<string, number> {
  const rowOf = new Map<string, number>();
  ids.forEach((id, row) => {
    if (rowOf.has(id)) throw new StackpairsError('bad_input', 'an id is there twice', { at: placeOf(row) });
    rowOf.set(id, row);
  });
  return rowOf;
}
