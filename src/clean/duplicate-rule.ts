// What makes two rows copies of each other and which one of them is worth more, as a pipeline asks for.

import { hash } from 'node:crypto';
import type { DedupeRule } from '../dedupe-rule.ts';
import { LICENSES } from './credit.ts';
import { normalisedText } from './fingerprint.ts';

/** What a row is judged by. */
export interface JudgedPair {
  /** Asked for where lengths decide. */
  readonly texts: () => readonly string[];
  readonly votes: number;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly created: number;
  readonly license: string;
}

const PRINT_BYTES = 16;
const PUNCTUATION = /[\p{P}\p{S}]+/gu;
/** Ranks have 32 bits: seconds from here on last until 2076. */
const FIRST_POSTS = Date.UTC(2008, 0);
const MOST_RANK = 2 ** 31 - 1;

/** Copies are known by the fingerprint of the pair, and votes decide: what the route pass knows by itself. */
export function isPlainRule({ exact, ignore, within, keep }: DedupeRule): boolean {
  return exact === 'pair' && ignore.join() === 'case' && within === 'all' && (keep === 'votes' || keep === 'none');
}

/** 16 bytes that copies have in common and no two others: of the pair or one column, within a site or everywhere. */
export function copyPrint(
  { exact, ignore, within }: DedupeRule,
  columns: readonly string[],
): (texts: readonly string[], site: string) => Buffer {
  const normalise = (text: string) => {
    // A mark between two words parts them; one at their ends leaves nothing.
    const bare = ignore.includes('punctuation') ? text.replace(PUNCTUATION, ' ') : text;
    return normalisedText(bare, ignore.includes('case'));
  };
  const chosen = (texts: readonly string[]) => (exact === 'pair' ? texts : [texts[columns.indexOf(exact)]!]);
  return (texts, site) => {
    const parts = [...chosen(texts).map(normalise), ...(within === 'site' ? [site] : [])];
    return hash('sha256', parts.join('\0'), 'buffer').subarray(0, PRINT_BYTES);
  };
}

/** What a row is worth beside its copies, as a whole number of 32 bits; ties go by site and id. */
export function rankOf({ keep }: DedupeRule): (pair: JudgedPair) => number {
  const age = ({ created }: JudgedPair) => Math.round((created - FIRST_POSTS) / 1000);
  const ranks: Record<DedupeRule['keep'], (pair: JudgedPair) => number> = {
    votes: ({ votes }) => votes,
    none: ({ votes }) => votes,
    oldest: (pair) => -age(pair),
    newest: age,
    longest: lengthOf,
    shortest: (pair) => -lengthOf(pair),
    // The later, the better they suit those who pass texts on; one that is not known comes last.
    license: ({ license }) => (LICENSES as readonly string[]).indexOf(license),
  };
  return (pair) => Math.max(-MOST_RANK, Math.min(ranks[keep](pair), MOST_RANK));
}

function lengthOf({ texts }: JudgedPair): number {
  return texts().reduce((sum, { length }) => sum + length, 0);
}
