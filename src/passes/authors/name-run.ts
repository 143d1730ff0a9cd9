// A run of names in memory: users as they come, then each once in the order of ids. An entry is the id and the length of the
// name, 4 bytes each, and the name in UTF-8. Memory: RUN_BYTES, and at most as much again for places and order.

import { grown } from '../../grown.ts';

/** Bytes of an entry before the name. */
export const ENTRY_HEAD_BYTES = 8;

/** About 200,000 users: what is held before it is written, and put in order where it is not. */
const RUN_BYTES = 4 * 1024 * 1024;
const FIRST_USERS = 4096;
/** A UTF-16 unit takes at most three bytes in UTF-8. */
const MOST_BYTES_PER_UNIT = 3;

/** A whole run: ids that ascend, where the entry of each begins, and the entries. */
export interface WholeRun {
  readonly ids: Int32Array;
  readonly starts: Uint32Array;
  /** Nobody else's from now on. */
  readonly bytes: Buffer;
}

/** Collects a run; of two users with one id, the first counts. */
export class NameRun {
  #bytes = Buffer.allocUnsafeSlow(RUN_BYTES);
  #ids = new Int32Array(FIRST_USERS);
  #starts = new Uint32Array(FIRST_USERS);
  #used = 0;
  #users = 0;
  #ascends = true;

  get users(): number {
    return this.#users;
  }

  /** Whether a user of this name belongs into the run; into an empty one, everybody does. */
  hasRoom(name: string): boolean {
    return this.#users === 0 || this.#used + mostBytes(name) <= this.#bytes.length;
  }

  add(id: number, name: string): void {
    // A name longer than a run is one of its own.
    if (this.#used + mostBytes(name) > this.#bytes.length) this.#bytes = Buffer.allocUnsafeSlow(mostBytes(name));
    if (this.#users === this.#ids.length) [this.#ids, this.#starts] = [grown(this.#ids), grown(this.#starts)];
    this.#ascends &&= this.#users === 0 || id > this.#ids[this.#users - 1]!;
    const at = this.#used;
    const length = this.#bytes.write(name, at + ENTRY_HEAD_BYTES);
    this.#bytes.writeInt32LE(id, at);
    this.#bytes.writeUInt32LE(length, at + 4);
    this.#ids[this.#users] = id;
    this.#starts[this.#users++] = at;
    this.#used = at + ENTRY_HEAD_BYTES + length;
  }

  /** The run in its order; the next one begins. */
  take(): WholeRun {
    const [ids, starts] = [this.#ids.slice(0, this.#users), this.#starts.slice(0, this.#users)];
    const run = { ids, starts, bytes: Buffer.from(this.#bytes.subarray(0, this.#used)) };
    const whole = this.#ascends ? run : inOrder(run);
    this.#used = 0;
    this.#users = 0;
    this.#ascends = true;
    return whole;
  }
}

function mostBytes(name: string): number {
  return ENTRY_HEAD_BYTES + name.length * MOST_BYTES_PER_UNIT;
}

function inOrder({ ids, starts, bytes }: WholeRun): WholeRun {
  const order = Uint32Array.from(ids, (_, user) => user).sort((a, b) => ids[a]! - ids[b]! || a - b);
  const firsts = order.filter((user, place) => place === 0 || ids[user] !== ids[order[place - 1]!]);
  const ordered = { ids: new Int32Array(firsts.length), starts: new Uint32Array(firsts.length), bytes: [] as Buffer[] };
  let used = 0;
  for (const [place, user] of firsts.entries()) {
    const entry = bytes.subarray(starts[user], starts[user + 1] ?? bytes.length);
    ordered.ids[place] = ids[user]!;
    ordered.starts[place] = used;
    ordered.bytes.push(entry);
    used += entry.length;
  }
  return { ...ordered, bytes: Buffer.concat(ordered.bytes) };
}
