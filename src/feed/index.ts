// Door of the room that puts rows in the order a trainer takes them. Reading order: shared-keys (keys -> who may not meet),
// permute (rows -> an epoch), fill-batches (an epoch -> batches of one source), mix-batches (whose batch is next). Nothing here
// reads a file: rows are numbers, and what they share comes in as keys.

export { type BatchSource, openBatchSource, type SourceCounts } from './fill-batches.ts';
export { type BatchMix, openBatchMix } from './mix-batches.ts';
export { madeAhead, type RowTags, shuffledRows, tagRuns } from './permute.ts';
export { type Keys, openSharing, type PlaceTarget, type SharedKeys } from './shared-keys.ts';
