// Items of the double and what its metadata API says of them: numbers come as strings, as those of archive.org do.
import { createHash } from 'node:crypto';

/** Files of an item by their path in it. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** A file as the storage host serves it. */
export interface StoredFile {
  readonly bytes: Uint8Array;
  readonly sha1: string;
  readonly md5: string;
  /** Seconds since 1970; another one with each change. */
  readonly mtime: number;
}

/** All items, and how they change. */
export function itemStore(initial: Readonly<Record<string, Files>>) {
  const items = new Map<string, Map<string, StoredFile>>();
  let clock = 1_750_000_000;
  const put = (item: string, files: Files) => {
    clock += 1000;
    const stored = items.get(item) ?? new Map<string, StoredFile>();
    for (const [path, bytes] of Object.entries(files)) stored.set(path, { bytes, mtime: clock, ...sumsOf(bytes) });
    items.set(item, stored);
  };
  for (const [item, files] of Object.entries(initial)) put(item, files);
  return {
    put,
    remove: (item: string) => void items.delete(item),
    names: () => [...items.keys()],
    file: (item: string, path: string) => items.get(item)?.get(path),
    /** The document of the metadata API; an empty one for an item that is not there. */
    metadata(item: string) {
      const files = items.get(item);
      if (files === undefined) return {};
      return {
        created: clock,
        d1: 'localhost',
        dir: `/12/items/${item}`,
        files: [...files].map(([name, file]) => describe(name, file)),
        files_count: files.size,
        item_size: [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0),
        metadata: { identifier: item, publicdate: '2026-07-20 10:11:12' },
      };
    },
  };
}

function sumsOf(bytes: Uint8Array) {
  const sum = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex');
  return { sha1: sum('sha1'), md5: sum('md5') };
}

function describe(name: string, { bytes, sha1, md5, mtime }: StoredFile) {
  return { name, source: 'original', format: '7z', size: `${bytes.length}`, mtime: `${mtime}`, md5, sha1 };
}
