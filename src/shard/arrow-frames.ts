// The frames of an Arrow IPC stream or IPC file: where each message stands and how many rows it holds, found by reading
// nothing but their heads. Bodies are read one at a time, by whoever wants them. A file that is not whole is an error:
// the walk checks that each frame lies inside the file and that the last thing in it is the end mark, or, in an IPC
// file, which is a stream between its magic and an index, that the index follows and ends where the file does.

import { Message } from './arrow.ts';
import { damaged, type OpenedFile, readBytes } from './shard-file.ts';

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
export const PREFIX_BYTES = 8;

/** First and last bytes of an IPC file: at its start padded to 8, at its end after the index and its length. */
const MAGIC = 'ARROW1';
const LENGTH_BYTES = 4;

/** A head describes buffers, not rows: ours take under 4 kB. More is not a head. */
const MOST_HEAD_BYTES = 1024 * 1024;

/** Walks the file from frame to frame, the schema first. */
export function* frames(file: OpenedFile): Generator<Frame> {
  for (const frame of anyFrames(file)) {
    if (frame.isDictionary) throw damaged(file.path, frame.byte, 'a schema or a record batch', 'a dictionary');
    yield frame;
  }
}

/** Walks the frames of any Arrow stream or file, dictionaries among them. */
export function* anyFrames(file: OpenedFile): Generator<Frame> {
  const isFile = hasMagic(file, 'start');
  for (let byte = isFile ? PREFIX_BYTES : 0; ; ) {
    const headBytes = headLength(file, byte);
    if (headBytes === 0) return isFile ? expectIndex(file, byte + PREFIX_BYTES) : expectEnd(file, byte + PREFIX_BYTES);
    const frame = readFrame(file, byte, headBytes);
    yield frame;
    byte += frame.headBytes + frame.bodyBytes;
  }
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

/** True if the magic of an IPC file stands there. */
export function hasMagic(file: OpenedFile, end: 'start' | 'end'): boolean {
  const byte = end === 'start' ? 0 : file.bytes - MAGIC.length;
  return Buffer.from(readBytes(file, byte, MAGIC.length)).toString('latin1') === MAGIC;
}

function expectIndex(file: OpenedFile, byte: number): void {
  const lengthAt = file.bytes - MAGIC.length - LENGTH_BYTES;
  const { buffer } = readBytes(file, lengthAt, LENGTH_BYTES);
  const length = new DataView(buffer).getInt32(0, true);
  if (!hasMagic(file, 'end')) throw damaged(file.path, byte, 'an index', 'none');
  if (byte + length !== lengthAt) throw damaged(file.path, byte, `an index of ${lengthAt - byte} bytes`, `${length}`);
}
