// The plot of evaluation sets: held-out rows are read, those that training rows give away are left out, and what is left is
// written below `evaluation/`. Memory: the texts of `most` rows of each kind, keys of them, and what known-links.ts says.

import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addCounts, type Counts } from '../books.ts';
import { writeDurably } from '../durable-file.ts';
import { SETS, type SetRule, type Source } from '../evaluation-rule.ts';
import { groupBy } from '../group-by.ts';
import { makeFolder } from '../make-folder.ts';
import type { Manifest } from '../manifest.ts';
import type { ManifestSet, ManifestSetFile } from '../manifest-sets.ts';
import { SET_TABLES, type SetTable } from '../set-tables.ts';
import { type PlainRow, writePlain } from '../shard/index.ts';
import { describeSet, SET_FILE } from './describe-set.ts';
import type { Draft } from './draft.ts';
import { DRAFTS, type Material } from './draft-sets.ts';
import { configsOf, type HeldRow, heldRows, type WrittenRows } from './held-rows.ts';
import type { KnownLinks } from './known-links.ts';
import { LEAKS, type Leak, openLeakSearch } from './leaks.ts';
import { trainRows } from './train-rows.ts';

/** What sets are made of, and which. */
export interface SetsRequest {
  readonly build: WrittenRows;
  readonly rules: readonly SetRule[];
  readonly links: KnownLinks;
  readonly signal?: AbortSignal | undefined;
}

/** Writes the sets; those that there is nothing for are left out, and listed without files. */
export async function makeSets(request: SetsRequest): Promise<NonNullable<Manifest['evaluation']>> {
  const { build, rules, links } = request;
  emptyFolder(join(build.out, 'evaluation'));
  const held = rules.map((rule) => ({ rule, rows: rowsFor(build, rule) }));
  const all = held.flatMap(({ rows }) => Object.values(rows).flat());
  const leaks = await leaksOf(all, request);
  const used = new Set<string>();
  const sets = held.map(({ rule, rows }): ManifestSet => {
    const [clean, dropped] = withoutLeaks(rows, leaks);
    const draft = DRAFTS[rule.set]({ ...clean, links, textOf: textsAs(build) });
    for (const post of postsIn(draft)) used.add(post);
    const files = writeSet(build.out, rule, draft);
    const count = Object.values(clean).reduce((sum, { length }) => sum + length, 0);
    return { name: rule.set, task: SETS[rule.set].task, used: count, dropped, files };
  });
  return { sets, duplicates: writeDuplicates(build.out, used, links) };
}

/** What a run before left, of the same plan or not: nothing here is known by the manifest yet. */
function emptyFolder(folder: string): void {
  makeFolder(folder);
  for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true });
}

type RowsBySource = Record<Source, readonly HeldRow[]>;

/** Sets of duplicates take their wrong answers from the other questions. */
function rowsFor(build: WrittenRows, rule: SetRule): RowsBySource {
  const needs: readonly Source[] = SETS[rule.set].needs;
  const isOfDuplicates = needs.includes('duplicates');
  const read = (source: Source, isWanted: boolean) => (isWanted ? heldRows(build, source, rule) : []);
  return {
    bodies: read('bodies', isOfDuplicates || needs.includes('bodies')),
    answers: read('answers', needs.includes('answers')),
    duplicates: read('duplicates', isOfDuplicates),
    linked: read('linked', rule.set === 'similarity'),
  };
}

/** Rows of duplicates and other questions must show the same part of a question. */
function textsAs(build: WrittenRows): Material['textOf'] {
  const column = configsOf(build, 'duplicates')[0]?.columns[1];
  if (column === 'title_body') return ({ text, other }) => `${text} ${other}`;
  return column === 'body' ? ({ other }) => other : ({ text }) => text;
}

