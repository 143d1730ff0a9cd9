// What a pipeline says of duplicates, and how it is read: defaults filled in, so that two spellings of one rule are one.

import { bandingFor } from './banding.ts';
import { absentAs, listOf, numberFrom, oneOf, parts, type Reader, wholeFrom } from './read-definition.ts';

/** Exact and near duplicates. */
export interface DedupeDefinition {
  /** One of each set of rows stays whose normalised texts are equal: all of them (`'pair'`) or those of one column. */
  readonly exact?: string;
  /** What does not count when texts are compared, beside white space and composition; only case by default. */
  readonly ignore?: readonly Ignored[];
  /** Whether copies on other sites count. */
  readonly within?: 'all' | 'site';
  /** Which row of those that say the same, or nearly, stays; `'none'` drops them all. Ties go by site and id. */
  readonly keep?: KeepRule;
  /** Rows whose texts are nearly the same. */
  readonly near?: NearDefinition;
}

/** What may not count when texts are compared. */
export type Ignored = 'case' | 'punctuation';

const KEEP_RULES = ['votes', 'oldest', 'newest', 'longest', 'shortest', 'license', 'none'] as const;
/** Which row stays; `license` is the latest licence. */
export type KeepRule = (typeof KEEP_RULES)[number];

/** Near-duplicates: MinHash with banding; pairs that meet are held against their true similarity. */
export interface NearDefinition {
  /** Column whose texts are compared. */
  readonly field: string;
  /** Least Jaccard similarity of two texts' shingles, above 0 and at most 1. */
  readonly similarity: number;
  /** `'drop'` leaves one row of each cluster; `'mark'`, the default, leaves all, and says in provenance who belongs together. */
  readonly action?: 'drop' | 'mark';
  /** Shingles: runs of words, or of characters where texts are short; by default 5 characters of a title and 5 words of any other text. */
  readonly shingle?: Shingle;
  /** Bands of the signature and rows of a band, in place of those that follow from the similarity. */
  readonly bands?: number;
  readonly rows?: number;
}

/** What texts are compared by. */
export type Shingle = { readonly words: number } | { readonly characters: number };

/** A checked rule, defaults filled in. */
export interface DedupeRule {
  /** `'pair'`, a column, or `'off'`. */
  readonly exact: string;
  readonly ignore: readonly Ignored[];
  readonly within: 'all' | 'site';
  readonly keep: KeepRule;
  readonly near?: NearRule;
}

/** A checked rule for near-duplicates, defaults filled in. */
export type NearRule = Required<NearDefinition>;

const DEFAULT_SHINGLE = 5;
/** Longer shingles than this are no shingles of a text any more, but the text. */
const MOST_SHINGLE = 100;
const MOST_PERMUTATIONS = 1024;

const size = optional(wholeFrom(1, MOST_SHINGLE));
const shingle: Reader<Shingle> = (value, at, fault) => {
  const read = parts({ words: size, characters: size })(value, at, fault);
  const [words, characters] = [read?.words, read?.characters];
  if ((words === undefined) === (characters === undefined)) return fault(at, 'expected either words or characters');
  return words === undefined ? { characters: characters! } : { words };
};

const nearParts = parts({
  field: text(),
  similarity: similarityReader(),
  action: absentAs(oneOf('mark', 'drop'), 'mark'),
  shingle: optional(shingle),
  bands: optional(wholeFrom(1)),
  rows: optional(wholeFrom(1)),
});

const near: Reader<NearRule> = (value, at, fault) => {
  const read = nearParts(value, at, fault);
  if (read === undefined) return undefined;
  const { field, similarity, action, bands, rows } = read;
  if ((bands === undefined) !== (rows === undefined)) return fault(at, 'expected both bands and rows, or none');
  const banding = bands === undefined || rows === undefined ? undefined : { bands, rows };
  if (banding !== undefined && banding.bands * banding.rows > MOST_PERMUTATIONS) {
    return fault(at, `expected bands * rows <= ${MOST_PERMUTATIONS}`);
  }
  const usual = field === 'title' ? { characters: DEFAULT_SHINGLE } : { words: DEFAULT_SHINGLE };
  return { field, similarity, action, shingle: read.shingle ?? usual, ...(banding ?? bandingFor(similarity)) };
};

const rule = parts({
  exact: absentAs(text(), 'pair'),
  ignore: absentAs(listOf(oneOf('case', 'punctuation')), ['case']),
  within: absentAs(oneOf('all', 'site'), 'all'),
  keep: absentAs(oneOf(...KEEP_RULES), 'votes'),
  near: optional(near),
});

/** Reads what a pipeline says of duplicates. */
export const dedupeRule: Reader<DedupeRule> = (value, at, fault) => {
  const read = rule(value, at, fault);
  if (read === undefined) return undefined;
  const { near, ignore, ...rest } = read;
  const checked = { ...rest, ignore: [...new Set(ignore)].sort() };
  return near === undefined ? checked : { ...checked, near };
};

function optional<Value>(reader: Reader<Value>): Reader<Value | undefined> {
  return (value, at, fault) => (value === undefined ? undefined : reader(value, at, fault));
}

function text(): Reader<string> {
  return (value, at, fault) => (typeof value === 'string' ? value : fault(at, 'expected the name of a column'));
}

function similarityReader(): Reader<number> {
  const read = numberFrom(0, 1);
  return (value, at, fault) => (value === 0 ? fault(at, 'expected a number above 0') : read(value, at, fault));
}
