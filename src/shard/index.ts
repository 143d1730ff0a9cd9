// Rows -> shards, and shards -> rows; tables of others -> rows. The only room that knows Arrow and Parquet.

export { readDataRows, readProvenanceRows } from './arrow-reader.ts';
export type { ShardRow } from './layout.ts';
export { openTable } from './open-table.ts';
export type { ProvenanceRow } from './provenance-rows.ts';
export { openShardWriter, type ShardLayouts, type ShardPart, type ShardSums, shardLayouts } from './shard-writer.ts';
