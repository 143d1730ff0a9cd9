// Writes the names of users, to be looked up by input and id. In: users in the order of their tables, where ids nearly always
// ascend. Out: runs of names in the order of ids, and the index of their blocks. Memory: one run and the index. Where ids do
// not ascend, runs overlap, and a name is looked for in several.

import type { User } from '../../types.ts';
import type { WorkFile } from '../completion.ts';
import { openSummedFile } from '../summed-file.ts';
import { blockEnd, makeBlock } from './name-block.ts';
import { NameRun } from './name-run.ts';
import { type NameFiles, type NamesOfRun, writeIndex } from './names-index.ts';

/** Writes one input after the other; call `abandon` when anything failed. */
export class NamesWriter {
  readonly #file: ReturnType<typeof openSummedFile>;
  readonly #indexPath: string;
  readonly #run = new NameRun();
  readonly #runs: NamesOfRun[] = [];
  readonly #ids: number[] = [];
  readonly #bytes: number[] = [0];
  #input = 0;

  constructor({ names, index }: NameFiles) {
    this.#file = openSummedFile(names);
    this.#indexPath = index;
  }

  add(input: number, { id, name }: Pick<User, 'id' | 'name'>): void {
    if (input !== this.#input || !this.#run.hasRoom(name)) this.#endRun();
    this.#input = input;
    this.#run.add(id, name);
  }

  finish(): WorkFile[] {
    this.#endRun();
    const names = this.#file.finish();
    return [names, writeIndex(this.#indexPath, { runs: this.#runs, ids: this.#ids, bytes: this.#bytes })];
  }

  abandon(): void {
    this.#file.abandon();
  }

  #endRun(): void {
    if (this.#run.users === 0) return;
    const run = this.#run.take();
    const from = this.#ids.length;
    for (let first = 0; first < run.ids.length; ) {
      const end = blockEnd(run, first);
      const block = makeBlock(run, first, end);
      this.#file.write(block);
      this.#ids.push(run.ids[first]!);
      this.#bytes.push(this.#bytes.at(-1)! + block.length);
      first = end;
    }
    const [least, most] = [run.ids[0]!, run.ids.at(-1)!];
    this.#runs.push({ input: this.#input, least, most, from, to: this.#ids.length });
  }
}
