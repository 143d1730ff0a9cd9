// What the tests of this room share: a double that is closed after the test, a client without long seconds, and names of
// dumps as extract reads them.
import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { openHttp } from '../../src/refresh/index.ts';
import { openArchive } from '../doubles/archive/archive.ts';
import type { Files } from '../doubles/archive/items.ts';

/** Milliseconds of a second in tests. */
const SECOND = 10;

export const BEER = 'stackexchange_20250630/beer.stackexchange.com.7z';

/** A double with these items, closed after the test. */
export async function archiveOf(items: Readonly<Record<string, Files>>) {
  const archive = await openArchive(items);
  onTestFinished(async () => void (await archive.close()));
  return archive;
}

/** A client that is soon tired of waiting. */
export const quickHttp = (signal?: AbortSignal) => openHttp({ second: SECOND, signal });

/** So many bytes, which repeat only after all of them. */
export function bytesOf(size: number, seed = 1): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, at) => (Math.imul(at + seed, 2654435761) >>> 13) & 255));
}

export const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');
