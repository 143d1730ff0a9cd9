// What the rows that are taken out come to: how many of each site and side, their licences, lengths and years. All of
// these add up, so a dataset without them is known without reading the rest of it. Memory: counts.

import type { Counts } from '../books.ts';
import { MovedRows } from '../moved-rows.ts';
import { type CreditCounts, CreditTally } from '../passes/authors/credits.ts';
import { LicenseTally } from '../passes/license-tally.ts';
import { type RowCounts, RowTally } from '../passes/row-tally.ts';
import type { ShardRow } from '../shard/index.ts';
import type { SplitRule } from '../split-rule.ts';
import type { Split } from '../types.ts';

/** Counts of removed rows. */
export interface RemovedCounts {
  readonly rows: number;
  readonly sites: Counts;
  readonly splits: Counts;
  readonly licenses: Counts;
  readonly credits: CreditCounts;
  readonly tally: RowCounts;
  /** Rows that were held out beyond the hash of their question, by why. */
  readonly moved: Counts;
}

/** Counts rows one by one. */
export class RemovedRows {
  readonly #licenses = new LicenseTally();
  readonly #credits = new CreditTally();
  readonly #tally: RowTally;
  readonly #sites = new Map<string, number>();
  readonly #splits = new Map<string, number>();
  readonly #moved: MovedRows;
  #rows = 0;

  constructor(columns: number, split: SplitRule) {
    this.#tally = new RowTally(columns);
    this.#moved = new MovedRows(split);
  }

  add(row: ShardRow, split: Split): void {
    this.#rows += 1;
    increase(this.#sites, row.site.name);
    increase(this.#splits, split);
    this.#tally.add(row);
    this.#credits.add(row);
    this.#moved.add({ ...row, site: row.site.name }, split);
    for (const { license } of row.posts) this.#licenses.add(license);
  }

  counts(): RemovedCounts {
    return {
      rows: this.#rows,
      sites: Object.fromEntries(this.#sites),
      splits: Object.fromEntries(this.#splits),
      licenses: this.#licenses.counts(),
      credits: this.#credits.counts(),
      tally: this.#tally.counts(),
      moved: this.#moved.counts(),
    };
  }
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
