// What the tests of whole refreshes share: small dumps in the double, and a refresh in the test's own thread.
import { tmpdir } from 'node:os';
import { type RefreshRequest, refresh } from '../../src/refresh.ts';
import { UNFILTERED } from '../build/dataset.ts';
import { postsXml, type Question } from '../build/dump.ts';
import type { Files } from '../doubles/archive/items.ts';

/** Items of three quarters. */
export const [MARCH, JUNE, REVISED] = [
  'stackexchange_20260331',
  'stackexchange_20260630',
  'stackexchange_20260630_rev2',
] as const;

export const questions = (from: number, to: number, more: Partial<Question> = {}): Question[] =>
  Array.from({ length: to - from }, (_, at) => ({ id: from + at, ...more }));

/** Files of an item. */
export function filesOf(item: string, sites: Readonly<Record<string, readonly Question[]>>): Files {
  const entries = Object.entries(sites);
  return Object.fromEntries(
    entries.map(([site, posts]) => [`${item}/${site}-Posts.xml`, Buffer.from(postsXml(posts), 'utf8')]),
  );
}

/** What to keep fresh, from the double at this address. */
export function refreshRequest(base: string, state: string, more: Partial<RefreshRequest> = {}): RefreshRequest {
  const pipeline = { path: UNFILTERED, selection: {} };
  return { source: 'archive.org', archive: base, state, pipeline, threads: 0, temporary: tmpdir(), ...more };
}

/** Refreshes from the double at this address. */
export function refreshFrom(base: string, state: string, more: Partial<RefreshRequest> = {}) {
  return refresh(refreshRequest(base, state, more));
}
