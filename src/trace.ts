// From a row of a finished build to where it came from: the shard it stands in, and the same row of its provenance.

import { join } from 'node:path';
import { StackpairsError } from './errors.ts';
import { type InspectedRow, untraced } from './inspect.ts';
import { provenancePath } from './manifest.ts';
import { readManifest } from './manifest-file.ts';
import { readDataRows, readProvenanceRows } from './shard/index.ts';

/** A row by its number in a split. */
export interface RowName {
  readonly config: string;
  readonly split: string;
  readonly row: number;
}

/** Finds a row and its provenance. Throws `bad_usage` when there is none. */
export function trace(out: string, { config, split, row }: RowName): InspectedRow {
  const { configs, shards: all } = readManifest(out);
  const names = configs.map(({ name }) => name);
  if (!names.includes(config)) {
    throw new StackpairsError('bad_usage', 'there is no such data config', {
      at: out,
      expected: names.join(', '),
      found: config,
    });
  }
  const shards = all.filter((shard) => shard.config === config && shard.split === split);
  let before = 0;
  for (const { path, rows } of shards) {
    if (row < before + rows) {
      const range = { from: row - before, to: row - before + 1 };
      const texts = readDataRows(join(out, path), range).next().value;
      const provenance = readProvenanceRows(join(out, provenancePath(path)), range).next().value;
      if (texts === undefined || provenance === undefined) throw untraced(provenancePath(path));
      return { split, row, texts, provenance };
    }
    before += rows;
  }
  const found = before === 0 ? `no rows of ${config} ${split}` : `${before} rows`;
  throw new StackpairsError('bad_usage', `there is no row ${row}`, {
    at: out,
    expected: 'a row of the split, from 0',
    found,
  });
}