/** Posts that training rows give away, by the surest way. */
async function leaksOf(rows: readonly HeldRow[], request: SetsRequest): Promise<Map<string, Leak>> {
  const leaks = new Map<string, Leak>();
  if (rows.length === 0) return leaks;
  const posts = new Set(rows.flatMap((row) => row.posts));
  const texts = rows.flatMap(({ id, otherId, text, other }) => [
    { of: id, text },
    { of: otherId, text: other },
  ]);
  const groups = groupsOf(posts, request.links);
  const find = await openLeakSearch({ posts, duplicates: outsideOf(posts, request.links), texts });
  for await (const row of trainRows(request.build, request.signal)) {
    find(row, (of, leak) => {
      // What is known of one duplicate is known of all.
      const all = leak === 'duplicate_in_training' ? (groups.get(request.links.groupOf(of) ?? '') ?? [of]) : [of];
      for (const post of all) {
        const known = leaks.get(post);
        if (known === undefined || LEAKS.indexOf(leak) < LEAKS.indexOf(known)) leaks.set(post, leak);
      }
    });
  }
  return leaks;
}

function groupsOf(posts: ReadonlySet<string>, links: KnownLinks): Map<string, string[]> {
  return groupBy(
    [...posts].filter((post) => links.groupOf(post) !== undefined),
    (post) => links.groupOf(post)!,
  );
}

/** Known duplicates of posts that are not among them, each with one of them. */
function outsideOf(posts: ReadonlySet<string>, links: KnownLinks): Map<string, string> {
  const groups = groupsOf(posts, links);
  const outside = new Map<string, string>();
  for (const { question, group } of links.groupMembers(posts)) {
    if (!posts.has(question)) outside.set(question, groups.get(group)![0]!);
  }
  return outside;
}

function withoutLeaks(rows: RowsBySource, leaks: ReadonlyMap<string, Leak>): [RowsBySource, Counts] {
  let dropped: Counts = {};
  const clean = (some: readonly HeldRow[]) =>
    some.filter(({ posts }) => {
      const found = posts.flatMap((post) => leaks.get(post) ?? []);
      const leak = LEAKS.find((one) => found.includes(one));
      if (leak !== undefined) dropped = addCounts(dropped, { [leak]: 1 });
      return leak === undefined;
    });
  const { bodies, answers, duplicates, linked } = rows;
  const left = {
    bodies: clean(bodies),
    answers: clean(answers),
    duplicates: clean(duplicates),
    linked: clean(linked),
  };
  return [left, dropped];
}

const ID_COLUMNS = ['_id', 'id', 'id1', 'id2'];

function postsIn(draft: Draft): string[] {
  return Object.values(draft)
    .flat()
    .flatMap((row) => ID_COLUMNS.flatMap((column) => (row[column] === undefined ? [] : [String(row[column])])));
}

function writeSet(out: string, { set }: SetRule, draft: Draft): ManifestSetFile[] {
  const tables = (Object.keys(SET_TABLES) as SetTable[]).filter((table) => (draft[table]?.length ?? 0) > 0);
  const folder = `evaluation/${set}`;
  const files = tables.map((table) => writeTable(out, `${folder}/${table}`, { table, rows: draft[table]! }));
  if (files.length === 0) return [];
  const counts = Object.fromEntries(tables.map((table, index) => [table, files[index]!.rows]));
  writeDurably(join(out, folder, SET_FILE), describeSet(set, counts));
  return files;
}

interface TableRows {
  readonly table: SetTable;
  readonly rows: readonly PlainRow[];
}

/** Every file is called as the one `test` shard of its config. */
function writeTable(out: string, folder: string, { table, rows }: TableRows): ManifestSetFile {
  const path = `${folder}/test-00000-of-00001.arrow`;
  makeFolder(dirname(join(out, path)));
  return { path, ...writePlain(join(out, path), SET_TABLES[table], rows) };
}

/** What the leakage check needs to know of links when the dump is gone. */
function writeDuplicates(out: string, used: ReadonlySet<string>, links: KnownLinks): ManifestSetFile | null {
  const rows = [...outsideOf(used, links)].map(([duplicate, of]) => {
    return { 'duplicate-id': duplicate, 'evaluation-id': of };
  });
  return rows.length === 0 ? null : writeTable(out, 'evaluation/duplicates', { table: 'duplicates', rows });
}
