// Rows -> shards, and shards -> rows. The only room that knows Arrow.

export { readDataRows, readProvenanceRows } from './arrow-reader.ts';
export type { ShardPost, ShardRow } from './layout.ts';
export type { ProvenanceRow } from './provenance-rows.ts';
export { openShardWriter, type ShardLayouts, type ShardSums, shardLayouts } from './shard-writer.ts';
