// Texts of benchmarks that rows are held against, with what is made of them for it: those that are asked for again and
// again are read once, however long. Memory: MOST_CHARACTERS of texts, or one that is longer, and some 20 bytes a
// character for its runs of words.

import { type KeyMaker, type PlainText, plainText, type ShingleKind } from '../../near/index.ts';
import type { BenchmarkText } from './benchmark-texts.ts';

/** Some thousand usual texts: rows that share a phrase meet the same few. */
const MOST_CHARACTERS = 2 * 1024 * 1024;

/** A text of a benchmark, ready to be compared. */
export interface ReadyText {
  readonly text: BenchmarkText;
  readonly plain: PlainText;
  /** Its set of shingles, made when it is asked for first. */
  readonly set: (kind: ShingleKind) => Uint32Array;
}

/** Reads texts, and remembers those asked for last. */
export function recentTexts(
  read: (benchmark: number, text: number) => BenchmarkText,
  keys: KeyMaker,
): (benchmark: number, text: number) => ReadyText {
  const recent = new Map<string, ReadyText>();
  let characters = 0;
  return (benchmark, number) => {
    const name = `${benchmark} ${number}`;
    const known = recent.get(name);
    recent.delete(name);
    const ready = known ?? readyText(read(benchmark, number), keys);
    recent.set(name, ready);
    if (known === undefined) characters += ready.text.text.length;
    for (const [oldest, { text }] of recent) {
      if (characters <= MOST_CHARACTERS || recent.size === 1) break;
      recent.delete(oldest);
      characters -= text.text.length;
    }
    return ready;
  };
}

function readyText(text: BenchmarkText, keys: KeyMaker): ReadyText {
  const bytes = Buffer.from(text.text);
  const slice = { bytes, from: 0, to: bytes.length };
  const sets = new Map<ShingleKind, Uint32Array>();
  return {
    text,
    plain: plainText(text.text),
    set(kind) {
      const set = sets.get(kind) ?? keys.set(slice, kind);
      sets.set(kind, set);
      return set;
    },
  };
}
