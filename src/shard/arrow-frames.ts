// The frames of an Arrow IPC stream file: where each message stands and how many rows it holds, found by reading
// nothing but their heads. Bodies are read one at a time, by whoever wants them. A file that is not whole is an error:
// the walk checks that each frame lies inside the file and that the last thing in it is the end mark.

import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { StackpairsError } from '../errors.ts';
import { Message } from './arrow.ts';

/** A message and its body, as they stand in the file. */
export interface Frame {
  /** 0 for the schema, and for a dictionary, which stackpairs writes none of. */
  readonly rows: number;
  readonly isDictionary: boolean;
  readonly byte: number;
  readonly headBytes: number;
  readonly bodyBytes: number;
}

/** Bytes before a message: a continuation mark of -1 and the length of what follows. */
const PREFIX_BYTES = 8;

/** A head describes buffers, not rows: ours take under 4 kB. More is not a head. */
const MOST_HEAD_BYTES = 1024 * 1024;

/** A file opened for reading, which knows its size. */
export interface OpenedFile {
  readonly path: string;
  readonly fd: number;
  readonly bytes: number;
}

/** Hands an opened file to `read` and closes it afterwards. */
export function* reading<T>(path: string, read: (file: OpenedFile) => Iterable<T>): Generator<T> {
  const fd = open(path);
  try {
    yield* read({ path, fd, bytes: fstatSync(fd).size });
  } finally {
    closeSync(fd);
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (cause) {
    throw damaged(path, 0, 'a file', String((cause as NodeJS.ErrnoException).code), cause);
  }
}

/** Walks the file from frame to frame, the schema first. */
export function* frames(file: OpenedFile): Generator<Frame> {
  for (const frame of anyFrames(file)) {
    if (frame.isDictionary) throw damaged(file.path, frame.byte, 'a schema or a record batch', 'a dictionary');
    yield frame;
  }
}

/** Walks the frames of any Arrow stream, dictionaries among them. */
export function* anyFrames(file: OpenedFile): Generator<Frame> {
  for (let byte = 0; ; ) {
    const headBytes = headLength(file, byte);
    if (headBytes === 0) return expectEnd(file, byte + PREFIX_BYTES);
    const frame = readFrame(file, byte, headBytes);
    yield frame;
    byte += frame.headBytes + frame.bodyBytes;
  }
}

/** Reads a part of the file. */
export function readBytes(file: OpenedFile, byte: number, length: number): Uint8Array {
  if (byte + length > file.bytes) throw damaged(file.path, byte, `${length} bytes`, `${file.bytes - byte}, the end`);
  const bytes = new Uint8Array(length);
  // Each turn reads at least one byte, or the file has shrunk meanwhile.
  for (let at = 0; at < length; ) {
    const got = readSync(file.fd, bytes, at, length - at, byte + at);
    if (got === 0) throw damaged(file.path, byte + at, `${length - at} bytes`, 'the end');
    at += got;
  }
  return bytes;
}

/** An error about a file that is not what was written. */
export function damaged(path: string, byte: number, expected: string, found: string, cause?: unknown): StackpairsError {
  return new StackpairsError('damaged_output', 'not a whole Arrow stream', {
    at: `${path}, byte ${byte}`,
    expected,
    found,
    hint: 'Remove the file and build it again',
    cause,
  });
}

/** 0 at the end mark. */
function headLength(file: OpenedFile, byte: number): number {
  const prefix = new DataView(readBytes(file, byte, PREFIX_BYTES).buffer);
  const mark = prefix.getInt32(0, true);
  const length = prefix.getInt32(4, true);
  if (mark !== -1) throw damaged(file.path, byte, 'a message', 'something else');
  if (length < 0 || length > MOST_HEAD_BYTES) throw damaged(file.path, byte, 'a message', `one of ${length} bytes`);
  return length;
}

function readFrame(file: OpenedFile, byte: number, length: number): Frame {
  const bytes = readBytes(file, byte + PREFIX_BYTES, length);
  const { rows, bodyBytes, isDictionary } = readHead(file, byte, bytes);
  const headBytes = PREFIX_BYTES + length;
  const left = file.bytes - byte - headBytes;
  if (bodyBytes < 0 || bodyBytes > left) throw damaged(file.path, byte, `a body of ${bodyBytes} bytes`, `${left}`);
  return { rows, isDictionary, byte, headBytes, bodyBytes };
}

type Head = Pick<Frame, 'rows' | 'isDictionary' | 'bodyBytes'>;

function readHead(file: OpenedFile, byte: number, bytes: Uint8Array): Head {
  try {
    const message = Message.decode(bytes);
    const { bodyLength: bodyBytes } = message;
    if (message.isRecordBatch()) return { rows: message.header().length, isDictionary: false, bodyBytes };
    if (message.isSchema()) return { rows: 0, isDictionary: false, bodyBytes };
    if (message.isDictionaryBatch()) return { rows: 0, isDictionary: true, bodyBytes };
  } catch (cause) {
    throw damaged(file.path, byte, 'a message', 'one that cannot be read', cause);
  }
  throw damaged(file.path, byte, 'a schema or a record batch', 'another message');
}

function expectEnd(file: OpenedFile, byte: number): void {
  if (byte !== file.bytes) throw damaged(file.path, byte, 'the end', `${file.bytes - byte} bytes more`);
}
