// A block read by the one pass, and row by row where the pass finds something unusual: the rows in their order, each
// visited as if it had been read like the others.

import { fingerprint, fingerprintLatin1, siteOf } from '../clean/index.ts';
import { nextRowStart, postReader, readPosts, rowTagEnd } from '../extract/index.ts';
import { layout, type RowPass, rowTable } from '../kernel/index.ts';
import type { Pipeline } from '../pipeline.ts';
import type { PostVisitor } from '../types.ts';
import { type BlockVisit, NO_FINGERPRINT } from './block-visit.ts';
import { type Later, passRules, REASONS } from './pass-rules.ts';
import { fillTables } from './pass-tables.ts';
import type { RouteTask } from './route-task.ts';

const MS_PER_DAY = 86_400_000;
const SIZE_BYTES = 4;
/** What follows the input: an end for every value, and then for every search of a tag. */
const SENTINEL = Buffer.from(`"<\t\n\r${'\0'.repeat(27)}`, 'latin1');
const EXCLAMATION = 0x21;

/** Rows read, and those in which characters were replaced; undefined if the block is not one for the pass. */
export type BlockReader = (
  task: RouteTask,
  visit: BlockVisit,
) => { readonly rows: number; readonly repairs: number } | undefined;

/** Reads blocks with this pass, answers as well where pairs are joined of them. */
export function passReader(pipeline: Pipeline, pass: RowPass, joins: boolean): BlockReader {
  fillTables(pass);
  return (task, visit) => {
    const { block, maxRows, keepDropped } = task;
    const rules = passRules(pipeline, siteOf(task.site), joins);
    const isUsual = block.bytes.length <= layout.INPUT_BYTES && block.oversizedRows === 0;
    // What was dropped is shown by the readers of single rows alone, and they can stop after any row.
    if (rules === undefined || !isUsual || keepDropped || maxRows !== Number.POSITIVE_INFINITY) return undefined;
    pass.words.fill(0, layout.COUNTS_W, layout.COUNTS_W + REASONS.length);
    pass.words.fill(0, layout.NEXT_UNUSUAL_W, layout.NEXT_UNUSUAL_W + layout.UNUSUAL_BYTES);
    for (const [word, value] of rules.numbers) pass.words[word] = value;
    return readBlock(task, { visit, pass, later: rules.later });
  };
}

interface Reading {
  readonly visit: BlockVisit;
  readonly pass: RowPass;
  readonly later: Later | undefined;
}

function readBlock({ block }: RouteTask, { visit, pass, later }: Reading) {
  const bytes = Buffer.from(block.bytes.buffer, block.bytes.byteOffset, block.bytes.byteLength);
  const end = layout.INPUT + bytes.length;
  // A block that was cut where the pass reads is there already.
  if (bytes.buffer !== pass.bytes.buffer) pass.bytes.set(bytes, layout.INPUT);
  pass.bytes.set(SENTINEL, end);
  const refuse = later && lateJudge(bytes, visit, later);
  let rows = 0;
  let repairs = 0;
  for (let at = layout.INPUT; at < end; ) {
    at = pass.readRows(at, end);
    rows += pass.words[layout.ROWS_READ_W]!;
    takeRecords(block.byte, { visit, pass, refuse });
    // It stopped at the end, or because there were records enough, or else at something unusual.
    if (at >= end || pass.isEnough()) continue;
    const from = at - layout.INPUT;
    const to = oddEnd(bytes, from);
    const odd = { bytes: bytes.subarray(from, to), byte: block.byte + from, oversizedRows: 0 };
    const read = readPosts(odd, after(rows, visit));
    rows += read.rows;
    repairs += read.repairs;
    at = layout.INPUT + to;
  }
  for (const [i, [kind, reason]] of REASONS.entries()) {
    const dropped = pass.words[layout.COUNTS_W + i]!;
    if (dropped > 0) visit.count(reason, dropped, kind);
  }
  return { rows, repairs };
}

