// A run of names in memory: users as they come, then each once in the order of ids.
// Memory: RUN_BYTES of names and 8 bytes a user, twice while they are put in order.

import { grown } from '../../grown.ts';

/** About 300,000 users: what is held before it is written. */
const RUN_BYTES = 4 * 1024 * 1024;
const FIRST_USERS = 4096;
/** A UTF-16 unit takes at most three bytes in UTF-8. */
const MOST_BYTES_PER_UNIT = 3;

/** A whole run: ids that ascend, where the name of each ends, and the names one behind the other. */
export interface WholeRun {
  readonly ids: Int32Array;
  readonly ends: Uint32Array;
  /** Holds until the next run begins. */
  readonly bytes: Buffer;
}

/** Collects a run; of two users with one id, the first counts. */
export class NameRun {
  #bytes = Buffer.allocUnsafeSlow(RUN_BYTES);
  #ids = new Int32Array(FIRST_USERS);
  #ends = new Uint32Array(FIRST_USERS);
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
    if (this.#users === this.#ids.length) [this.#ids, this.#ends] = [grown(this.#ids), grown(this.#ends)];
    this.#ascends &&= this.#users === 0 || id > this.#ids[this.#users - 1]!;
    this.#used += this.#bytes.write(name, this.#used);
    this.#ids[this.#users] = id;
    this.#ends[this.#users++] = this.#used;
  }

  /** The run in its order; the next one begins. */
  take(): WholeRun {
    const [ids, ends] = [this.#ids.subarray(0, this.#users), this.#ends.subarray(0, this.#users)];
    const run = { ids, ends, bytes: this.#bytes.subarray(0, this.#used) };
    const whole = this.#ascends ? run : inOrder(run);
    this.#used = 0;
    this.#users = 0;
    this.#ascends = true;
    return whole;
  }
}

function mostBytes(name: string): number {
  return name.length * MOST_BYTES_PER_UNIT;
}

function inOrder({ ids, ends, bytes }: WholeRun): WholeRun {
  const order = Uint32Array.from(ids, (_, user) => user).sort((a, b) => ids[a]! - ids[b]! || a - b);
  const firsts = order.filter((user, place) => place === 0 || ids[user] !== ids[order[place - 1]!]);
  const ordered = { ids: new Int32Array(firsts.length), ends: new Uint32Array(firsts.length) };
  const names = Buffer.allocUnsafeSlow(bytes.length);
  let used = 0;
  for (const [place, user] of firsts.entries()) {
    used += bytes.copy(names, used, user === 0 ? 0 : ends[user - 1]!, ends[user]!);
    ordered.ids[place] = ids[user]!;
    ordered.ends[place] = used;
  }
  return { ...ordered, bytes: names.subarray(0, used) };
}
