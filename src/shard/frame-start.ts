// The first columns of a record batch alone. Bodies hold the buffers of the columns one behind another, so what lies behind
// the last one that is wanted is never read: of provenance that is nine tenths.

import { sum } from '../sum.ts';
import { DataType, Message, type Schema } from './arrow.ts';
import { type Frame, PREFIX_BYTES } from './arrow-frames.ts';
import { decoded, type OpenedFile, readInto } from './shard-file.ts';

/** Types of the columns up to the last one of these names, by the frame of the schema. */
export function typesUpTo(names: readonly string[], schema: Uint8Array): DataType[] {
  const { fields } = Message.decode(schema.subarray(PREFIX_BYTES)).header() as unknown as Schema;
  return fields.slice(0, fields.findLastIndex(({ name }) => names.includes(name)) + 1).map(({ type }) => type);
}

/**
 * Prepares to read record batches as far as their first columns go, by the types of those. What is behind them is none of theirs. All
 * are read into the same memory: one is good until the next is read.
 */
export function openFrameStarts(types: readonly DataType[]): (file: OpenedFile, frame: Frame) => Uint8Array {
  let memory = new Uint8Array(0);
  return (file, { byte, headBytes, bodyBytes }) => {
    if (memory.length < headBytes + bodyBytes) memory = new Uint8Array(headBytes + bodyBytes);
    const bytes = memory.subarray(0, headBytes + bodyBytes);
    readInto(file, byte, bytes.subarray(0, headBytes));
    const wanted = decoded(file, byte, 'a message', () => endOf(bytes.subarray(PREFIX_BYTES, headBytes), types));
    readInto(file, byte + headBytes, bytes.subarray(headBytes, headBytes + Math.min(wanted, bodyBytes)));
    return bytes;
  };
}

/** Where the buffers of columns of these types end in the body. */
function endOf(head: Uint8Array, types: readonly DataType[]): number {
  const { buffers } = Message.decode(head).header() as unknown as BatchHead;
  const count = sum(types.map(buffersOf));
  return Math.max(0, ...buffers.slice(0, count).map(({ offset, length }) => Number(offset) + Number(length)));
}

interface BatchHead {
  readonly buffers: readonly { readonly offset: number; readonly length: number }[];
}

/** Buffers of a column: which values are there, where each ends, the values. */
function buffersOf(type: DataType): number {
  const ofChildren = sum((type.children ?? []).map((child) => buffersOf(child.type)));
  if (DataType.isUtf8(type)) return 3;
  return (DataType.isStruct(type) ? 1 : 2) + ofChildren;
}
