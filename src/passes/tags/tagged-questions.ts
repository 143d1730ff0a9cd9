// Questions that passed, kept while threads are joined: their records one behind the other, and for each an entry that
// says its tags and where its record is, spilled by its tags. Memory: a run and a flush of each file.

import { hash } from 'node:crypto';
import { basename } from 'node:path';
import { partitionOf } from '../../order-key.ts';
import { RunSpill, recordLength, WordSpill } from '../../spill/index.ts';
import { SPLITS } from '../../types.ts';
import type { WorkFile } from '../completion.ts';
import type { ThreadRecords } from '../join/thread-posts.ts';

/** Words of an entry: a hash of the tags in two, the side, the order key, the id, and the record's place in three. */
export const ENTRY_WORDS = 8;

/** Of a question that is on no side of the split; one that is has the place of its side among SPLITS. */
export const ON_NO_SIDE = SPLITS.length;

const TWO_32 = 2 ** 32;

/** Where questions are kept. */
export interface TaggedFiles {
  readonly questions: string;
  readonly entries: string;
}

/** What a unit that joins threads keeps of them. */
export interface TaggedTask extends TaggedFiles {
  /** Number of the file of questions among those of the input. */
  readonly file: number;
  /** Partitions of entries. */
  readonly partitions: number;
}

/** Both files in the making. */
export class TaggedQuestions {
  readonly #task: TaggedTask;
  readonly #questions: RunSpill;
  readonly #entries: WordSpill;
  #offset = 0;

  constructor(task: TaggedTask) {
    this.#task = task;
    this.#questions = new RunSpill(task.questions, 1);
    this.#entries = new WordSpill(task.entries, { partitions: task.partitions, width: ENTRY_WORDS });
  }

  /** Keeps the questions of a thread; `side` is their place among SPLITS, or ON_NO_SIDE. */
  offer({ questionId, key, questions }: ThreadRecords, side: number): void {
    const { file, partitions } = this.#task;
    for (const { bytes, at, parts } of questions) {
      const length = recordLength(bytes, at);
      const [high, low] = tagsHash(parts.tags.bytes.subarray(parts.tags.from, parts.tags.to));
      const entry = [high, low, side, key, questionId, file, this.#offset % TWO_32, Math.floor(this.#offset / TWO_32)];
      this.#entries.words.set(entry, this.#entries.begin(partitionOf(high, partitions)));
      this.#questions.begin(0).copy({ bytes, from: at, to: at + length });
      this.#offset += length;
    }
  }

  finish(): WorkFile[] {
    return [
      { path: basename(this.#task.questions), ...this.#questions.finish() },
      { path: basename(this.#task.entries), ...this.#entries.finish() },
    ];
  }

  abandon(): void {
    this.#questions.abandon();
    this.#entries.abandon();
  }
}

/** Of the tags as they stand in the row, which the site keeps in one order. */
function tagsHash(tags: Uint8Array): readonly [high: number, low: number] {
  const digest = hash('sha256', tags, 'buffer');
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)];
}
