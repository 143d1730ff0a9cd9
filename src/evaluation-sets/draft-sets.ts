// Sets out of rows that are held out and nowhere trained on. Whatever is drawn at random is drawn by the order of the
// dataset, which is a hash. Memory: the rows.

import type { SetName } from '../evaluation-rule.ts';
import { groupBy } from '../group-by.ts';
import type { PlainRow } from '../shard/index.ts';
import type { Draft } from './draft.ts';
import type { HeldRow } from './held-rows.ts';
import type { KnownLinks } from './known-links.ts';

/** What sets are made of. */
export interface Material {
  readonly bodies: readonly HeldRow[];
  readonly answers: readonly HeldRow[];
  readonly duplicates: readonly HeldRow[];
  readonly linked: readonly HeldRow[];
  /** The text of a question, as the rows of duplicates have theirs. */
  readonly textOf: (row: HeldRow) => string;
  readonly links: KnownLinks;
}

/** Candidates of a query: as many as those of AskUbuntuDupQuestions. */
const CANDIDATES = 20;

/** How each set is made. */
export const DRAFTS: Readonly<Record<SetName, (material: Material) => Draft>> = {
  'title-to-body': ({ bodies }) => retrieval(bodies),
  'question-to-answer': ({ answers }) => retrieval(answers),
  'site-clustering': ({ bodies }) => clustering(bodies.map((row) => [row, row.site])),
  'tag-clustering': ({ bodies }) =>
    clustering(bodies.flatMap((row) => (row.tags.length === 0 ? [] : [[row, row.tags[0]!] as const]))),
  'duplicate-retrieval': duplicateRetrieval,
  'duplicate-reranking': duplicateReranking,
  'duplicate-pairs': duplicatePairs,
  similarity,
};

/** Each row a query and what is relevant to it. */
function retrieval(rows: readonly HeldRow[]): Draft {
  return {
    corpus: distinct(rows.map(({ otherId, other }) => ({ _id: otherId, title: '', text: other }))),
    queries: distinct(rows.map(({ id, text }) => ({ _id: id, text }))),
    qrels: rows.map(({ id, otherId }) => ({ 'query-id': id, 'corpus-id': otherId, score: 1 })),
  };
}

/** One label says nothing. */
function clustering(rows: readonly (readonly [HeldRow, string])[]): Draft {
  if (new Set(rows.map(([, label]) => label)).size < 2) return {};
  return { clustering: rows.map(([{ id, text }, label]) => ({ sentences: text, labels: label, id })) };
}

function duplicateRetrieval(material: Material): Draft {
  const rows = separable(material);
  const { corpus = [], ...rest } = retrieval(rows);
  if (rows.length === 0) return {};
  return { corpus: [...corpus, ...othersThan(rows, material).map(asDocument(material))], ...rest };
}

const asDocument =
  ({ textOf }: Material) =>
  (row: HeldRow): PlainRow => ({ _id: row.id, title: '', text: textOf(row) });

function duplicateReranking(material: Material): Draft {
  const rows = separable(material);
  const others = othersThan(rows, material);
  const relevant = groupBy(rows, ({ id }) => id);
  const nearest = rowsByTag(others);
  const ranked = [...relevant].flatMap(([id, own]) => {
    const found = own.map(({ otherId }) => otherId);
    const candidates = sameTagFirst(own[0]!, others, nearest).slice(0, Math.max(0, CANDIDATES - found.length));
    if (candidates.length === 0) return [];
    // In the order of their names: a place in the list must not tell which one is right.
    return [{ 'query-id': id, 'corpus-ids': [...new Set([...found, ...candidates.map((row) => row.id)])].sort() }];
  });
  if (ranked.length === 0) return {};
  const asked = new Set(ranked.map((row) => row['query-id']));
  const named = new Set(ranked.flatMap((row) => row['corpus-ids']));
  const { corpus, ...rest } = retrieval(rows.filter(({ id }) => asked.has(id)));
  const documents = others.filter(({ id }) => named.has(id)).map(asDocument(material));
  return { corpus: [...corpus!, ...documents], ...rest, top_ranked: ranked };
}

