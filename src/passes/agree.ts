// The agree pass on one fingerprint partition, in a thread: the entries of all units in, verdicts on rows that have
// duplicates out, spilled by thread partition. Memory: 44 bytes a row for the entries and 12 for their order. Copies of
// one text are all in one partition, however many there are.

import { basename } from 'node:path';
import { type JudgeRules, judgeDuplicates } from '../clean/index.ts';
import { entryColumns, type Fate, RunSpill, SpillReader, sortByPrefix, writeVerdict } from '../spill/index.ts';
import { SPLITS } from '../types.ts';
import { type ClusterCounts, ClusterTally } from './cluster-tally.ts';
import type { WorkFile } from './completion.ts';
import { type Layout, threadPartition, threadPartitions } from './layout.ts';

/** One fingerprint partition to judge. */
export interface AgreeTask {
  readonly kind: 'agree';
  readonly partition: number;
  readonly rules: JudgeRules;
  /** Entry spills of all units of the route pass, or where near-duplicates are looked for, of the enter pass. */
  readonly entries: readonly string[];
  readonly verdicts: string;
  readonly layout: Layout;
}

/** Rows that lose, counted. */
export interface AgreeResult {
  readonly files: readonly WorkFile[];
  /** Losers of each input by reason: `[input, reason, rows]`. */
  readonly lost: readonly (readonly [number, string, number])[];
  /** The same by thread partition: `[input, partition, rows]`. */
  readonly losers: readonly (readonly [number, number, number])[];
  readonly clusters: ClusterCounts;
}

/** The name that a row's fate is counted under: `duplicate_pair`, `duplicate_title` and the like say what was equal. */
export function dropReason(fate: Fate, exact: string): string {
  return fate === 'duplicate' ? `duplicate_${exact}` : fate;
}

/** Judges every group of equal fingerprints of the partition. */
export function agree({ partition, rules, entries, verdicts, layout }: AgreeTask): AgreeResult {
  const rows = entryColumns(new SpillReader().gather(entries, partition));
  const order = sortByPrefix(rows.count, rows.prefix, rows.compareFingerprints);
  const spill = new RunSpill(verdicts, threadPartitions(layout));
  const lost = new LoserTally<string>();
  const losers = new LoserTally<number>();
  const clusters = new ClusterTally(rows);
  try {
    const tell = (row: number, fate: Fate, smallest: number) => {
      const owner = threadPartition(layout, SPLITS[rows.side(row)]!, rows.key(row));
      const [input, byte] = [rows.input(row), rows.byte(row)];
      const cluster = { clusterInput: rows.input(smallest), clusterId: rows.id(smallest) };
      writeVerdict(spill.begin(owner), { input, byte, fate, ...cluster });
      if (fate === 'kept') return;
      lost.add(input, dropReason(fate, rules.exact));
      losers.add(input, owner);
    };
    judgeDuplicates({ ...rows, order, rules }, (row, fate, smallest) => {
      clusters.add(row, fate, smallest);
      tell(row, fate, smallest);
    });
    for (const row of order) if (rows.fate(row) !== 'kept') tell(row, rows.fate(row), row);
    const files = [{ path: basename(verdicts), ...spill.finish() }];
    return { files, lost: lost.counts(), losers: losers.counts(), clusters: clusters.counts() };
  } finally {
    spill.abandon();
  }
}

/** Losers of each input, by what they are told apart by. */
class LoserTally<Kind> {
  readonly #byInput = new Map<number, Map<Kind, number>>();

  add(input: number, kind: Kind): void {
    const kinds = this.#byInput.get(input) ?? new Map<Kind, number>();
    this.#byInput.set(input, kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
  }

  counts(): (readonly [number, Kind, number])[] {
    return [...this.#byInput].flatMap(([input, kinds]) =>
      [...kinds].map(([kind, rows]) => [input, kind, rows] as const),
    );
  }
}
