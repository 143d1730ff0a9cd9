// The questions of an input that links name, kept by the join pass: where each is, and their records one by one.
// Memory: up to 64 bytes a question while they are listed, 16 afterwards, and a flush of a spill.

import { closeSync, openSync } from 'node:fs';
import { grown } from '../../grown.ts';
import { isLeftOut, recordKey, recordLength, recordQuestionId, sortByPrefix, spillPieces } from '../../spill/index.ts';
import { PlacedPost } from '../join/thread-posts.ts';
import { readRecordAt } from '../read-record-at.ts';

/** Of a question that is there and did not pass, there is no record to read. */
const LEFT_OUT = -1;

const FIRST_RECORDS = 1024;

/** A question that passed, and its place in the order of the dataset. */
export interface LinkedQuestion {
  readonly post: PlacedPost;
  readonly key: number;
}

/** The linked questions of an input that are in its dump. */
export interface LinkedQuestionSet {
  /** In ascending order. */
  readonly ids: Uint32Array;
  isLeftOut(place: number): boolean;
  /** The question at a place among `ids`, in memory of its own. */
  read(place: number): LinkedQuestion;
  close(): void;
}

/** Opens the questions that were kept in these files. */
export function openLinkedQuestions(paths: readonly string[]): LinkedQuestionSet {
  const { ids, files, offsets } = listRecords(paths);
  const opened = paths.map((path) => openSync(path, 'r'));
  return {
    ids,
    isLeftOut: (place) => offsets[place] === LEFT_OUT,
    read(place) {
      const bytes = readRecordAt(opened[files[place]!]!, offsets[place]!);
      return { post: new PlacedPost({ bytes, at: 0 }, 0), key: recordKey(bytes, 0) };
    },
    close() {
      for (const file of opened) closeSync(file);
    },
  };
}

/** Records by ascending id: number of the file, and the byte in it; LEFT_OUT where there is nothing to read. */
interface FoundRecords {
  readonly ids: Uint32Array;
  readonly files: Uint32Array;
  readonly offsets: Float64Array;
}

function listRecords(paths: readonly string[]): FoundRecords {
  const { ids, files, offsets, count } = scanRecords(paths);
  const isBehind = (record: number) => Number(offsets[record] === LEFT_OUT);
  const order = sortByPrefix(
    count,
    (record) => ids[record]!,
    (a, b) => isBehind(a) - isBehind(b) || a - b,
  );
  // A dump with two rows of one id has one question of it: the first that passed.
  const first = order.filter((record, index) => index === 0 || ids[record] !== ids[order[index - 1]!]);
  return {
    ids: first.map((record) => ids[record]!),
    files: first.map((record) => files[record]!),
    offsets: Float64Array.from(first, (record) => offsets[record]!),
  };
}

/** The records in the order of the files. */
function scanRecords(paths: readonly string[]): FoundRecords & { readonly count: number } {
  let [ids, files] = [new Uint32Array(FIRST_RECORDS), new Uint32Array(FIRST_RECORDS)];
  let offsets = new Float64Array(FIRST_RECORDS);
  let count = 0;
  for (const [file, path] of paths.entries()) {
    // A spill of one partition has its records one behind the other from its first byte on.
    let offset = 0;
    for (const piece of spillPieces(path, 0)) {
      for (let at = 0; at < piece.length; at += recordLength(piece, at)) {
        if (count === ids.length) [ids, files, offsets] = [grown(ids), grown(files), grown(offsets)];
        ids[count] = recordQuestionId(piece, at);
        files[count] = file;
        offsets[count] = isLeftOut(piece, at) ? LEFT_OUT : offset + at;
        count += 1;
      }
      offset += piece.length;
    }
  }
  return { ids, files, offsets, count };
}
