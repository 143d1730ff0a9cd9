// The objects of a double of S3, and uploads in parts that are under way.
import { createHash } from 'node:crypto';

/** An object as it is stored. */
export interface Stored {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modified: Date;
}

/** Objects by `bucket/key`. */
export function objectStore() {
  const objects = new Map<string, Stored>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const put = (name: string, bytes: Buffer, parts = 0): Stored => {
    const sum = createHash('md5').update(bytes).digest('hex');
    const stored = { bytes, etag: `"${sum}${parts === 0 ? '' : `-${parts}`}"`, modified: new Date() };
    objects.set(name, stored);
    return stored;
  };
  return {
    put,
    get: (name: string) => objects.get(name),
    remove: (name: string) => objects.delete(name),
    names: () => [...objects.keys()].sort(),
    /** Uploads in parts that were neither completed nor given up. */
    openUploads: () => uploads.size,
    beginUpload(): string {
      const id = `upload-${uploads.size}-${objects.size}-${Math.floor(performance.now() * 1000)}`;
      uploads.set(id, new Map());
      return id;
    },
    putPart(id: string, part: number, bytes: Buffer): string {
      uploads.get(id)!.set(part, bytes);
      return `"${createHash('md5').update(bytes).digest('hex')}"`;
    },
    completeUpload(id: string, name: string): Stored {
      const parts = [...uploads.get(id)!].sort(([a], [b]) => a - b).map(([, bytes]) => bytes);
      uploads.delete(id);
      return put(name, Buffer.concat(parts), parts.length);
    },
    abandonUpload: (id: string) => uploads.delete(id),
  };
}
