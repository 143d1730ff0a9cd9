// Who stays of rows that say the same. Judged among all rows that passed the filters, never chained: first the most
// held-out side of the split wins (a text that is tested on must not be trained on), then on that side the row of
// higher rank (more votes, unless the pipeline says otherwise), then the earlier site and the lower id. A cluster is one set of copies, or where near-duplicates are looked for,
// sets of copies that are nearly alike.

/** Rows in the order of their fingerprints, which begin with what names the cluster; columns are read by row number. */
export interface Candidates {
  readonly order: Uint32Array;
  readonly rules: JudgeRules;
  compareClusters(a: number, b: number): number;
  compareFingerprints(a: number, b: number): number;
  /** The higher, the more the row is worth. */
  rank(row: number): number;
  /** Number of the input it stands in: ascending by site. */
  input(row: number): number;
  byte(row: number): number;
  id(row: number): number;
  /** Precedence of its side of the split: the higher, the more held out. */
  side(row: number): number;
}

/** What becomes of copies and of rows that are nearly alike; without the latter, a cluster is a set of copies. */
export interface JudgeRules {
  readonly exact: string;
  /** `'none'` leaves none of those that are dropped for each other. */
  readonly keep: string;
  readonly near: 'drop' | 'mark' | undefined;
}

/** What happens to a row that has duplicates. */
export type Judgement = 'kept' | 'duplicate' | 'cluster_held_out' | 'near_duplicate';

/** Told of every row that has duplicates; `smallest` is its cluster's member of the earliest site and lowest id. */
export type TellJudgement = (row: number, judgement: Judgement, smallest: number) => void;

/** Judges every cluster of two or more. */
export function judgeDuplicates(rows: Candidates, tell: TellJudgement): void {
  const compare = rows.rules.near === undefined ? rows.compareFingerprints : rows.compareClusters;
  for (const cluster of groupsOf(rows.order, compare)) {
    if (cluster.length > 1) judgeCluster(rows, cluster, tell);
  }
}

function judgeCluster(rows: Candidates, cluster: Uint32Array, tell: TellJudgement): void {
  const { exact, near, keep } = rows.rules;
  const isDropped = (group: Uint32Array, row: number, best: number) =>
    keep === 'none' ? group.length > 1 : row !== best;
  const winner = bestOf(rows, cluster);
  const smallest = cluster.reduce((best, row) => (comesBefore(rows, row, best) ? row : best));
  for (const copies of groupsOf(cluster, rows.compareFingerprints)) {
    const best = bestOf(rows, copies);
    for (const row of copies) {
      if (rows.side(row) < rows.side(winner)) tell(row, 'cluster_held_out', smallest);
      else if (exact !== 'off' && isDropped(copies, row, best)) tell(row, 'duplicate', smallest);
      else if (near === 'drop' && isDropped(cluster, row, winner)) tell(row, 'near_duplicate', smallest);
      else tell(row, 'kept', smallest);
    }
  }
}

/** Neighbours that compare as equal. */
function* groupsOf(order: Uint32Array, compare: (a: number, b: number) => number): Generator<Uint32Array> {
  for (let start = 0, end = 0; start < order.length; start = end) {
    for (end = start + 1; end < order.length && compare(order[start]!, order[end]!) === 0; ) end++;
    yield order.subarray(start, end);
  }
}

function bestOf(rows: Candidates, group: Uint32Array): number {
  return group.reduce((best, row) => (outranks(rows, row, best) ? row : best));
}

function outranks(rows: Candidates, a: number, b: number): boolean {
  if (rows.side(a) !== rows.side(b)) return rows.side(a) > rows.side(b);
  if (rows.rank(a) !== rows.rank(b)) return rows.rank(a) > rows.rank(b);
  return comesBefore(rows, a, b);
}

function comesBefore(rows: Candidates, a: number, b: number): boolean {
  if (rows.input(a) !== rows.input(b)) return rows.input(a) < rows.input(b);
  if (rows.id(a) !== rows.id(b)) return rows.id(a) < rows.id(b);
  return rows.byte(a) < rows.byte(b);
}
