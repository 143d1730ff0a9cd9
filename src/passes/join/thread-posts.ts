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
  for (const record of records) {
    if (rows.length > 0 && !isSameThread(rows[0]!, record)) {
      yield threadOf(rows);
      rows = [];
    }
    rows.push(record);
  }
  if (rows.length > 0) yield threadOf(rows);
}

function isSameThread(a: PlacedRecord, b: PlacedRecord): boolean {
  return a.input === b.input && recordQuestionId(a.bytes, a.at) === recordQuestionId(b.bytes, b.at);
}

function threadOf(rows: readonly PlacedRecord[]): ThreadRecords {
  const [{ bytes, at }] = rows as readonly [PlacedRecord];
  const isAnswer = ({ bytes, at }: PlacedRecord) => isAnswerRecord(bytes, at);
  const passed = rows.filter(({ bytes, at }) => !isLeftOut(bytes, at));
  const asked = passed.filter((row) => !isAnswer(row));
  const acceptedId = asked[0] === undefined ? 0 : recordAcceptedId(asked[0].bytes, asked[0].at);
  return {
    questionId: recordQuestionId(bytes, at),
    key: recordKey(bytes, at),
    questions: asked.map((row) => new PlacedPost(row, 0)),
    asked: asked[0] ?? rows.find((row) => !isAnswer(row)),
    answers: passed
      .filter(isAnswer)
      .map((row) => new PlacedPost(row, acceptedId))
      .sort((a, b) => b.votes - a.votes || a.id - b.id),
  };
}
