// Rows as they lie in spills, packed into columns as Arrow has them, without an object a row: WebAssembly, from assembly/pack-rows.ts.
// In: records, one at a time. Out: columns, and what was counted of the rows. What it packs and counts is what the layouts pack and
// tallies count, which are the reference. Memory: that of the records and of one batch.
// Advice to whoever uses it: a record is in hand from `take` on; it is given its names, noted and appended in this order, and what
// was seen of the memory before is good for nothing after any of that.

import { readFileSync } from 'node:fs';
import { LENGTH_EDGES } from '../buckets.ts';
import { builtUrl } from '../built-url.ts';
import { copyBytes } from '../copy-bytes.ts';
import type { RecordMemory } from '../record-memory.ts';
import type { Slice } from '../types.ts';
import { type NamedSite, roleRows, siteRows, type TableRow, tableBytes, writeTable } from './pack-tables.ts';
import * as zones from './pack-zones.ts';
import { lengthsIn, licensesIn, type PackedCounts } from './packed-counts.ts';

/** Bytes of a word, and of a number of 64 bits. */
const WORD = 4;
const LONG = 8;

/** Room that zones have at first, columns of the data and others: what is never filled costs nothing. */
const FIRST_TEXT_BYTES = 16 * 1024 * 1024;
const FIRST_BYTES = 2 * 1024 * 1024;
/** As many as most recipes make; others find room when they are filled. */
const FIRST_COLUMNS = 4;

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly named: { readonly value: number };
  readonly counted: { readonly value: number };
  resize(zone: number, bytes: number, kept: number): void;
  start(zone: number): number;
  size(zone: number): number;
  begin(columns: number): void;
  take(at: number, site: number, clusterSite: number, clusterId: number): number;
  wantsName(post: number): number;
  authorId(post: number): number;
  name(post: number, bytes: number): number;
  note(): void;
  asked(): number;
  textBytes(): number;
  originBytes(): number;
  appendTexts(): void;
  appendOrigin(): void;
  clearTexts(): void;
  clearOrigins(): void;
}

/** What a record is taken with, sites by number: its own, and what its cluster is called by. */
export interface Placing {
  readonly site: number;
  readonly clusterSite: number;
  readonly clusterId: number;
}

/** Packs the rows of one shard after another. */
export class RowPacker {
  readonly #wasm: Exports;
  /** All memory, and the records in it, until it grows: then both are empty. */
  #memory: Buffer = Buffer.alloc(0);
  #records: Buffer = Buffer.alloc(0);
  #columns = 0;

  constructor() {
    const module = new WebAssembly.Module(readFileSync(builtUrl('shard/pack-rows.wasm', import.meta.url)));
    this.#wasm = new WebAssembly.Instance(module).exports as unknown as Exports;
    // Emptied when a shard begins. Records alone take more and more; they come last, where they need not move for it.
    for (let zone = zones.SITES; zone < zones.FIRST_TEXT; zone++) this.#wasm.resize(zone, FIRST_BYTES, 0);
    for (let column = 0; column < FIRST_COLUMNS; column++) {
      this.#wasm.resize(zones.FIRST_TEXT + 2 * column, FIRST_BYTES, 0);
      this.#wasm.resize(zones.FIRST_TEXT + 2 * column + 1, FIRST_TEXT_BYTES, 0);
    }
    this.#putEdges();
    this.#putTable(zones.ROLES, roleRows());
  }

  /** Where records are to be put; one is known by its place in there. */
  get records(): RecordMemory {
    const packer = this;
    return {
      get bytes() {
        return packer.#readRecords();
      },
      fit(bytes, kept) {
        packer.#wasm.resize(zones.RECORDS, bytes, kept);
        packer.#records = Buffer.alloc(0);
      },
    };
  }

  /** Begins a shard of these sites, by number, and so many text columns. */
  begin(sites: readonly NamedSite[], columns: number): void {
    if (columns > zones.MOST_COLUMNS) throw new Error(`${columns} text columns, of at most ${zones.MOST_COLUMNS}`);
    this.#columns = columns;
    this.#putTable(zones.SITES, siteRows(sites));
    this.#wasm.begin(columns);
  }

