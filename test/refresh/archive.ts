// What the tests of this room share: a double that is closed after the test, a client without long seconds, and names of
// dumps as extract reads them.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { type Http, openHttp } from '../../src/refresh/index.ts';
import { openArchive } from '../doubles/archive/archive.ts';
import type { Files } from '../doubles/archive/items.ts';

/** How much faster the clock of tests goes. */
const HASTE = 100;
/** Long for a machine that is busy, too. */
const IDLE_MS = 2_000;

export const BEER = 'stackexchange_20250630/beer.stackexchange.com.7z';

/** A double with these items, closed after the test. */
export async function archiveOf(items: Readonly<Record<string, Files>>) {
  const archive = await openArchive(items);
  onTestFinished(async () => void (await archive.close()));
  return archive;
}

/** A client that is soon tired of waiting. */
export const quickHttp = (signal?: AbortSignal) =>
  openHttp({ signal, idleMs: IDLE_MS, wait: (milliseconds) => sleep(milliseconds / HASTE) });

/** A client whose first bodies break off after so many bytes, which have all been handed on by then. */
export function brittleHttp(cutAfter: number, times: number): Http {
  const http = quickHttp();
  let cuts = 0;
  return async (url, ask) => {
    const reply = await http(url, ask);
    return reply.status < 300 && cuts++ < times ? { ...reply, body: brokenOff(reply.body, cutAfter) } : reply;
  };
}

async function* brokenOff(body: AsyncIterable<Uint8Array>, after: number): AsyncGenerator<Uint8Array> {
  let left = after;
  for await (const chunk of body) {
    if (left > 0) yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left <= 0) throw new Error('broken off');
  }
}

/** So many bytes, which repeat only after all of them. */
export function bytesOf(size: number, seed = 1): Buffer {
  return Buffer.from(Uint8Array.from({ length: size }, (_, at) => (Math.imul(at + seed, 2654435761) >>> 13) & 255));
}

export const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest('hex');
