// From a row of a finished build to where it came from: the shard it stands in, and the same row of its provenance.

import { join } from 'node:path';
import { StackpairsError } from './errors.ts';
import { type InspectedRow, openBuild, untraced } from './inspect.ts';
import { provenancePath } from './manifest.ts';

/** A row by its number in a split. */
export interface RowName {
  readonly config: string;
  readonly split: string;
  readonly row: number;
}

/** Finds a row and its provenance. Throws `bad_usage` when there is none. */
export async function trace(out: string, { config: name, split, row }: RowName): Promise<InspectedRow> {
  const { manifest, format } = await openBuild(out);
  const config = manifest.configs.find((config) => config.name === name);
  if (config === undefined) {
    throw new StackpairsError('bad_usage', 'there is no such data config', {
      at: out,
      expected: manifest.configs.map(({ name }) => name).join(', '),
      found: name,
    });
  }
  const shards = manifest.shards.filter((shard) => shard.config === name && shard.split === split);
  let before = 0;
  for (const { path, rows } of shards) {
    if (row < before + rows) {
      const range = { from: row - before, to: row - before + 1 };
      const texts = format.readDataRows(join(out, path), { ...range, columns: config.columns }).next().value;
      const provenance = format.readProvenanceRows(join(out, provenancePath(path)), range).next().value;
      if (texts === undefined || provenance === undefined) throw untraced(provenancePath(path));
      return { split, row, texts, provenance };
    }
    before += rows;
  }
  const found = before === 0 ? `no rows of ${name} ${split}` : `${before} rows`;
  throw new StackpairsError('bad_usage', `there is no row ${row}`, {
    at: out,
    expected: 'a row of the split, from 0',
    found,
  });
}
