// The questions of an input that links name, kept by the join pass: where each is, and their records one by one.
// Memory: 40 bytes a question while they are listed, 24 afterwards.

import { closeSync, openSync, readSync } from 'node:fs';
import { isLeftOut, recordKey, recordLength, recordQuestionId, spillPieces } from '../../spill/index.ts';
import { PlacedPost } from '../join/thread-posts.ts';

/** Of a question that is there and did not pass, there is no record to read. */
const LEFT_OUT = -1;

/** A record begins with its length. */
const SIZE_BYTES = 4;

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
  const found = listRecords(paths);
  const order = Uint32Array.from({ length: found.count }, (_, index) => index).sort(
    (a, b) => found.ids[a]! - found.ids[b]! || isBehind(found, a) - isBehind(found, b) || a - b,
  );
  // A dump with two rows of one id has one question of it: the first that passed.
  const places = order.filter((record, index) => index === 0 || found.ids[record] !== found.ids[order[index - 1]!]);
  const files = paths.map((path) => openSync(path, 'r'));
  return {
    ids: Uint32Array.from(places, (record) => found.ids[record]!),
    isLeftOut: (place) => found.offsets[places[place]!] === LEFT_OUT,
    read(place) {
      const record = places[place]!;
      const bytes = readRecordAt(files[found.files[record]!]!, found.offsets[record]!);
      return { post: new PlacedPost({ bytes, at: 0 }, 0), key: recordKey(bytes, 0) };
    },
    close() {
      for (const file of files) closeSync(file);
    },
  };
}

/** Rows that did not pass come behind others of the same id. */
function isBehind({ offsets }: FoundRecords, record: number): number {
  return Number(offsets[record] === LEFT_OUT);
}

/** What a scan of the files finds, record by record. */
interface FoundRecords {
  readonly count: number;
  readonly ids: Uint32Array;
  /** Number of the file, and the byte in it; LEFT_OUT where there is nothing to read. */
  readonly files: Uint32Array;
  readonly offsets: Float64Array;
}

function listRecords(paths: readonly string[]): FoundRecords {
  const [ids, files, offsets]: [number[], number[], number[]] = [[], [], []];
  for (const [file, path] of paths.entries()) {
    // A spill of one partition has its records one behind the other from its first byte on.
    let offset = 0;
    for (const piece of spillPieces(path, 0)) {
      for (let at = 0; at < piece.length; at += recordLength(piece, at)) {
        ids.push(recordQuestionId(piece, at));
        files.push(file);
        offsets.push(isLeftOut(piece, at) ? LEFT_OUT : offset + at);
      }
      offset += piece.length;
    }
  }
  return {
    count: ids.length,
    ids: Uint32Array.from(ids),
    files: Uint32Array.from(files),
    offsets: Float64Array.from(offsets),
  };
}

function readRecordAt(file: number, offset: number): Buffer {
  const size = Buffer.allocUnsafe(SIZE_BYTES);
  readSync(file, size, 0, SIZE_BYTES, offset);
  const bytes = Buffer.allocUnsafe(recordLength(size, 0));
  readSync(file, bytes, 0, bytes.length, offset);
  return bytes;
}
