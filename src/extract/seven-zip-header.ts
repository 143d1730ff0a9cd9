// Where the members of a 7z archive lie in it, read from the header at its end. 7-Zip lists the members as well but not
// their places; whoever uses a place compares what both say of the member. Anything unusual throws NotUnderstood.
// Memory: the header, of HEADER_LIMIT bytes at most.
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { ByteCursor, NotUnderstood } from './byte-cursor.ts';
import { unpackLzma } from './lzma.ts';
import { type Folder, readFolders, skipProperties } from './seven-zip-folders.ts';
import { PROPERTY } from './seven-zip-properties.ts';

/** A member with its place among the bytes of a folder, which is what 7z calls members packed together. */
export interface PackedMember {
  readonly path: string;
  readonly bytes: number;
  /** undefined when the archive has none for it. */
  readonly crc: number | undefined;
  readonly folder: Folder;
  /** Bytes of the folder before it. */
  readonly offset: number;
}

/** Mark, version, and where the header lies. */
const START_BYTES = 32;

/** Ten members take a header of 300 bytes. */
const HEADER_LIMIT = 1 << 20;

const LZMA = '030101';

/** Lists the members that are not empty, in the order of the archive. */
export async function readMembers(path: string): Promise<PackedMember[]> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = new ByteCursor(await readAt(file, 0, START_BYTES));
    start.take(8);
    const sum = start.word();
    if (crc32(start.bytes.subarray(12)) !== sum) throw new NotUnderstood('the archive’s start has another checksum');
    const [offset, bytes] = [start.word() + start.word() * 2 ** 32, start.word() + start.word() * 2 ** 32];
    if (START_BYTES + offset + bytes > size) throw new NotUnderstood('the archive is shorter than it says');
    const header = await readChecked(file, { from: START_BYTES + offset, bytes, crc: start.word() });
    return readHeader(new ByteCursor(await unpackHeader(file, header, size)));
  } finally {
    await file.close();
  }
}

/** A header may be packed itself, once. */
async function unpackHeader(file: FileHandle, header: Uint8Array, size: number): Promise<Uint8Array> {
  const cursor = new ByteCursor(header);
  if (cursor.byte() !== PROPERTY.encodedHeader) return header;
  const [only, ...others] = readFolders(cursor).folders;
  if (only === undefined || others.length > 0 || only.coder?.id !== LZMA || only.bytes > HEADER_LIMIT) {
    throw new NotUnderstood('the header is packed in an unusual way');
  }
  if (only.packedFrom + only.packedBytes > size) throw new NotUnderstood('the archive is shorter than it says');
  const packed = await readChecked(file, { from: only.packedFrom, bytes: only.packedBytes, crc: undefined });
  const unpacked = unpackLzma(packed, only.coder.properties, only.bytes);
  if (only.crc === undefined || crc32(unpacked) !== only.crc) throw new NotUnderstood('the header is damaged');
  return unpacked;
}

function readHeader(cursor: ByteCursor): PackedMember[] {
  cursor.expect(PROPERTY.header, 'header');
  let type = cursor.byte();
  if (type === PROPERTY.archiveProperties) {
    skipProperties(cursor);
    type = cursor.byte();
  }
  if (type !== PROPERTY.mainStreams) throw new NotUnderstood('the header has no streams, or further ones');
  const { streams } = readFolders(cursor);
  cursor.expect(PROPERTY.files, 'header');
  const names = readNames(cursor);
  if (names.length !== streams.length) throw new NotUnderstood('names and streams are not as many');
  return streams.map((stream, i) => ({ ...stream, path: names[i]! }));
}

/** Names of the files that are not empty: those alone have bytes in a folder. */
function readNames(cursor: ByteCursor): string[] {
  const count = cursor.count();
  let names: string[] | undefined;
  let isEmpty = new Array<boolean>(count).fill(false);
  for (let type = cursor.number(); type !== PROPERTY.end; type = cursor.number()) {
    const property = new ByteCursor(cursor.take(cursor.number()));
    if (type === PROPERTY.emptyStreams) isEmpty = property.bits(count, false);
    if (type === PROPERTY.names) names = splitNames(property);
  }
  if (names?.length !== count) throw new NotUnderstood('names and files are not as many');
  return names.filter((_, i) => !isEmpty[i]);
}

/** UTF-16, each ended by a zero. */
function splitNames(property: ByteCursor): string[] {
  if (property.byte() !== 0) throw new NotUnderstood('the names are elsewhere');
  const text = new TextDecoder('utf-16le').decode(property.take(property.left));
  return text.split('\0').slice(0, -1);
}

async function readChecked(file: FileHandle, part: { from: number; bytes: number; crc: number | undefined }) {
  const { from, bytes, crc } = part;
  if (bytes > HEADER_LIMIT) throw new NotUnderstood('the header is larger than that of any dump');
  const read = await readAt(file, from, bytes);
  if (crc !== undefined && crc32(read) !== crc) throw new NotUnderstood('the header is damaged');
  return read;
}

async function readAt(file: FileHandle, from: number, bytes: number): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(new Uint8Array(bytes), 0, bytes, from);
  if (bytesRead < bytes) throw new NotUnderstood('the archive is shorter than it says');
  return buffer;
}
