// Who stays of rows with the same fingerprint. Judged among all rows that passed the filters, never chained: first the
// most held-out side of the split wins (a text that is tested on must not be trained on), then on that side the row
// with more votes, then the earlier site and the lower id. Each group leaves exactly one row.

/** Rows sorted by fingerprint are groups; columns are read by row number. */
export interface Candidates {
  readonly count: number;
  compareFingerprints(a: number, b: number): number;
  votes(row: number): number;
  /** Number of the input it stands in: ascending by site. */
  input(row: number): number;
  byte(row: number): number;
  id(row: number): number;
  /** Precedence of its side of the split: the higher, the more held out. */
  side(row: number): number;
}

/** What happens to a row that has duplicates. */
export type Judgement = 'kept' | 'duplicate_pair' | 'cluster_held_out';

/** Judges every group of two or more; `smallest` is the group's member of the earliest site and lowest id. */
export function judgeDuplicates(
  rows: Candidates,
  order: Uint32Array,
  tell: (row: number, judgement: Judgement, smallest: number) => void,
): void {
  for (let start = 0, end = 0; start < order.length; start = end) {
    const first = order[start]!;
    for (end = start + 1; end < order.length && rows.compareFingerprints(first, order[end]!) === 0; ) end++;
    if (end - start > 1) judgeGroup(rows, order.subarray(start, end), tell);
  }
}

function judgeGroup(
  rows: Candidates,
  group: Uint32Array,
  tell: (row: number, judgement: Judgement, smallest: number) => void,
): void {
  const winner = group.reduce((best, row) => (outranks(rows, row, best) ? row : best));
  const smallest = group.reduce((best, row) => (comesBefore(rows, row, best) ? row : best));
  for (const row of group) {
    const fate = row === winner ? 'kept' : rows.side(row) < rows.side(winner) ? 'cluster_held_out' : 'duplicate_pair';
    tell(row, fate, smallest);
  }
}

function outranks(rows: Candidates, a: number, b: number): boolean {
  if (rows.side(a) !== rows.side(b)) return rows.side(a) > rows.side(b);
  if (rows.votes(a) !== rows.votes(b)) return rows.votes(a) > rows.votes(b);
  return comesBefore(rows, a, b);
}

function comesBefore(rows: Candidates, a: number, b: number): boolean {
  if (rows.input(a) !== rows.input(b)) return rows.input(a) < rows.input(b);
  if (rows.id(a) !== rows.id(b)) return rows.id(a) < rows.id(b);
  return rows.byte(a) < rows.byte(b);
}
