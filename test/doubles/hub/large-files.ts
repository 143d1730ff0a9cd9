// The store for large files: which of them it has already, where the others go, in one piece or in several. A file is kept
// only if it has the SHA-256 it was announced by.
import { type ChunkStore, openChunkStore } from './chunk-store.ts';
import type { Answer } from './faults.ts';
import { sha256 } from './repository.ts';

/** The store, and addresses that write to it. */
export interface LargeFileStore {
  readonly objects: Map<string, Buffer>;
  readonly chunks: ChunkStore;
  batch(request: BatchRequest): Answer;
  put(name: string, part: string | undefined, bytes: Buffer): Answer;
  complete(name: string, request: { readonly oid: string; readonly parts: readonly Part[] }): Answer;
}

interface BatchRequest {
  readonly transfers: readonly string[];
  readonly objects: readonly { readonly oid: string; readonly size: number }[];
}

interface Part {
  readonly partNumber: number;
  readonly etag: string;
}

/** How a store takes files. */
export interface StoreOptions {
  readonly address: () => string;
  /** Files above this are asked for in parts of that size. */
  readonly partBytes: number;
  /** Whether it takes chunks from whoever offers them. */
  readonly takesChunks: boolean;
}

/** Opens an empty store. */
export function openLargeFiles({ address, partBytes, takesChunks }: StoreOptions): LargeFileStore {
  const objects = new Map<string, Buffer>();
  const parts = new Map<string, Map<number, Buffer>>();
  // Whoever has such an address may write: no error may show it.
  const signed = (path: string) => `${address()}/store/${path}?X-Amz-Signature=very-secret`;
  const keep = (oid: string, bytes: Buffer): Answer => {
    if (sha256(bytes) !== oid) return { status: 400, body: '<Error><Code>BadDigest</Code></Error>' };
    objects.set(oid, bytes);
    return { status: 200, headers: { ETag: `"${oid}"` } };
  };
  const upload = (oid: string, size: number) => {
    if (size <= partBytes) return { href: signed(oid) };
    const count = Math.ceil(size / partBytes);
    const numbers = Array.from({ length: count }, (_, index) => String(index + 1).padStart(5, '0'));
    const header = Object.fromEntries(numbers.map((number) => [number, signed(`${oid}/${number}`)]));
    return { href: signed(`${oid}/complete`), header: { chunk_size: String(partBytes), ...header } };
  };
  const forChunks = () => ({
    href: `${address()}/cas/token`,
    header: {
      'X-Xet-Cas-Url': `${address()}/cas`,
      'X-Xet-Access-Token': 'very-secret',
      'X-Xet-Token-Expiration': String(Math.ceil(Date.now() / 1000) + 3600),
    },
  });
  return {
    objects,
    chunks: openChunkStore(keep),
    batch({ objects: wanted, transfers }) {
      const isChunked = takesChunks && transfers.includes('xet');
      const isParted = wanted.some(({ size }) => size > partBytes);
      const uploadOf = (oid: string, size: number) => (isChunked ? forChunks() : upload(oid, size));
      return {
        status: 200,
        headers: { 'Content-Type': 'application/vnd.git-lfs+json' },
        body: {
          transfer: isChunked ? 'xet' : isParted ? 'multipart' : 'basic',
          objects: wanted.map(({ oid, size }) =>
            objects.has(oid) ? { oid, size } : { oid, size, actions: { upload: uploadOf(oid, size) } },
          ),
        },
      };
    },
    put(oid, part, bytes) {
      if (part === undefined) return keep(oid, bytes);
      const known = parts.get(oid) ?? new Map<number, Buffer>();
      parts.set(oid, known.set(Number(part), bytes));
      return { status: 200, headers: { ETag: `"${sha256(bytes)}"` } };
    },
    complete(oid, request) {
      const known = parts.get(oid) ?? new Map<number, Buffer>();
      const isWhole = request.parts.every(
        ({ partNumber, etag }) => known.has(partNumber) && etag === `"${sha256(known.get(partNumber)!)}"`,
      );
      if (!isWhole || request.oid !== oid) return { status: 400, body: 'InvalidPart' };
      return keep(oid, Buffer.concat(request.parts.map(({ partNumber }) => known.get(partNumber)!)));
    },
  };
}
