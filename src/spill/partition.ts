// One thread partition, read back from every spill and put in order. Memory: the records of the partition, or of a
// sub-range of its keys where the partition turned out larger than PARTITION_BYTES (then it is read once a sub-range).

import { recordByte, recordId, recordKey, recordLength } from './record.ts';
import { sortByPrefix } from './sort-by-prefix.ts';
import { spillBytes, spillPieces } from './spill-reader.ts';

// Several threads each hold one partition; the plan aims at about 10 MB up to 30 GB of XML, so only a mistaken estimate gets here.
const PARTITION_BYTES = 128 * 1024 * 1024;

/** A spill of pair records and the input they are of. */
export interface RecordSpill {
  readonly path: string;
  readonly input: number;
}

/** A record in order: where its bytes are, and its input. */
export interface PlacedRecord {
  readonly bytes: Buffer;
  readonly at: number;
  readonly input: number;
}

/** Which partition, and the range of order keys it holds: whole numbers, `[fromKey, toKey)`. */
export interface PartitionRange {
  readonly partition: number;
  readonly fromKey: number;
  readonly toKey: number;
}

/** The records of a partition by order key, then site, id and place in the file. */
export function* sortedRecords(
  spills: readonly RecordSpill[],
  range: PartitionRange,
  limitBytes = PARTITION_BYTES,
): Generator<PlacedRecord> {
  const passes = Math.max(1, Math.ceil(sizeOf(spills, range.partition) / limitBytes));
  const passOf = (key: number) => Math.floor(((key - range.fromKey) * passes) / (range.toKey - range.fromKey));
  for (let pass = 0; pass < passes; pass++) {
    const records = collect(spills, range.partition, (key) => passes === 1 || passOf(key) === pass);
    const order = sortByPrefix(
      records.length,
      (row) => recordKey(records[row]!.bytes, records[row]!.at),
      (a, b) => compare(records[a]!, records[b]!),
    );
    for (const row of order) yield records[row]!;
  }
}

function sizeOf(spills: readonly RecordSpill[], partition: number): number {
  return spills.reduce((sum, { path }) => sum + spillBytes(path, partition), 0);
}

function collect(spills: readonly RecordSpill[], partition: number, wanted: (key: number) => boolean): PlacedRecord[] {
  const records: PlacedRecord[] = [];
  for (const { path, input } of spills) {
    for (const piece of spillPieces(path, partition)) {
      const from = records.length;
      for (let at = 0; at < piece.length; at += recordLength(piece, at)) {
        if (wanted(recordKey(piece, at))) records.push({ bytes: piece, at, input });
      }
      keepOnly(records, from, piece);
    }
  }
  return records;
}

/** Copies the wanted records of a piece out of it unless all are wanted, so that the piece can be freed. */
function keepOnly(records: PlacedRecord[], from: number, piece: Buffer): void {
  const bytes = records.slice(from).reduce((sum, { at }) => sum + recordLength(piece, at), 0);
  if (bytes === piece.length) return;
  for (let i = from; i < records.length; i++) {
    const { at, input } = records[i]!;
    records[i] = { bytes: Buffer.from(piece.subarray(at, at + recordLength(piece, at))), at: 0, input };
  }
}

function compare(a: PlacedRecord, b: PlacedRecord): number {
  return (
    a.input - b.input ||
    recordId(a.bytes, a.at) - recordId(b.bytes, b.at) ||
    recordByte(a.bytes, a.at) - recordByte(b.bytes, b.at)
  );
}
