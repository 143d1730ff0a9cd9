// CQADupStack: questions of twelve sites as of 2014. In the files of BEIR and MTEB the id of a row is that of its question.
import { StackpairsError } from '../../errors.ts';
import type { PostName, TableRow } from '../../foreign.ts';

/** Forum -> host. Programmers was renamed in 2017. */
const HOSTS: ReadonlyMap<string, string> = new Map(
  'android english gaming gis mathematica physics programmers stats tex unix webmasters wordpress'
    .split(' ')
    .map((forum) => [forum, `${forum === 'programmers' ? 'softwareengineering' : forum}.stackexchange.com`]),
);

const SET = /cqa-?dup-?stack(?:[-_]([a-z]+))?/i;

/** The host a file's questions are from, told by the names of its folders: `cqadupstack/unix`, `cqadupstack-unix`. */
export function cqadupstackHost(path: string): string | undefined {
  let isInSet = false;
  for (const segment of path.split(/[\\/]/)) {
    const match = SET.exec(segment);
    isInSet ||= match !== null;
    const host = HOSTS.get((match?.[1] ?? segment).toLowerCase());
    if (isInSet && host !== undefined) return host;
  }
  return undefined;
}

/** The question a row is. */
export function questionOf(row: TableRow, site: string, at: string): PostName {
  const id = rowId(row) ?? 'none';
  const number = Number(id);
  if (/^\d+$/.test(id) && Number.isSafeInteger(number)) return { site, id: number };
  throw new StackpairsError('bad_input', 'a row of CQADupStack without the id of its question', {
    at,
    expected: 'a number as _id',
    found: id.slice(0, 50),
    hint: 'If this is another set, move it out of a folder that is called cqadupstack',
  });
}

/** Columns that may hold a row's id, the first one that does. */
export const ID_COLUMNS: readonly string[] = ['_id', 'id', 'query_id', 'corpus_id'];

/** An id is for people to find its row by. What is longer is a text under a wrong name. */
const LONGEST_ID = 100;

/** The id of a row as text. */
export function rowId(row: TableRow): string | undefined {
  const id = ID_COLUMNS.map((name) => row[name]).find((value) => value !== undefined && value !== null);
  return typeof id === 'string' || typeof id === 'number' || typeof id === 'bigint'
    ? String(id).slice(0, LONGEST_ID)
    : undefined;
}
