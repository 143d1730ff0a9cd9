// The train rows of a config in their order, so many at a time. Memory: a block of rows, with their texts.

import { type InspectedRow, type OpenedBuild, rowsOf } from '../inspect.ts';
import { type ManifestConfig, type ManifestShard, provenancePath } from '../manifest.ts';
import { sum } from '../sum.ts';

/** A row, and the data shard it stands in. */
export interface PlacedRow extends Pick<InspectedRow, 'provenance'> {
  readonly shard: ManifestShard;
  /** In the order of the columns. */
  readonly texts: readonly string[];
}

/** Data shards of a config's train side. */
export function trainShards({ manifest }: OpenedBuild, { name }: ManifestConfig): ManifestShard[] {
  return manifest.shards.filter(({ config, split }) => config === name && split === 'train');
}

/** Blocks of about the same size, none of more than `most` rows. */
export function* trainBlocks(build: OpenedBuild, config: ManifestConfig, most: number): Generator<PlacedRow[]> {
  const rows = sum(trainShards(build, config).map((shard) => shard.rows));
  const size = Math.ceil(rows / Math.ceil(rows / most));
  let block: PlacedRow[] = [];
  for (const row of placedRows(build, config)) {
    block.push(row);
    if (block.length < size) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

function* placedRows(build: OpenedBuild, config: ManifestConfig): Generator<PlacedRow> {
  for (const shard of trainShards(build, config)) {
    const own = build.manifest.shards.filter(({ path }) => [shard.path, provenancePath(shard.path)].includes(path));
    for (const { texts, provenance } of rowsOf({ ...build, manifest: { ...build.manifest, shards: own } }, config)) {
      yield { shard, texts: config.columns.map((column) => texts[column] ?? ''), provenance };
    }
  }
}
