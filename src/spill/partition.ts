// One thread partition after another, read back from every spill and put in order. Memory: the records of the largest
// partition, or of a sub-range of its keys where that turned out larger than PARTITION_BYTES (it is then read once a sub-range).

import { recordByte, recordId, recordKey, recordLength } from './record.ts';
import { sortByPrefix } from './sort-by-prefix.ts';
import { type Allocate, spillBytes, spillPieces } from './spill-reader.ts';

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

/** Reads partitions of the same spills, one after another, into the same memory. */
export function partitionReader(spills: readonly RecordSpill[], limitBytes = PARTITION_BYTES) {
  let memory = Buffer.alloc(0) as Buffer;
  /** The records of a partition by order key, then site, id and place in the file; good until the next partition is read. */
  return function* sortedRecords(range: PartitionRange): Generator<PlacedRecord> {
    const bytes = sizeOf(spills, range.partition);
    if (bytes > limitBytes) return yield* inPasses(spills, range, Math.ceil(bytes / limitBytes));
    if (memory.length < bytes) memory = Buffer.allocUnsafeSlow(bytes);
    let used = 0;
    const allocate = (length: number) => {
      used += length;
      return memory.subarray(used - length, used);
    };
    yield* sorted(collect(spills, range.partition, { allocate }));
  };
}

/** Records of one sub-range of the keys after another, each in memory of its own. */
function* inPasses(spills: readonly RecordSpill[], range: PartitionRange, passes: number): Generator<PlacedRecord> {
  const passOf = (key: number) => Math.floor(((key - range.fromKey) * passes) / (range.toKey - range.fromKey));
  for (let pass = 0; pass < passes; pass++) {
    yield* sorted(collect(spills, range.partition, { wanted: (key) => passOf(key) === pass }));
  }
}

function* sorted(records: readonly PlacedRecord[]): Generator<PlacedRecord> {
  const order = sortByPrefix(
    records.length,
    (row) => recordKey(records[row]!.bytes, records[row]!.at),
    (a, b) => compare(records[a]!, records[b]!),
  );
  for (const row of order) yield records[row]!;
}

function sizeOf(spills: readonly RecordSpill[], partition: number): number {
  return spills.reduce((sum, { path }) => sum + spillBytes(path, partition), 0);
}

interface Collecting {
  readonly allocate?: Allocate;
  readonly wanted?: (key: number) => boolean;
}

function collect(
  spills: readonly RecordSpill[],
  partition: number,
  { allocate, wanted = () => true }: Collecting,
): PlacedRecord[] {
  const records: PlacedRecord[] = [];
  for (const { path, input } of spills) {
    for (const piece of spillPieces(path, partition, allocate)) {
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
