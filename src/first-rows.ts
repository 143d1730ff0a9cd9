// The rows a card shows, read back from a finished dataset: the first ones of the first shard of each config.

import type { Manifest } from './manifest.ts';
import type { ShardFormat } from './shard/index.ts';

/** As many as a build shows. */
const CARD_ROWS = 3;

/** A dataset, and where the shard of a path lies. */
interface Source {
  readonly manifest: Manifest;
  readonly format: ShardFormat;
  readonly pathOf: (path: string) => string;
}

/** The texts of the first rows of each config, in the order of their columns. */
export function firstRows({ manifest: { configs, shards }, format, pathOf }: Source): string[][][] {
  return configs.map(({ name, columns }) => {
    const first = shards.find((shard) => shard.config === name);
    if (first === undefined) return [];
    const rows = [...format.readDataRows(pathOf(first.path), { to: CARD_ROWS, columns })];
    return rows.map((texts) => columns.map((column) => texts[column] ?? ''));
  });
}
