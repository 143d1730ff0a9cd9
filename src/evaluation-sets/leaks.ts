// Which posts and texts of evaluation sets are in rows that are trained on. The sets are held in memory, the rows go by.
// Memory: the texts of the sets, and about 2 kB of keys for each.

import { createKeyMaker, isSameText, jaccard, KEY_KINDS, plainText, wasmSketchKernel } from '../near/index.ts';
import type { Slice } from '../types.ts';

/** How a set is in a row, the surest way first. */
export const LEAKS = ['post_in_training', 'duplicate_in_training', 'text_in_training', 'near_training_text'] as const;
export type Leak = (typeof LEAKS)[number];

/** Least Jaccard similarity of texts that are nearly the same, as in decontamination: runs of 5 words or characters. */
const LEAK_SIMILARITY = 0.8;

/** What must not be trained on. */
export interface Protected {
  /** Posts as `site/12`. */
  readonly posts: ReadonlySet<string>;
  /** Known duplicates of these, each with one of them. */
  readonly duplicates: ReadonlyMap<string, string>;
  /** Texts, and whose they are: a post, or where there is none the place in a file. */
  readonly texts: Iterable<{ readonly of: string; readonly text: string }>;
}

/** A row that is trained on. */
export interface TrainRow {
  readonly posts: readonly string[];
  readonly texts: readonly string[];
}

/** Tells what of the sets a row holds: whose it is, and how. */
export type FindLeaks = (row: TrainRow, tell: (of: string, leak: Leak) => void) => void;

/** Prepares to look. */
export async function openLeakSearch({ posts, duplicates, texts }: Protected): Promise<FindLeaks> {
  const findTexts = await openTextSearch(texts);
  return (row, tell) => {
    for (const post of row.posts) {
      if (posts.has(post)) tell(post, 'post_in_training');
      const of = duplicates.get(post);
      if (of !== undefined) tell(of, 'duplicate_in_training');
    }
    for (const text of row.texts) findTexts(text, tell);
  };
}

interface KnownText {
  readonly text: string;
  /** Whoever has this very text. */
  readonly of: string[];
}

async function openTextSearch(texts: Protected['texts']) {
  const keys = createKeyMaker(await wasmSketchKernel(), { action: 'report', ngram: 0, similarity: LEAK_SIMILARITY });
  const known = new Map<string, KnownText>();
  const byKey = new Map<number, KnownText[]>();
  for (const { of, text } of texts) {
    const same = known.get(text);
    if (same !== undefined) {
      same.of.push(of);
      continue;
    }
    const entry = { text, of: [of] };
    known.set(text, entry);
    for (const key of keysOf(text)) byKey.set(key, [...(byKey.get(key) ?? []), entry]);
  }
  function keysOf(text: string): Set<number> {
    const told = new Set<number>();
    keys.keys(sliceOf(text), (_kind, high, low) => told.add(high * 2 ** 21 + (low >>> 11)));
    return told;
  }
  return (text: string, tell: (of: string, leak: Leak) => void) => {
    const met = new Set([...keysOf(text)].flatMap((key) => byKey.get(key) ?? []));
    if (met.size === 0) return;
    for (const { text: other, of } of met) {
      const leak = leakOf(text, other);
      if (leak !== undefined) for (const one of of) tell(one, leak);
    }
  };

  function leakOf(a: string, b: string): Leak | undefined {
    if (isSameText(plainText(a), plainText(b))) return 'text_in_training';
    const isNear = SIMILAR.some(
      (kind) => jaccard(keys.set(sliceOf(a), kind), keys.set(sliceOf(b), kind)) >= LEAK_SIMILARITY,
    );
    return isNear ? 'near_training_text' : undefined;
  }
}

const SIMILAR = KEY_KINDS.filter((kind) => kind === 'words' || kind === 'characters');

function sliceOf(text: string): Slice {
  const bytes = Buffer.from(text, 'utf8');
  return { bytes, from: 0, to: bytes.length };
}
