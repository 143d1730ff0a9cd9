// The streams part of a 7z header: folders, how each is packed and where, and the members in each of them.
import { type ByteCursor, NotUnderstood } from './byte-cursor.ts';
import { PROPERTY } from './seven-zip-properties.ts';

/** What was packed together: one run of bytes. */
export interface Folder {
  /** How it is packed; undefined where that takes more than one coder with one input and one output. */
  readonly coder: Coder | undefined;
  /** Where its packed bytes are in the archive; of the first of its packed streams, if it has several. */
  readonly packedFrom: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc: number | undefined;
}

/** A method by its number, in hex digits, with what it must know. */
export interface Coder {
  readonly id: string;
  readonly properties: Uint8Array;
}

/** The bytes of one member in its folder. */
export interface MemberStream {
  readonly folder: Folder;
  readonly offset: number;
  readonly bytes: number;
  readonly crc: number | undefined;
}

/** Packed bytes begin behind the archive's start. */
const PACKED_FROM = 32;

/** 7-Zip itself takes no more in one folder. */
const MOST_CODERS = 32;

/** Reads it up to its end. */
export function readFolders(cursor: ByteCursor): { readonly folders: Folder[]; readonly streams: MemberStream[] } {
  let packed: readonly PackedStream[] = [];
  let folders: Folder[] = [];
  let streams: MemberStream[] | undefined;
  for (let type = cursor.byte(); type !== PROPERTY.end; type = cursor.byte()) {
    if (type === PROPERTY.packed) packed = readPacked(cursor);
    else if (type === PROPERTY.unpacked) folders = readUnpacked(cursor, packed);
    else if (type === PROPERTY.subStreams) streams = readSubStreams(cursor, folders);
    else throw new NotUnderstood('the streams are of an unusual shape');
  }
  return { folders, streams: streams ?? folders.map(wholeFolder) };
}

/** Skips parts that say their size, up to the end of them. */
export function skipProperties(cursor: ByteCursor): void {
  for (let type = cursor.number(); type !== PROPERTY.end; type = cursor.number()) cursor.take(cursor.number());
}

function wholeFolder(folder: Folder): MemberStream {
  return { folder, offset: 0, bytes: folder.bytes, crc: folder.crc };
}

interface PackedStream {
  readonly from: number;
  readonly bytes: number;
}

function readPacked(cursor: ByteCursor): PackedStream[] {
  let from = PACKED_FROM + cursor.number();
  const count = cursor.count();
  let sizes: number[] = [];
  for (let type = cursor.byte(); type !== PROPERTY.end; type = cursor.byte()) {
    if (type === PROPERTY.sizes) sizes = numbers(cursor, count);
    else if (type === PROPERTY.sums) readSums(cursor, count);
    else throw new NotUnderstood('the packed streams are of an unusual shape');
  }
  return sizes.map((bytes) => {
    from += bytes;
    return { from: safe(from) - bytes, bytes };
  });
}

function readUnpacked(cursor: ByteCursor, packed: readonly PackedStream[]): Folder[] {
  cursor.expect(PROPERTY.folders, 'streams part');
  const count = cursor.count();
  if (cursor.byte() !== 0) throw new NotUnderstood('the folders are elsewhere');
  const shapes = Array.from({ length: count }, () => readShape(cursor));
  cursor.expect(PROPERTY.unpackedSizes, 'streams part');
  const sizes = shapes.map(({ outputs }) => numbers(cursor, outputs));
  let type = cursor.byte();
  const sums = type === PROPERTY.sums ? readSums(cursor, count) : [];
  if (type === PROPERTY.sums) type = cursor.byte();
  if (type !== PROPERTY.end) throw new NotUnderstood('the folders are of an unusual shape');
  let at = 0;
  return shapes.map(({ coder, inputs, output }, i) => {
    const stream = packed[at];
    at += inputs;
    if (stream === undefined || at > packed.length) throw new NotUnderstood('a folder has no packed stream');
    return { coder, packedFrom: stream.from, packedBytes: stream.bytes, bytes: sizes[i]![output]!, crc: sums[i] };
  });
}

interface FolderShape {
  readonly coder: Coder | undefined;
  readonly outputs: number;
  /** The output that no other coder takes: what the folder holds. */
  readonly output: number;
  /** Packed streams that it takes. */
  readonly inputs: number;
}