/** Questions with each tag, in their order. */
function rowsByTag(rows: readonly HeldRow[]): ReadonlyMap<string, readonly HeldRow[]> {
  const byTag = new Map<string, HeldRow[]>();
  for (const row of rows) {
    for (const tag of row.tags) {
      const name = `${row.site} ${tag}`;
      byTag.set(name, [...(byTag.get(name) ?? []), row].slice(0, MOST_OF_A_TAG));
    }
  }
  return byTag;
}

/** More than candidates are never asked for. */
const MOST_OF_A_TAG = 2 * CANDIDATES;

/** Those with the first of a row's tags, then those with the next, then whatever comes first. */
function sameTagFirst({ site, tags }: HeldRow, others: readonly HeldRow[], byTag: ReturnType<typeof rowsByTag>) {
  const tagged = tags.flatMap((tag) => byTag.get(`${site} ${tag}`) ?? []);
  return [...new Set([...tagged, ...others.slice(0, MOST_OF_A_TAG)])];
}

/** As many pairs of questions that are no duplicates, which have a tag in common where there are such. */
function duplicatePairs(material: Material): Draft {
  const rows = separable(material);
  const others = othersThan(rows, material);
  const byTag = rowsByTag(others);
  const pairs = rows.flatMap((row, index) => {
    const candidates = sameTagFirst(row, others, byTag);
    const negative = candidates[index % Math.max(1, candidates.length)];
    if (negative === undefined) return [];
    const unlike = { id: row.id, text: row.text, otherId: negative.id, other: material.textOf(negative) };
    return [asPair(row, { labels: 1 }), asPair(unlike, { labels: 0 })];
  });
  return { pairs };
}

/** Duplicates, linked questions, and questions that nothing connects, in equal numbers as far as there are such. */
function similarity(material: Material): Draft {
  const rows = separable(material);
  const others = othersThan(rows, material);
  const apart = rows.flatMap((row, index) => {
    const other = others[index];
    return other === undefined ? [] : [{ ...row, otherId: other.id, other: material.textOf(other) }];
  });
  if (rows.length === 0 || apart.length === 0) return {};
  const scored: readonly (readonly [readonly Paired[], number])[] = [
    [rows, 2],
    [material.linked.slice(0, rows.length), 1],
    [apart, 0],
  ];
  return { sts: scored.flatMap(([pairs, score]) => pairs.map((pair) => asPair(pair, { score }))) };
}

type Paired = Pick<HeldRow, 'id' | 'otherId' | 'text' | 'other'>;

function asPair({ id, otherId, text, other }: Paired, said: PlainRow): PlainRow {
  return { sentence1: text, sentence2: other, ...said, id1: id, id2: otherId };
}

/** Rows of duplicates that are not linked to those of another group: these would be wrong answers to each other, and are none. */
function separable({ duplicates, links }: Material): readonly HeldRow[] {
  const groups = new Map(duplicates.flatMap((row) => row.posts.map((post) => [post, groupOf(row, links)] as const)));
  const dropped = new Set<string>();
  for (const [a, b] of links.linkedPairs(new Set(groups.keys()))) {
    const [one, other] = [groups.get(a), groups.get(b)];
    if (one !== undefined && other !== undefined && one !== other && !dropped.has(other)) dropped.add(one);
  }
  const asked = new Set(duplicates.map(({ id }) => id));
  // A question that asks is not looked for as well: it would find itself.
  return duplicates.filter((row) => !dropped.has(groupOf(row, links)) && !asked.has(row.otherId));
}

function groupOf({ otherId }: HeldRow, links: KnownLinks): string {
  return links.groupOf(otherId) ?? otherId;
}

/** Questions that are no right answer to any of these: no duplicate of one, and not linked to one. */
function othersThan(rows: readonly HeldRow[], { bodies, links }: Material): HeldRow[] {
  const own = new Set(rows.flatMap(({ posts }) => posts));
  const near = new Set(own);
  for (const { question } of links.groupMembers(own)) near.add(question);
  for (const pair of links.linkedPairs(own)) for (const question of pair) near.add(question);
  return bodies.filter(({ id }) => !near.has(id));
}

/** The first row of each id. */
function distinct<Row extends { readonly _id: string }>(rows: readonly Row[]): Row[] {
  return [...new Map(rows.toReversed().map((row) => [row._id, row])).values()].reverse();
}
