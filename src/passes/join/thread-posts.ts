// The posts of a partition as threads: a question and its answers, which records in their order bring together.

import type { ThreadPost } from '../../recipe.ts';
import {
  isAnswerRecord,
  isLeftOut,
  type PlacedRecord,
  type PostParts,
  postParts,
  recordAcceptedId,
  recordId,
  recordKey,
  recordQuestionId,
  recordVotes,
} from '../../spill/index.ts';

/** A post of a thread, and where its record is. */
export class PlacedPost implements ThreadPost {
  readonly id: number;
  readonly votes: number;
  readonly isAccepted: boolean;
  readonly bytes: Buffer;
  readonly at: number;
  #parts: PostParts | undefined;

  constructor({ bytes, at }: Pick<PlacedRecord, 'bytes' | 'at'>, acceptedId: number) {
    this.bytes = bytes;
    this.at = at;
    this.id = recordId(bytes, at);
    this.votes = recordVotes(bytes, at);
    this.isAccepted = this.id === acceptedId;
  }

  /** Its texts and tags, taken apart when they are asked for. */
  get parts(): PostParts {
    this.#parts ??= postParts(this.bytes, this.at);
    return this.#parts;
  }
}

/** All that the dump has of one thread. */
export interface ThreadRecords {
  readonly questionId: number;
  readonly key: number;
  /** One for each row of the question that passed; no real dump has two. */
  readonly questions: readonly PlacedPost[];
  /** The record of the question, be it left out; of one that passed, if there are several. */
  readonly asked: PlacedRecord | undefined;
  /** Those that passed. */
  readonly answers: readonly PlacedPost[];
}

/** The threads of a partition's records, which come in their order; each is good until the next one is asked for. */
export function* threadsOf(records: Iterable<PlacedRecord>): Generator<ThreadRecords> {
  let rows: PlacedRecord[] = [];
  let [ownInput, ownId] = [-1, -1];
  for (const record of records) {
    const { input } = record;
    const id = recordQuestionId(record.bytes, record.at);
    if (rows.length > 0 && (id !== ownId || input !== ownInput)) {
      yield threadOf(rows);
      rows = [];
    }
    rows.push(record);
    ownInput = input;
    ownId = id;
  }
  if (rows.length > 0) yield threadOf(rows);
}

function threadOf(rows: readonly PlacedRecord[]): ThreadRecords {
  const [first] = rows as readonly [PlacedRecord];
  const questions: PlacedPost[] = [];
  let asked: PlacedRecord | undefined;
  let leftOut: PlacedRecord | undefined;
  for (const row of rows) {
    if (isAnswerRecord(row.bytes, row.at)) continue;
    if (isLeftOut(row.bytes, row.at)) leftOut ??= row;
    else {
      asked ??= row;
      questions.push(new PlacedPost(row, 0));
    }
  }
  return {
    questionId: recordQuestionId(first.bytes, first.at),
    key: recordKey(first.bytes, first.at),
    questions,
    asked: asked ?? leftOut,
    answers: answersOf(rows, asked === undefined ? 0 : recordAcceptedId(asked.bytes, asked.at)),
  };
}

function answersOf(rows: readonly PlacedRecord[], acceptedId: number): PlacedPost[] {
  const answers: PlacedPost[] = [];
  for (const row of rows) {
    const { bytes, at } = row;
    if (isAnswerRecord(bytes, at) && !isLeftOut(bytes, at)) answers.push(new PlacedPost(row, acceptedId));
  }
  return answers.sort((a, b) => b.votes - a.votes || a.id - b.id);
}