function readShape(cursor: ByteCursor): FolderShape {
  const count = cursor.number();
  if (count < 1 || count > MOST_CODERS) throw new NotUnderstood('a folder has too many coders, or none');
  const coders = Array.from({ length: count }, () => readCoder(cursor));
  const inputs = coders.reduce((sum, coder) => sum + coder.inputs, 0);
  const outputs = coders.reduce((sum, coder) => sum + coder.outputs, 0);
  if (outputs < 1 || outputs > MOST_CODERS || inputs > MOST_CODERS)
    throw new NotUnderstood('a folder is too intricate');
  // Pairs of an input and the output it takes.
  const bound = numbers(cursor, 2 * (outputs - 1)).filter((_, i) => i % 2 === 1);
  const output = Array.from({ length: outputs }, (_, i) => i).findIndex((i) => !bound.includes(i));
  const packed = inputs - bound.length;
  if (packed < 1) throw new NotUnderstood('a folder takes no packed stream');
  if (packed > 1) numbers(cursor, packed);
  const [only] = coders;
  const isSimple = count === 1 && inputs === 1 && outputs === 1;
  return { coder: isSimple ? only : undefined, outputs, output, inputs: packed };
}

/** Bits of a coder's first byte; the lowest four are the size of its id. */
const IS_COMPLEX = 0x10;
const HAS_PROPERTIES = 0x20;
const IS_RESERVED = 0xc0;

function readCoder(cursor: ByteCursor): Coder & { readonly inputs: number; readonly outputs: number } {
  const flags = cursor.byte();
  if ((flags & IS_RESERVED) !== 0) throw new NotUnderstood('a coder is of an unusual shape');
  const id = Buffer.from(cursor.take(flags & 0xf)).toString('hex');
  const [inputs, outputs] = (flags & IS_COMPLEX) === 0 ? [1, 1] : [cursor.number(), cursor.number()];
  const properties = (flags & HAS_PROPERTIES) === 0 ? new Uint8Array(0) : cursor.take(cursor.number());
  return { id, inputs, outputs, properties };
}

function readSubStreams(cursor: ByteCursor, folders: readonly Folder[]): MemberStream[] {
  let type = cursor.byte();
  const counts = type === PROPERTY.streamCounts ? numbers(cursor, folders.length) : folders.map(() => 1);
  if (type === PROPERTY.streamCounts) type = cursor.byte();
  // All but the last member of a folder say their size.
  if (counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0) > cursor.left) {
    throw new NotUnderstood('there are more members than bytes');
  }
  const hasSizes = type === PROPERTY.sizes;
  const streams = folders.flatMap((folder, i) =>
    splitFolder(folder, hasSizes ? counts[i]! : Math.min(1, counts[i]!), cursor),
  );
  if (!hasSizes && counts.some((count) => count > 1)) throw new NotUnderstood('members do not say their size');
  if (hasSizes) type = cursor.byte();
  const sums = type === PROPERTY.sums ? readSums(cursor, streams.filter(({ crc }) => crc === undefined).length) : [];
  if (type === PROPERTY.sums) type = cursor.byte();
  if (type !== PROPERTY.end) throw new NotUnderstood('the members are of an unusual shape');
  let next = 0;
  return streams.map((stream) => (stream.crc === undefined ? { ...stream, crc: sums[next++] } : stream));
}

function splitFolder(folder: Folder, count: number, cursor: ByteCursor): MemberStream[] {
  if (count === 1) return [wholeFolder(folder)];
  let offset = 0;
  return Array.from({ length: count }, (_, i) => {
    const bytes = i + 1 < count ? cursor.number() : folder.bytes - offset;
    if (bytes < 0) throw new NotUnderstood('members are larger than their folder');
    offset = safe(offset + bytes);
    return { folder, offset: offset - bytes, bytes, crc: undefined };
  });
}

/** CRC-32 of so many things; not all of them need have one. */
function readSums(cursor: ByteCursor, count: number): (number | undefined)[] {
  return cursor.bits(count, true).map((isThere) => (isThere ? cursor.word() : undefined));
}

function numbers(cursor: ByteCursor, count: number): number[] {
  if (count > cursor.left) throw new NotUnderstood('there are more numbers than bytes');
  return Array.from({ length: count }, () => cursor.number());
}

function safe(number: number): number {
  if (!Number.isSafeInteger(number)) throw new NotUnderstood('a number is too large');
  return number;
}
