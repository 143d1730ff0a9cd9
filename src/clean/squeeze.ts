// The step that makes one spelling of white space, line ends and Unicode, so that equal texts have equal bytes. Lines
// and indentation stay, except in texts named as one-line. Squeezing twice changes nothing; docs/cleaning.md has the table.
import { toUSVString } from 'node:util';
import type { Pair, Step } from '../types.ts';
import { defineBuiltIn } from './define-step.ts';
import { readOptions, words } from './options.ts';

/** What `squeeze` may be told. */
export interface SqueezeOptions {
  /** Names of the texts that become a single line; `title` when not given. */
  readonly oneLine?: readonly string[];
}

// Invisible characters that mean nothing to a reader; ZWNJ and ZWJ stay, emoji, Persian and Indic scripts need them.
const REMOVED =
  '\\0-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\xad\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060\\u2066-\\u2069\\ufeff';
const LINE_ENDS = '\\r\\x0b\\x0c\\x85\\u2028\\u2029';
const SPACES = '\\xa0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000';

const ODD = new RegExp(`[${REMOVED}${LINE_ENDS}${SPACES}]`);
const ANY_REMOVED = new RegExp(`[${REMOVED}]+`, 'g');
const ANY_LINE_END = new RegExp(`\\r\\n|[${LINE_ENDS}]`, 'g');
const ANY_SPACE = new RegExp(`[${SPACES}]`, 'g');
// Most texts hold nothing else, and then there is nothing to make canonical.
const PLAIN = /^[\t\n\x20-\x7e]*$/;
// The look-behind makes a long run of blanks cost once, not once for each of its characters.
const LINE_TAIL = /(?<![ \t])[ \t]+\n/g;
const BLANK_LINES = /\n{3,}/g;
// Every run of white space but a single space: matching those too would make this three times slower.
const UNTIDY_RUN = /[\t\n][ \t\n]*| [ \t\n]+/g;

/** Squeezes every text of a pair. */
export function squeeze(options: SqueezeOptions = {}): Step<Pair> {
  const { oneLine } = readOptions('squeeze', { oneLine: ['title'], ...options }, { oneLine: words('title') });
  return defineBuiltIn({ step: 'squeeze', options: { oneLine }, reasons: [] }, (pair) => ({
    texts: pair.texts.map((text) => ({
      ...text,
      value: oneLine.includes(text.name) ? squeezeLine(text.value) : squeezeText(text.value),
    })),
  }));
}

/** A text in canonical characters, without blanks at line ends and without more than one blank line in a row. */
function squeezeText(text: string): string {
  const lines = canonical(text);
  // Looking for what is rarely there costs far less than replacing it.
  const tidy = lines.includes(' \n') || lines.includes('\t\n') ? lines.replace(LINE_TAIL, '\n') : lines;
  return trimmed(tidy.includes('\n\n\n') ? tidy.replace(BLANK_LINES, '\n\n') : tidy);
}

/** A text in canonical characters on one line, with single spaces. */
function squeezeLine(text: string): string {
  return trimmed(canonical(text).replace(UNTIDY_RUN, ' '));
}

function canonical(text: string): string {
  if (PLAIN.test(text)) return text;
  const wellFormed = toUSVString(text);
  return (ODD.test(wellFormed) ? plain(wellFormed) : wellFormed).normalize('NFC');
}

function plain(text: string): string {
  return text.replace(ANY_REMOVED, '').replace(ANY_LINE_END, '\n').replace(ANY_SPACE, ' ');
}

/** Without spaces, tabs and line ends at both ends. Unlike `trim`, it knows only what the rules above leave. */
function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 9;
}