/** Where the pass may go on: at the row after the unusual one. Whatever follows a comment is left to who knows comments. */
function oddEnd(bytes: Buffer, from: number): number {
  if (bytes[from + 1] === EXCLAMATION) return bytes.length;
  const end = rowTagEnd(bytes, from);
  const next = end < 0 ? -1 : nextRowStart(bytes, end);
  if (next < 0) return bytes.length;
  return bytes.subarray(end, next).includes('<!--', 0, 'latin1') ? bytes.length : next;
}

/** The same visitor for rows of which others came before. */
function after(rows: number, visit: PostVisitor): PostVisitor {
  return {
    post: (post, { byte, row }) => visit.post(post, { byte, row: row + rows }),
    damaged: (reason, { byte, row }, detail) => visit.damaged(reason, { byte, row: row + rows }, detail),
  };
}

/** Says of a kept row whether a later rule drops it, and then counts it. */
type LateJudge = (words: Int32Array, row: number) => boolean;

function lateJudge(bytes: Buffer, visit: BlockVisit, later: Later): LateJudge {
  const postAt = postReader(bytes);
  return (words, row) => {
    const lengths = [words[row + rowTable.ROW_TITLE_LENGTH]!, words[row + rowTable.ROW_BODY_LENGTH]!] as const;
    const reason = later(postAt(words[row + rowTable.ROW_AT]! - layout.INPUT), ...lengths);
    if (reason !== undefined) visit.count(reason, 1, 'question');
    return reason !== undefined;
  };
}

interface Taking extends Pick<Reading, 'visit' | 'pass'> {
  readonly refuse: LateJudge | undefined;
}

function takeRecords(firstByte: number, { visit, pass: { bytes, words }, refuse }: Taking): void {
  const end = layout.ROWS_W + words[layout.ROWS_NOTED_W]! * layout.ROW_WORDS;
  for (let row = layout.ROWS_W; row < end; row += layout.ROW_WORDS) {
    const from = words[row + rowTable.ROW_RECORD]!;
    const to = words[row + rowTable.ROW_RECORD_END]!;
    const byte = firstByte + words[row + rowTable.ROW_AT]! - layout.INPUT;
    const id = words[row + rowTable.ROW_ID]!;
    const questionId = words[row + rowTable.ROW_QUESTION_ID]!;
    const isAnswer = words[row + rowTable.ROW_IS_ANSWER] === 1;
    if (from === to || (!isAnswer && refuse?.(words, row))) {
      visit.leaveOut({ byte, id, questionId, isAnswer });
      continue;
    }
    const record = bytes.subarray(from, to);
    const votes = words[row + rowTable.ROW_VOTES]!;
    const created = words[row + rowTable.ROW_DAYS]! * MS_PER_DAY + words[row + rowTable.ROW_CLOCK]!;
    const fingerprint = isAnswer ? NO_FINGERPRINT : fingerprintOf({ bytes, words }, row, record);
    // Spelled out: to spread an object takes longer than all else that is done here.
    visit.record({ byte, id, questionId, isAnswer, record, votes, created, fingerprint });
  }
}

function fingerprintOf({ bytes, words }: Pick<RowPass, 'bytes' | 'words'>, row: number, record: Buffer): string {
  const normalEnd = words[row + rowTable.ROW_NORMAL_END]!;
  if (normalEnd > 0) return fingerprintLatin1(bytes.subarray(words[row + rowTable.ROW_NORMAL]!, normalEnd));
  const body = record.length - words[row + rowTable.ROW_BODY_BYTES]!;
  const titleEnd = body - SIZE_BYTES;
  const title = titleEnd - words[row + rowTable.ROW_TITLE_BYTES]!;
  return fingerprint([record.toString('utf8', title, titleEnd), record.toString('utf8', body)]).toString('latin1');
}
