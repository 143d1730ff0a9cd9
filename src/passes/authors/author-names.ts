// Looks names of users up in the files that NamesWriter wrote. Memory: the index, which is less than 0.2 bytes a user with its
// list of slots, and HELD_BLOCKS blocks, or 4 MiB; the names of a usual site fit in them.
// Advice to whoever changes this: a name that was given lies in a slot until HELD_BLOCKS others were read, so a row's names
// must be copied before so many more are looked up; no row has so many posts.

import { closeSync, openSync, readSync } from 'node:fs';
import { StackpairsError } from '../../errors.ts';
import { Scratch } from '../../spill/index.ts';
import type { Slice } from '../../types.ts';
import { type BlockMemory, blockMemory, NAME_BLOCK_BYTES, nameIn } from './name-block.ts';
import { type NameFiles, type NamesIndex, type NamesOfRun, readIndex } from './names-index.ts';

const HELD_BLOCKS = 1024;
const NONE = -1;

/** The names of a build, open until it is closed. */
export class AuthorNames {
  readonly #path: string;
  readonly #fd: number;
  readonly #index: NamesIndex;
  readonly #runs: ReadonlyMap<number, readonly NamesOfRun[]>;
  readonly #held: BlockMemory;
  /** The slot each block is held in, and the block that each slot holds. */
  readonly #slots: Int32Array;
  readonly #blocks = new Int32Array(HELD_BLOCKS).fill(NONE);
  #nextSlot = 0;

  /** Holds its blocks in this memory, which serves others when it is closed. */
  constructor({ names, index }: NameFiles, memory = new Scratch()) {
    this.#path = names;
    this.#held = blockMemory(memory.room(HELD_BLOCKS * NAME_BLOCK_BYTES));
    this.#index = readIndex(index);
    this.#runs = byInput(this.#index.runs);
    this.#slots = new Int32Array(this.#index.ids.length).fill(NONE);
    this.#fd = openSync(names, 'r');
  }

  /** The name of a user of an input; of a user with several, that of the first row. */
  nameOf(input: number, id: number): Slice | undefined {
    for (const { least, most, from, to } of this.#runs.get(input) ?? []) {
      if (id < least || id > most) continue;
      const block = this.#blockOf(id, from, to);
      const isHeld = this.#bytesOf(block) <= NAME_BLOCK_BYTES;
      const found = isHeld ? nameIn(this.#held, this.#place(block), id) : nameIn(this.#readLong(block), 0, id);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  close(): void {
    closeSync(this.#fd);
  }

  /** The last block of those that begins at the id or below; the first one does. */
  #blockOf(id: number, from: number, to: number): number {
    const { ids } = this.#index;
    let [low, high] = [from, to];
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (ids[middle]! <= id) low = middle;
      else high = middle;
    }
    return low;
  }

  #bytesOf(block: number): number {
    return this.#index.bytes[block + 1]! - this.#index.bytes[block]!;
  }

  /** One that holds a single, very long name has memory of its own. */
  #readLong(block: number): BlockMemory {
    const bytes = Buffer.allocUnsafeSlow(this.#bytesOf(block));
    this.#read(block, { bytes, from: 0, to: bytes.length });
    return blockMemory(bytes);
  }

  /** Where a block is held, from now on if it was not. */
  #place(block: number): number {
    const held = this.#slots[block]!;
    if (held !== NONE) return held * NAME_BLOCK_BYTES;
    const slot = this.#freeSlot();
    const from = slot * NAME_BLOCK_BYTES;
    this.#slots[block] = slot;
    this.#blocks[slot] = block;
    this.#read(block, { bytes: this.#held.bytes, from, to: from + this.#bytesOf(block) });
    return from;
  }

  /** Blocks leave in the order they came. */
  #freeSlot(): number {
    const slot = this.#nextSlot;
    this.#nextSlot = (slot + 1) % HELD_BLOCKS;
    const before = this.#blocks[slot]!;
    if (before !== NONE) this.#slots[before] = NONE;
    return slot;
  }

  #read(block: number, { bytes, from, to }: Slice): void {
    const at = this.#index.bytes[block]!;
    for (let filled = from; filled < to; ) {
      const got = readSync(this.#fd, bytes, filled, to - filled, at + filled - from);
      if (got === 0) throw damaged(this.#path, `${to - from} bytes at ${at}`, `${filled - from}`);
      filled += got;
    }
  }
}

function byInput(runs: readonly NamesOfRun[]): ReadonlyMap<number, readonly NamesOfRun[]> {
  const lists = new Map<number, NamesOfRun[]>();
  for (const run of runs) lists.set(run.input, [...(lists.get(run.input) ?? []), run]);
  return lists;
}

function damaged(at: string, expected: string, found: string): StackpairsError {
  const hint = 'Remove the .work folder beside it and run again';
  return new StackpairsError('damaged_output', 'the file of names is damaged', { at, expected, found, hint });
}