  /** Takes the record at `at` in hand; gives how many of its posts want the name of their author. */
  take(at: number, { site, clusterSite, clusterId }: Placing): number {
    return this.#wasm.take(at, site, clusterSite, clusterId);
  }

  /** Of the record in hand, the author whose name a post wants, if it does. */
  wantedAuthor(post: number): number | undefined {
    return this.#wasm.wantsName(post) === 1 ? this.#wasm.authorId(post) : undefined;
  }

  /** Says the name that a post wants. */
  name(post: number, name: Slice): void {
    const at = this.#wasm.name(post, name.to - name.from) >>> 0;
    copyBytes(name, this.#bytes(), at);
  }

  /** Counts the record in hand. */
  note(): void {
    this.#wasm.note();
  }

  /** When the question of the record in hand was asked, in milliseconds since 1970-01-01 UTC; other people's pairs do not say. */
  asked(): number | undefined {
    const asked = this.#wasm.asked();
    return Number.isNaN(asked) ? undefined : asked;
  }

  /** The most bytes the record in hand takes in the columns of the data. */
  mostTextBytes(): number {
    return this.#wasm.textBytes();
  }

  /** The most bytes it takes in those of provenance. */
  mostOriginBytes(): number {
    return this.#wasm.originBytes();
  }

  /** Appends it to the columns of the data. */
  appendTexts(): void {
    this.#wasm.appendTexts();
  }

  /** Appends it to those of provenance. */
  appendOrigin(): void {
    this.#wasm.appendOrigin();
  }

  /** Forgets the rows in the columns of the data. */
  clearTexts(): void {
    this.#wasm.clearTexts();
  }

  /** Forgets those of provenance. */
  clearOrigins(): void {
    this.#wasm.clearOrigins();
  }

  /** What is in a zone: a view that holds until more is appended. */
  bytes(zone: number): Uint8Array<ArrayBuffer> {
    const { memory, start, size } = this.#wasm;
    return new Uint8Array(memory.buffer, start(zone) >>> 0, size(zone) >>> 0);
  }

  /** The same as words of 4 bytes. */
  words(zone: number): Int32Array<ArrayBuffer> {
    const { buffer, byteOffset, length } = this.bytes(zone);
    return new Int32Array(buffer, byteOffset, length / WORD);
  }

  /** The same as numbers of 8 bytes. */
  longs(zone: number): BigInt64Array<ArrayBuffer> {
    const { buffer, byteOffset, length } = this.bytes(zone);
    return new BigInt64Array(buffer, byteOffset, length / LONG);
  }

  /** What was counted of this shard. */
  counts(): PackedCounts {
    const { counted, named } = this.#wasm;
    return {
      lengths: lengthsIn(this.words(zones.LENGTHS), this.#columns),
      years: [...this.words(zones.YEARS)],
      licenses: licensesIn(this.words(zones.LICENSE_COUNTS), this.bytes(zones.LICENSE_NAMES)),
      posts: counted.value,
      named: named.value,
    };
  }

  #putEdges(): void {
    this.#wasm.resize(zones.EDGES, LENGTH_EDGES.length * WORD, 0);
    this.words(zones.EDGES).set(LENGTH_EDGES);
  }

  #putTable(zone: number, rows: readonly TableRow[]): void {
    this.#wasm.resize(zone, tableBytes(rows), 0);
    writeTable(rows, this.bytes(zone));
  }

  #readRecords(): Buffer {
    if (this.#records.length === 0) {
      const { buffer, byteOffset, length } = this.bytes(zones.RECORDS);
      this.#records = Buffer.from(buffer, byteOffset, length);
    }
    return this.#records;
  }

  #bytes(): Buffer {
    if (this.#memory.length === 0) this.#memory = Buffer.from(this.#wasm.memory.buffer);
    return this.#memory;
  }
}
