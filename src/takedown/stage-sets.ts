// Evaluation sets without the posts that are taken out: each table that names one is written anew, beside the old one. What a
// query was to find and is gone takes the query along. Memory: the rows of a set.

import { join, posix } from 'node:path';
import { writeDurably } from '../durable-file.ts';
import { describeSet, SET_FILE } from '../evaluation-sets/index.ts';
import { stagedPath } from '../generation.ts';
import type { Manifest } from '../manifest.ts';
import type { ManifestSet, ManifestSetFile } from '../manifest-sets.ts';
import { expectWhole } from '../passes/expect-whole.ts';
import { SET_TABLES, type SetTable } from '../set-tables.ts';
import { openTable, type PlainRow, writePlain } from '../shard/index.ts';

type Evaluation = NonNullable<Manifest['evaluation']>;

/** The sets of the next generation. */
export interface StagedSets {
  readonly evaluation: Evaluation | undefined;
  /** Files that are anew, and that are no more. */
  readonly files: readonly string[];
  readonly gone: readonly string[];
}

interface SetStaging {
  readonly out: string;
  /** Posts that are taken out, as `site/12`. */
  readonly taken: ReadonlySet<string>;
  readonly signal?: AbortSignal | undefined;
}

/** Columns that name a post. */
const POSTS = ['_id', 'id', 'id1', 'id2', 'query-id', 'corpus-id', 'evaluation-id'];

/** Writes what changes of the sets. */
export async function stageSets({ evaluation }: Manifest, staging: SetStaging): Promise<StagedSets> {
  if (evaluation === undefined) return { evaluation, files: [], gone: [] };
  const before = [...evaluation.sets.flatMap(({ files }) => files), ...listed(evaluation.duplicates)];
  const sets: ManifestSet[] = [];
  for (const set of evaluation.sets) sets.push({ ...set, files: await stageSet(set, staging) });
  const [duplicates = null] = await stageTables(listed(evaluation.duplicates), staging);
  const after = new Map(
    [...sets.flatMap(({ files }) => files), ...listed(duplicates)].map((file) => [file.path, file]),
  );
  const changed = before.filter((file) => after.get(file.path) !== file);
  const described = sets.filter(({ files }, index) => files !== evaluation.sets[index]!.files);
  const setFile = ({ name }: ManifestSet) => `evaluation/${name}/${SET_FILE}`;
  const isLeft = ({ files }: ManifestSet) => files.length > 0;
  return {
    evaluation: { sets, duplicates },
    files: [
      ...changed.flatMap(({ path }) => (after.has(path) ? [path] : [])),
      ...described.filter(isLeft).map(setFile),
    ],
    gone: [
      ...changed.flatMap(({ path }) => (after.has(path) ? [] : [path])),
      ...described.filter((set) => !isLeft(set)).map(setFile),
    ],
  };
}

const listed = (file: ManifestSetFile | null) => (file === null ? [] : [file]);

async function stageSet(set: ManifestSet, staging: SetStaging): Promise<ManifestSetFile[]> {
  const files = await stageTables(set.files, staging);
  if (files.every((file, index) => file === set.files[index]) && files.length === set.files.length) return set.files;
  const counts = Object.fromEntries(files.map((file) => [tableOf(file), file.rows]));
  if (files.length > 0)
    writeDurably(stagedPath(staging.out, `evaluation/${set.name}/${SET_FILE}`), describeSet(set.name, counts));
  return files;
}

/** The tables that belong together, as they are left; none where one of them has no row left. */
async function stageTables(files: readonly ManifestSetFile[], staging: SetStaging): Promise<ManifestSetFile[]> {
  const { out, taken, signal } = staging;
  const tables = await Promise.all(files.map(async (file) => ({ file, rows: await rowsIn(join(out, file.path)) })));
  const isTaken = (post: unknown) => taken.has(String(post));
  const left = tables.map(({ file, rows }) => ({ file, rows, left: withoutPosts(rows, isTaken) }));
  const qrels = left.find(({ file }) => tableOf(file) === 'qrels');
  const asked = qrels && new Set(qrels.left.map((row) => row['query-id']));
  const whole = left.map((table) => ({ ...table, left: table.left.filter((row) => isAsked(table.file, row, asked)) }));
  if (whole.some((table) => table.left.length === 0)) return [];
  const written: ManifestSetFile[] = [];
  for (const { file, rows, left } of whole) {
    if (left.length === rows.length && left.every((row, index) => row === rows[index])) {
      written.push(file);
      continue;
    }
    await expectWhole(out, file, signal);
    const { path } = file;
    written.push({ path, ...writePlain(stagedPath(out, path), SET_TABLES[tableOf(file)], left) });
  }
  return written;
}

function tableOf({ path }: ManifestSetFile): SetTable {
  return (path.split('/').length === 3 ? 'duplicates' : posix.basename(posix.dirname(path))) as SetTable;
}

/** Rows that name none of the posts; a list of candidates goes on without them. */
function withoutPosts(rows: readonly PlainRow[], isTaken: (post: unknown) => boolean): PlainRow[] {
  return rows
    .filter((row) => !POSTS.some((column) => isTaken(row[column])))
    .map((row) => {
      const candidates = row['corpus-ids'];
      if (!Array.isArray(candidates) || !candidates.some(isTaken)) return row;
      return { ...row, 'corpus-ids': candidates.filter((post) => !isTaken(post)) };
    });
}

/** Whether a row is of a query that still has something to find; a document is of none. */
function isAsked(file: ManifestSetFile, row: PlainRow, asked: ReadonlySet<unknown> | undefined): boolean {
  const table = tableOf(file);
  if (asked === undefined || table === 'corpus') return true;
  return asked.has(table === 'queries' ? row._id : row['query-id']);
}

async function rowsIn(path: string): Promise<PlainRow[]> {
  const { columns, rows } = await openTable(path, 'arrow');
  const read: PlainRow[] = [];
  // Written by `writePlain`, a table has values of these kinds alone.
  for await (const batch of rows(columns.map(({ name }) => name))) read.push(...(batch as readonly PlainRow[]));
  return read;
}
