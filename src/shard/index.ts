// Rows -> shards, and shards -> rows. The only room that knows Arrow.

export { readDataRows, readProvenanceRows } from './arrow-reader.ts';
export type { ShardRow } from './layout.ts';
export type { ProvenanceRow } from './provenance-rows.ts';
export { openShardWriter, type ShardLayouts, type ShardPart, type ShardSums, shardLayouts } from './shard-writer.ts';
