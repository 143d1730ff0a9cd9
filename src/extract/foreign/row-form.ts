// How the rows of a set hold their texts, told by one of them: a list of two or three, a set of texts that say the same, or
// columns. Names are those that sets on the Hub use.
import { StackpairsError } from '../../errors.ts';
import type { TableColumn, TableRow } from '../../foreign.ts';
import { isNoText, rowTextColumns } from './text-columns.ts';

/** Where texts lie in a row. */
export interface RowForm {
  readonly kind: 'list' | 'set' | 'columns';
  /** The column of each text, anchor first; or the one that holds the list or the set. */
  readonly from: readonly string[];
  /** What the texts are called, anchor first: two or three. */
  readonly columns: readonly string[];
  /** True where the user said which columns to read, so that what else a row has does not matter. */
  readonly isAsked: boolean;
}

/** What is known beside the row itself. */
export interface FormHints {
  /** Columns of its table. */
  readonly schema?: readonly TableColumn[] | undefined;
  /** Columns that the user named. */
  readonly asked?: readonly string[] | undefined;
}

interface Candidate {
  readonly name: string;
  readonly isList: boolean;
}

const PLAIN_NAMES = ['anchor', 'positive', 'negative'] as const;

/** Columns of negatives. Of several, the first one here is read. */
export const NEGATIVES: readonly string[] =
  'negative neg negatives negative_1 negative1 hard_negative hard_negatives'.split(' ');

const POSITIVES = ['positive', 'pos', 'positives'];

/** Columns that belong together, whatever stands between them. */
const KNOWN: readonly (readonly [anchor: string, positive: string])[] = [
  ...['anchor', 'query', 'question', 'title'].flatMap((anchor) =>
    POSITIVES.map((positive) => [anchor, positive] as const),
  ),
  ['title', 'body'],
  ['title', 'text'],
  ['question', 'answer'],
  ['query', 'answer'],
  ['query', 'passage'],
  ['query', 'document'],
];

/** Names a trainer and a shard can live with; `score` and `label` are among those that are never of texts. */
const GOOD_NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

/** The form of a row, if it can have two texts. */
export function formOf(row: unknown, { schema, asked }: FormHints = {}): RowForm | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  if (asked !== undefined) return askedForm(asked, row as TableRow);
  if (Array.isArray(row)) return listForm('texts', row);
  const candidates = candidatesOf(row as TableRow, schema);
  const pair = knownPair(candidates);
  const list = candidates.find(({ name, isList }) => isList && (name === 'texts' || name === 'set'))?.name;
  if (pair !== undefined || list === undefined) return columnsForm(pair ?? firstTwo(candidates), candidates);
  return list === 'set' ? setForm(list) : listForm(list, (row as TableRow)[list]);
}

/** Throws unless one to three columns are named, or none. */
export function expectFewColumns(asked: readonly string[] | undefined): void {
  if (asked === undefined || (asked.length > 0 && asked.length <= PLAIN_NAMES.length)) return;
  throw new StackpairsError('bad_usage', 'these columns make no pair', {
    at: 'columns',
    expected: 'an anchor, a positive and perhaps a negative, or one column of lists',
    found: asked.join(', ') || 'none',
  });
}

/** Columns of a row or table that may hold its texts. */
export function candidatesOf(row: TableRow, schema?: readonly TableColumn[]): Candidate[] {
  if (schema === undefined) return rowTextColumns(row).map((name) => ({ name, isList: Array.isArray(row[name]) }));
  return schema
    .filter(({ name, kind }) => kind !== 'other' && !isNoText(name))
    .map(({ name, kind }) => ({ name, isList: kind === 'texts' }));
}

function listForm(column: string, list: unknown, isAsked = false): RowForm {
  const size = Array.isArray(list) && list.length >= 3 ? 3 : 2;
  return { kind: 'list', from: [column], columns: PLAIN_NAMES.slice(0, size), isAsked };
}

function setForm(column: string, isAsked = false): RowForm {
  return { kind: 'set', from: [column], columns: PLAIN_NAMES.slice(0, 2), isAsked };
}

function askedForm(asked: readonly string[], row: TableRow): RowForm {
  if (asked.length > 1) return { kind: 'columns', from: asked, columns: named(asked), isAsked: true };
  return asked[0] === 'set' ? setForm('set', true) : listForm(asked[0]!, row[asked[0]!], true);
}

function columnsForm(pair: readonly string[] | undefined, candidates: readonly Candidate[]): RowForm | undefined {
  if (pair === undefined) return undefined;
  const negative = NEGATIVES.find((name) => candidates.some((candidate) => candidate.name === name));
  const from = negative === undefined ? pair : [...pair, negative];
  return { kind: 'columns', from, columns: named(from), isAsked: false };
}

function knownPair(candidates: readonly Candidate[]): readonly string[] | undefined {
  return KNOWN.find((pair) => pair.every((name) => candidates.some((candidate) => candidate.name === name)));
}

/** The first text, and the first one beside it, which may be a list of positives. */
function firstTwo(candidates: readonly Candidate[]): readonly string[] | undefined {
  // `set` with a text in it names a part of the data.
  const others = candidates.filter(({ name }) => name !== 'set' && !NEGATIVES.includes(name));
  const anchor = others.find(({ isList }) => !isList);
  const positive = others.find((other) => other !== anchor);
  return anchor === undefined || positive === undefined ? undefined : [anchor.name, positive.name];
}

/** The file's own names where they are good ones. */
function named(from: readonly string[]): readonly string[] {
  const names = from.map((name) =>
    POSITIVES.includes(name) ? 'positive' : NEGATIVES.includes(name) ? 'negative' : name,
  );
  const isGood = names.every((name) => GOOD_NAME.test(name) && !isNoText(name)) && new Set(names).size === names.length;
  return isGood ? names : PLAIN_NAMES.slice(0, names.length);
}
