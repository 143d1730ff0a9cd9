// A list of 32-bit numbers as an Arrow stream of one column, which any reader of Arrow maps into memory, with what is to be
// known about them in the schema's metadata. It appears whole or not at all. Memory: one batch.

import { DurableFile } from '../durable-file.ts';
import { Field, makeData, RecordBatchReader, Schema, Uint32 } from './arrow.ts';
import { arrowEncoder } from './arrow-encoder.ts';
import { frames } from './arrow-frames.ts';
import { decoded, readBytes, reading } from './shard-file.ts';

/** A list being written. Call `abandon` when anything failed. */
export interface WordWriter {
  /** Writes some numbers as one batch; they may be overwritten as soon as this returns. */
  write(words: Uint32Array): void;
  finish(): { readonly bytes: number };
  abandon(): void;
}

/** Starts a list under the name of its column. */
export function openWordWriter(path: string, column: string, metadata: Readonly<Record<string, string>>): WordWriter {
  const schema = new Schema([new Field(column, new Uint32(), false)], new Map(Object.entries(metadata)));
  let batch = new Uint32Array(0);
  const encoder = arrowEncoder<Uint32Array>(
    {
      schema,
      mostBytes: ({ byteLength }) => byteLength,
      append(words) {
        batch = words as Uint32Array<ArrayBuffer>;
      },
      columns: () => [makeData({ type: new Uint32(), data: batch })],
      clear() {},
    },
    'stream',
  );
  const file = new DurableFile(path, {});
  const sink = encoder.begin(file);
  return {
    write(words) {
      encoder.append(words);
      sink.writeBatch(words.length);
    },
    finish() {
      sink.end();
      return file.finish();
    },
    abandon: () => file.abandon(),
  };
}

/** A list that was written. */
export interface WordFile {
  readonly metadata: ReadonlyMap<string, string>;
  /** Numbers in all. */
  readonly words: number;
  /** Gives the batches from the one that holds number `from` on, each with the number of its first. */
  read(from: number): Generator<{ readonly first: number; readonly words: Uint32Array }>;
}

/** Opens a list, and checks that it is whole. Throws `damaged_output` where it is not. */
export function readWords(path: string): WordFile {
  let words = 0;
  for (const frame of reading(path, frames)) words += frame.rows;
  return { metadata: metadataOf(path), words, read: (from) => readFrom(path, from) };
}

function metadataOf(path: string): ReadonlyMap<string, string> {
  const found = reading(path, function* (file) {
    for (const { byte, headBytes } of frames(file)) {
      const head = readBytes(file, byte, headBytes);
      yield decoded(file, byte, 'a schema', () => RecordBatchReader.from([head]).open().schema.metadata);
    }
  });
  for (const metadata of found) return metadata;
  return new Map();
}

function* readFrom(path: string, from: number): ReturnType<WordFile['read']> {
  yield* reading(path, function* (file) {
    let first = 0;
    for (const { byte, headBytes, bodyBytes, rows } of frames(file)) {
      // One column without nulls: its numbers are the body, padded.
      if (first + rows > from) {
        const body = readBytes(file, byte + headBytes, bodyBytes);
        yield { first, words: new Uint32Array(body.buffer, 0, rows) };
      }
      first += rows;
    }
  });
}
