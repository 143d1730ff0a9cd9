// Sets without queries: texts under labels (clustering), pairs that belong together or not, pairs with a similarity. A row
// holds one item, or lists of them, as in older sets of MTEB; for clustering each such row is a task of its own.

import { StackpairsError } from '../../errors.ts';
import type { OpenTable, TableRow } from '../../foreign.ts';
import { readRows } from './read-rows.ts';
import { type ClusteringSet, type EvaluationSet, type PairSet, tally } from './set.ts';

interface LabelledSource {
  readonly name: string;
  /** As its description says; else it follows from the columns. */
  readonly task?: EvaluationSet['task'] | undefined;
  readonly paths: readonly string[];
  readonly openTable: OpenTable;
}

/** Reads a set of labelled texts or pairs. Throws `bad_input` where rows are neither. */
export async function readLabelledSet({
  name,
  task,
  paths,
  openTable,
}: LabelledSource): Promise<ClusteringSet | PairSet> {
  const rows: { row: TableRow; at: string }[] = [];
  for (const path of paths) for await (const row of readRows(path, openTable)) rows.push(row);
  const first = rows[0]?.row ?? {};
  const isPairs = 'sentence1' in first || 'sent1' in first || task === 'pair-classification' || task === 'sts';
  return isPairs ? pairSet(name, task, rows) : clusteringSet(name, rows);
}

type Rows = readonly { readonly row: TableRow; readonly at: string }[];

function clusteringSet(name: string, rows: Rows): ClusteringSet {
  const ignored = tally();
  const single = { texts: [] as string[], labels: [] as string[] };
  const groups: { texts: string[]; labels: string[] }[] = [];
  for (const { row, at } of rows) {
    const { sentences, labels } = row;
    const group = Array.isArray(sentences) ? { texts: [] as string[], labels: [] as string[] } : single;
    if (group !== single) groups.push(group);
    for (const [text, label] of zipped([sentences, labels], at)) {
      if (typeof text !== 'string' || label === null || label === undefined) ignored.add('row_without_text_or_label');
      else {
        group.texts.push(text);
        group.labels.push(String(label));
      }
    }
  }
  return {
    name,
    task: 'clustering',
    groups: [...(single.texts.length > 0 ? [single] : []), ...groups],
    ignored: ignored.counts,
  };
}

function pairSet(name: string, task: EvaluationSet['task'] | undefined, rows: Rows): PairSet {
  const ignored = tally();
  const pairs: [string, string][] = [];
  const values: number[] = [];
  const isGraded = task === 'sts' || (task === undefined && rows[0]?.row.score !== undefined);
  for (const { row, at } of rows) {
    const value = isGraded ? (row.score ?? row.labels) : (row.labels ?? row.label);
    for (const [a, b, graded] of zipped([row.sentence1 ?? row.sent1, row.sentence2 ?? row.sent2, value], at)) {
      const number = Number(graded ?? Number.NaN);
      if (typeof a !== 'string' || typeof b !== 'string') ignored.add('pair_without_text');
      else if (Number.isNaN(number) || (!isGraded && number !== 0 && number !== 1)) ignored.add('pair_without_label');
      else {
        pairs.push([a, b]);
        values.push(number);
      }
    }
  }
  return { name, task: isGraded ? 'sts' : 'pair-classification', pairs, values, ignored: ignored.counts };
}

/** A row of single values as one item; of lists, as one item a place. */
function zipped(columns: readonly unknown[], at: string): unknown[][] {
  if (!columns.some(Array.isArray)) return [[...columns]];
  const lists = columns.map((column) => (Array.isArray(column) ? column : []));
  const lengths = new Set(lists.map((list) => list.length));
  if (lengths.size > 1) {
    throw new StackpairsError('bad_input', 'the lists of the row differ in length', {
      at,
      found: [...lengths].join(', '),
    });
  }
  return lists[0]!.map((_, place) => lists.map((list) => list[place]));
}
