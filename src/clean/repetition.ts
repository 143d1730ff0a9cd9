// The step that drops pairs with a text that repeats itself: line by line, or character by character.
import type { Pair, Step } from '../types.ts';
import { defineStep } from './define-step.ts';
import { proseOf } from './html-parts.ts';
import { columnName, readOptions, share } from './options.ts';
import { textOf } from './text-of.ts';

/** The most of a text that may be repeated, as shares; 1 allows all. */
export interface RepetitionOptions {
  /** Lines that stood before, of all lines that are not blank. Counts only together with their characters. */
  readonly lines?: number;
  /** Characters in such lines, of those in all lines. */
  readonly lineCharacters?: number;
  /** Sequences of ten characters that stood before, of all such sequences. */
  readonly characters?: number;
}

// Gopher (arXiv 2112.11446, table A1): duplicate line fraction, and duplicate line character fraction. There either drops
// a page. A post is shorter: one that shows a state before and after repeats some short lines, so here it takes both.
const LINES = 0.3;
const LINE_CHARACTERS = 0.2;
// Length and bound of Data-Juicer's `character_repetition_filter`. That one counts only the most frequent sequences, and
// takes `ha ha ha` for varied; here all that stood before count. Measured: the highest share of 1,042 questions on a site
// full of terminal output is 0.42, the first above the bound is an answer that was pasted twice.
const SEQUENCE = 10;
const CHARACTERS = 0.5;
/** UTF-16 units of a text that are looked at for sequences: each takes an entry in a table. */
const MOST_UNITS = 65_536;

/** Drops pairs whose text `name` repeats itself; of HTML only the prose counts, as code repeats its lines by nature. */
export function repetition(name: string, options: RepetitionOptions = {}): Step<Pair> {
  const read = readOptions(
    'repetition',
    { ...options, text: name },
    { text: columnName(), lines: share(LINES), lineCharacters: share(LINE_CHARACTERS), characters: share(CHARACTERS) },
  );
  const reasons = [`${name}_repeated_lines`, `${name}_repeated_characters`] as const;
  return defineStep({ step: 'repetition', options: read, reasons }, (pair) => {
    const text = proseOf(textOf(pair, name, 'repetition'));
    const { lines, characters } = repeatedLines(text);
    if (lines > read.lines && characters > read.lineCharacters) return reasons[0];
    return repeatedSequences(text) > read.characters ? reasons[1] : pair;
  });
}

/** Shares of lines that stood before and of the characters in them. */
function repeatedLines(text: string): { readonly lines: number; readonly characters: number } {
  const seen = new Set<string>();
  const total = { lines: 0, characters: 0 };
  const repeated = { lines: 0, characters: 0 };
  for (const whole of text.split('\n')) {
    const line = whole.trim();
    if (line === '') continue;
    for (const counts of seen.has(line) ? [total, repeated] : [total]) {
      counts.lines++;
      counts.characters += line.length;
    }
    seen.add(line);
  }
  if (total.lines === 0) return total;
  return { lines: repeated.lines / total.lines, characters: repeated.characters / total.characters };
}

/** The share of sequences that stood before; 0 for a text that is shorter than one. */
function repeatedSequences(text: string): number {
  const total = Math.min(text.length, MOST_UNITS) - SEQUENCE + 1;
  const seen = new Set<string>();
  for (let at = 0; at < total; at++) seen.add(text.slice(at, at + SEQUENCE));
  return total < 1 ? 0 : 1 - seen.size / total;
}
