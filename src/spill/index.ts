// Pairs -> partitions: what the passes hand each other on disk, in files of records grouped by partition.

export type { ByteWriter } from './byte-writer.ts';
export {
  entryColumns,
  type Fate,
  fingerprintPrefix,
  LEFT_OUT,
  type LeftOut,
  readVerdicts,
  type Verdict,
  writeEntry,
  writeVerdict,
} from './entry.ts';
export { type JoinedRecord, type PostParts, postParts, writeJoined } from './joined-record.ts';
export { type PlacedRecord, partitionListReader, partitionReader, type RecordSpill } from './partition.ts';
export {
  completeRecord,
  isAnswerRecord,
  isLeftOut,
  omitAuthor,
  type PairRecord,
  type PlacedPost,
  type RecordPlace,
  readRecord,
  recordAcceptedId,
  recordAuthorId,
  recordByte,
  recordCreated,
  recordFingerprint,
  recordId,
  recordKey,
  recordLength,
  recordQuestionId,
  recordVotes,
  writeKey,
  writeLeftOut,
  writeRecord,
} from './record.ts';
export { renumberEntries } from './renumber-entries.ts';
export { type Run, RunBuilder } from './run-builder.ts';
export { RunMemory, RunSpill } from './run-spill.ts';
export { Scratch } from './scratch.ts';
export { SortMemory, sortByPrefix } from './sort-by-prefix.ts';
export { SpillReader, spillIndexAt, spillPieces } from './spill-reader.ts';
export { SpillMemory, SpillWriter } from './spill-writer.ts';
export { WordSpill } from './word-spill.ts';
