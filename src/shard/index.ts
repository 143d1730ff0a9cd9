// Rows -> shards, and shards -> rows; tables of others -> rows. The only room that knows Arrow and Parquet.

export { readBatchEnds } from './batch-ends.ts';
export { type OriginBatch, type PackedTags, readOriginBatches, readTextBatches } from './column-batches.ts';
export type { ShardRow } from './layout.ts';
export { openFormat } from './open-format.ts';
export { openTable } from './open-table.ts';
export type { PlainRow } from './plain-layout.ts';
export type { ProvenanceRow } from './provenance-rows.ts';
export type { RowPacker } from './row-packer.ts';
export { shardRowOf } from './row-values.ts';
export type { ShardFormat } from './shard-format.ts';
export {
  openLayouts,
  openPackedLayouts,
  openShardWriter,
  type PackedLayouts,
  type ShardLayouts,
  type ShardPart,
  type ShardSums,
  type ShardWriter,
  shardLayouts,
} from './shard-writer.ts';
export { openWordWriter, readWords } from './word-file.ts';
export { writePlain } from './write-plain.ts';
