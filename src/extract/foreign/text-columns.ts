// Which columns of a set hold texts, and what those are. Names are those that sets on the Hub use.
import { StackpairsError } from '../../errors.ts';
import type { ForeignRole, TableColumn, TableRow } from '../../foreign.ts';
import type { Part } from './parts.ts';

/** A column of such a name holds texts, or the set is not what it seems. */
const ROLES: ReadonlyMap<string, ForeignRole> = new Map(
  Object.entries({
    title: 'title title1 title2 titles title_body',
    body: 'body question_body upvoted_answer answer best_answer worst_answer',
    query: 'query queries question anchor',
    corpus: 'positive negative positives negatives pos neg passage passages document documents doc',
    text: 'text texts text1 text2 sentence sentence1 sentence2 sent1 sent2 sentences set content',
  }).flatMap(([role, names]) => names.split(' ').map((name) => [name, role as ForeignRole])),
);

/** Strings that are no text of anybody. Every other column of strings is read. */
const NO_TEXT =
  /^(.*[-_])?(ids?|labels?|scores?|urls?|links?|lang|languages?|splits?|source|site|licen[cs]e|tags?|date|created|category|instructions?|metadata|meta|partition|type|fingerprint|cluster|authors?)$/i;

/** What the texts of a column are. */
export function roleOf(column: string, part: Part = 'table'): ForeignRole {
  const role = ROLES.get(column.toLowerCase()) ?? 'text';
  if (part === 'queries') return 'query';
  if (part === 'corpus') return role === 'title' ? 'title' : 'corpus';
  return role;
}

/** True for a column whose name says that its strings are no texts. */
export function isNoText(column: string): boolean {
  return NO_TEXT.test(column);
}

/** Names of the columns of a schema that hold texts. */
export function schemaTextColumns(columns: readonly TableColumn[], at: string): string[] {
  const likely = columns.filter(({ name }) => !NO_TEXT.test(name));
  const misfit = likely.find(({ name, kind }) => kind === 'other' && ROLES.has(name.toLowerCase()));
  if (misfit !== undefined) throw notText(misfit.name, misfit.type, at);
  return likely.filter(({ kind }) => kind !== 'other').map(({ name }) => name);
}

/** Names of the columns of a row that may hold texts. */
export function rowTextColumns(row: TableRow): string[] {
  return Object.keys(row).filter(
    (name) => !NO_TEXT.test(name) && (isTextual(row[name]) || ROLES.has(name.toLowerCase())),
  );
}

/** The texts in a value: none in a null, one in a string, any number in a list. */
export function textsIn(row: TableRow, column: string, at: string): readonly string[] {
  const value = row[column];
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [wellFormed(value)];
  if (Array.isArray(value) && value.every((item) => typeof item === 'string' || item === null)) {
    return value.flatMap((item) => (item === null ? [] : [wellFormed(item)]));
  }
  throw notText(column, Array.isArray(value) ? 'a list of others' : typeof value, at);
}

/** Throws unless every column is there. */
export function expectColumns(wanted: readonly string[], found: readonly string[], at: string): void {
  const missing = wanted.filter((name) => !found.includes(name));
  if (missing.length === 0) return;
  throw new StackpairsError('bad_input', `there is no column ${missing.join(', ')}`, {
    at,
    expected: wanted.join(', '),
    found: found.length === 0 ? 'no column' : found.join(', '),
  });
}

/** The error about a file or row without any text. */
export function noTexts(found: string, at: string): StackpairsError {
  return new StackpairsError('bad_input', 'no column of texts', {
    at,
    expected: 'strings, or lists of strings',
    found,
    hint: 'Name the columns to read',
  });
}

/** The error about a set whose every row was read, and nothing in them. */
export function nothingIn(at: string, expected: string): StackpairsError {
  return new StackpairsError('bad_input', 'nothing to read in it', { at, expected, found: 'none' });
}

function notText(column: string, found: string, at: string): StackpairsError {
  return new StackpairsError('bad_input', `column ${column} does not hold texts`, {
    at,
    expected: 'strings, or lists of strings',
    found,
    hint: 'Name the columns to read',
  });
}

function isTextual(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.length > 0 && value.every(isString));
}

function isString(value: unknown): boolean {
  return typeof value === 'string';
}

/** Half of a surrogate pair becomes U+FFFD, as it does in our own shards. */
export function wellFormed(text: string): string {
  // Looking at code units is ten times as fast, and most texts have no pair either.
  return /[\ud800-\udfff]/.test(text) ? text.replace(/\p{Surrogate}/gu, '\ufffd') : text;
}
