// The store for large files that come in chunks (Xet): xorbs hold packed chunks, a shard says of which of them a file is
// made. Files are put together from them, so that whatever the client did not send is missed.
import { decompressLz4Frame } from '../../../src/shard/lz4.ts';
import type { Answer } from './faults.ts';

/** Takes xorbs, and makes files of them when a shard comes. */
export interface ChunkStore {
  xorb(hash: string, bytes: Buffer): Answer;
  shard(bytes: Buffer): Answer;
}

const SHARD_HEADER_BYTES = 48;
/** Every entry of a shard has this length. */
const ENTRY_BYTES = 48;
const BOOKEND = 'f'.repeat(64);
const WITH_VERIFICATION = 0x80000000;

/** Opens an empty store; `keep` takes the files, by SHA-256. */
export function openChunkStore(keep: (oid: string, content: Buffer) => Answer): ChunkStore {
  const xorbs = new Map<string, readonly Buffer[]>();
  const contentOf = ({ terms }: FileEntry) =>
    Buffer.concat(terms.flatMap(({ xorb, from, to }) => (xorbs.get(xorb) ?? []).slice(from, to)));
  return {
    xorb(hash, bytes) {
      xorbs.set(hash, chunksOf(bytes));
      return { status: 200, body: { was_inserted: true } };
    },
    shard(bytes) {
      const answers = filesOf(bytes).map((file) => keep(file.oid, contentOf(file)));
      return answers.find(({ status }) => status !== 200) ?? { status: 200, body: { result: 1 } };
    },
  };
}

interface FileEntry {
  readonly oid: string;
  readonly terms: readonly { readonly xorb: string; readonly from: number; readonly to: number }[];
}

function filesOf(shard: Buffer): FileEntry[] {
  const files: FileEntry[] = [];
  for (let at = SHARD_HEADER_BYTES; hashAt(shard, at) !== BOOKEND; ) {
    const flags = shard.readUInt32LE(at + 32);
    const count = shard.readUInt32LE(at + 36);
    at += ENTRY_BYTES;
    const terms = Array.from({ length: count }, (_, index) => {
      const term = at + index * ENTRY_BYTES;
      return { xorb: hashAt(shard, term), from: shard.readUInt32LE(term + 40), to: shard.readUInt32LE(term + 44) };
    });
    at += count * ENTRY_BYTES * (flags >= WITH_VERIFICATION ? 2 : 1);
    files.push({ oid: hashAt(shard, at), terms });
    at += ENTRY_BYTES;
  }
  return files;
}

/** Four words, each with its least byte first. */
function hashAt(bytes: Buffer, at: number): string {
  const words = [0, 8, 16, 24].map((word) => bytes.readBigUInt64LE(at + word));
  return words.map((word) => word.toString(16).padStart(16, '0')).join('');
}

function chunksOf(xorb: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0; at < xorb.length; ) {
    const packed = xorb.subarray(at + 8, at + 8 + xorb.readUIntLE(at + 1, 3));
    chunks.push(unpack(packed, xorb[at + 4]!));
    at += 8 + packed.length;
  }
  return chunks;
}

/** Schemes: 0 as it is, 1 LZ4, 2 LZ4 with every fourth byte together. */
function unpack(packed: Buffer, scheme: number): Buffer {
  if (scheme === 0) return Buffer.from(packed);
  const bytes = Buffer.from(decompressLz4Frame(packed));
  if (scheme === 1) return bytes;
  const regrouped = Buffer.alloc(bytes.length);
  let from = 0;
  for (let lane = 0; lane < 4; lane++) {
    for (let to = lane; to < bytes.length; to += 4) regrouped[to] = bytes[from++]!;
  }
  return regrouped;
}
