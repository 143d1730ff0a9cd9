// Questions that links name, kept while threads are joined: their records as they are, one behind the other.

import { basename } from 'node:path';
import { type RunMemory, RunSpill, recordLength } from '../../spill/index.ts';
import type { WorkFile } from '../completion.ts';
import type { ThreadRecords } from '../join/thread-posts.ts';
import { idsAmong, readWords } from './link-rows.ts';

/** A file of questions in the making. */
export class KeptQuestions {
  readonly #path: string;
  readonly #spill: RunSpill;
  readonly #isNamed: (id: number) => boolean;

  constructor({ ids, questions }: { readonly ids: string; readonly questions: string }, memory: RunMemory) {
    this.#path = questions;
    this.#isNamed = idsAmong(readWords(ids));
    this.#spill = new RunSpill(questions, 1, memory);
  }

  /** Keeps the question of a thread, also if it was left out, in case a link names it. */
  offer({ questionId, asked }: ThreadRecords): void {
    if (asked === undefined || !this.#isNamed(questionId)) return;
    const { bytes, at } = asked;
    this.#spill.begin(0).copy({ bytes, from: at, to: at + recordLength(bytes, at) });
  }

  finish(): WorkFile[] {
    return [{ path: basename(this.#path), ...this.#spill.finish() }];
  }

  abandon(): void {
    this.#spill.abandon();
  }
}
