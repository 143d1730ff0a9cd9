// One thread partition after another, read back from every spill and put in order. Memory, used again for each partition:
// the records of the largest one and 24 bytes for each, or a sub-range of its keys and one piece where the partition turned
// out larger than PARTITION_BYTES (it is then read once a sub-range).

import { grown } from '../grown.ts';
import { type RecordMemory, recordMemory } from '../record-memory.ts';
import { recordByte, recordId, recordKey, recordLength, recordQuestionId } from './record.ts';
import { SortMemory, sortByPrefix } from './sort-by-prefix.ts';
import { SpillReader } from './spill-reader.ts';

// Several threads each hold one partition; the plan aims at about 10 MB up to 30 GB of XML, so only a mistaken estimate gets here.
const PARTITION_BYTES = 128 * 1024 * 1024;

/** More than most partitions have; what is never filled costs nothing. */
const FIRST_RECORDS = 64 * 1024;

/** A spill of pair records and the input they are of. */
export interface RecordSpill {
  readonly path: string;
  readonly input: number;
}

/** A record in order: where its bytes are now, and its input. Whoever makes their memory grow finds it there no longer. */
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

/** Reads partitions, one after another. */
export function partitionReader(limitBytes = PARTITION_BYTES, memory = recordMemory()) {
  const read = partitionListReader(limitBytes, memory);
  /** The records of all lists; each is good until the next one is asked for. */
  return function* sortedRecords(...partition: Parameters<typeof read>): Generator<PlacedRecord> {
    for (const records of read(...partition)) yield* records;
  };
}

/** The same in lists, one for each range of keys that is read at once: what has one key is in one list. */
export function partitionListReader(limitBytes = PARTITION_BYTES, memory = recordMemory()) {
  const records = new RecordList(memory);
  /** The records by order key, then site, question, id and place in the file; all of a list are good until the next list is asked for. */
  return function* sortedLists(
    spills: readonly RecordSpill[],
    { partition, fromKey, toKey }: PartitionRange,
    reader = new SpillReader(),
  ): Generator<Iterable<PlacedRecord>> {
    const bytes = spills.reduce((sum, { path }) => sum + reader.bytes(path, partition), 0);
    const passes = Math.max(1, Math.ceil(bytes / limitBytes));
    const passOf = (key: number) => Math.floor(((key - fromKey) * passes) / (toKey - fromKey));
    for (let pass = 0; pass < passes; pass++) {
      records.clear(Math.ceil(bytes / passes));
      for (const { path, input } of spills) {
        for (const piece of reader.pieces(path, partition, (length) => records.reserve(length))) {
          records.add(piece, input, (key) => passes === 1 || passOf(key) === pass);
        }
      }
      yield records.sorted();
    }
  };
}

/** Records one behind the other in one buffer, and where each begins. */
class RecordList {
  readonly #memory: RecordMemory;
  #used = 0;
  #places = new Uint32Array(FIRST_RECORDS);
  #inputs = new Uint32Array(FIRST_RECORDS);
  /** Their order keys: to read one a second time is to wait for memory. */
  #keys = new Uint32Array(FIRST_RECORDS);
  #count = 0;
  readonly #sorting = new SortMemory();

  constructor(memory: RecordMemory) {
    this.#memory = memory;
  }

  /** Forgets all records, and makes room for about so many bytes of new ones. */
  clear(bytes: number): void {
    this.#used = 0;
    this.#count = 0;
    // Partitions are of about one size: some room to spare, which costs nothing untouched, serves all that follow.
    if (this.#memory.bytes.length < bytes) this.#memory.fit(Math.ceil(1.5 * bytes), 0);
  }

  /** Room behind the last record, to be filled and handed to `add`. */
  reserve(bytes: number): Buffer {
    const end = this.#used + bytes;
    const { length } = this.#memory.bytes;
    if (end > length) this.#memory.fit(Math.max(end, 2 * length), this.#used);
    return this.#memory.bytes.subarray(this.#used, end);
  }

  /** Takes the records of a piece that was put behind the last one, the wanted ones alone. */
  add(piece: Buffer, input: number, wanted: (key: number) => boolean): void {
    const { bytes } = this.#memory;
    const from = this.#used;
    for (let at = from; at < from + piece.length; ) {
      const length = recordLength(bytes, at);
      const key = recordKey(bytes, at);
      if (wanted(key)) {
        if (at > this.#used) bytes.copyWithin(this.#used, at, at + length);
        this.#note(this.#used, input, key);
        this.#used += length;
      }
      at += length;
    }
  }

  *sorted(): Generator<PlacedRecord> {
    const memory = this.#memory;
    const { bytes } = memory;
    const [places, inputs, keys] = [this.#places, this.#inputs, this.#keys];
    const order = sortByPrefix(
      this.#count,
      (row) => keys[row]!,
      (a, b) =>
        inputs[a]! - inputs[b]! ||
        recordQuestionId(bytes, places[a]!) - recordQuestionId(bytes, places[b]!) ||
        recordId(bytes, places[a]!) - recordId(bytes, places[b]!) ||
        recordByte(bytes, places[a]!) - recordByte(bytes, places[b]!),
      this.#sorting,
    );
    // It may have moved since the row before.
    for (const row of order) yield { bytes: memory.bytes, at: places[row]!, input: inputs[row]! };
  }

  #note(place: number, input: number, key: number): void {
    if (this.#count === this.#places.length) {
      this.#places = grown(this.#places);
      this.#inputs = grown(this.#inputs);
      this.#keys = grown(this.#keys);
    }
    this.#places[this.#count] = place;
    this.#inputs[this.#count] = input;
    this.#keys[this.#count] = key;
    this.#count += 1;
  }
}
