// What tests of object storage share: a double of S3, credentials that it believes, and mirrors of it.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';
import { openMirror } from '../../src/open-mirror.ts';
import type { Mirror } from '../../src/storage/index.ts';
import { openStorage } from '../doubles/s3/open-storage.ts';

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'a-secret-of-the-test' };

/** A double with the means to use it from this process; it is gone when the tests of the file are done. */
export async function testStorage(root: string) {
  Object.assign(process.env, CREDENTIALS);
  const storage = await openStorage();
  const mirrors: Mirror[] = [];
  let opened = 0;
  afterAll(async () => {
    for (const mirror of mirrors) await mirror.close();
    await storage.close();
  });
  return {
    ...storage,
    /** A mirror that has seen nothing yet, as of another process. */
    mirror(): Mirror {
      opened += 1;
      const mirror = openMirror({ folder: join(root, `mirror-${opened}`), endpoint: storage.endpoint });
      mirrors.push(mirror);
      return mirror;
    },
    /** Stores the files of a folder under a prefix. */
    upload(folder: string, prefix: string): void {
      for (const path of filesIn(folder)) storage.objects.put(`${prefix}/${path}`, readFileSync(join(folder, path)));
    },
    /** Writes what is stored under a prefix into a folder. */
    download(prefix: string, folder: string): void {
      for (const name of storage.objects.names().filter((name) => name.startsWith(`${prefix}/`))) {
        const path = join(folder, name.slice(prefix.length + 1));
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, storage.objects.get(name)!.bytes);
      }
    },
  };
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name).slice(folder.length + 1)] : [],
  );
}
