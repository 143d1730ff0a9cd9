// What some rows of a config come to: how many of each site and side, their licences, lengths and years. All of these add
// up, so a dataset with them or without them is known without reading the rest of it. Memory: counts.

import type { Counts } from '../books.ts';
import type { ShardRow } from '../shard/index.ts';
import type { Split } from '../types.ts';
import { type CreditCounts, CreditTally } from './authors/credits.ts';
import { LicenseTally } from './license-tally.ts';
import { type RowCounts, RowTally } from './row-tally.ts';

/** Counts of rows. */
export interface RowTotals {
  readonly rows: number;
  readonly sites: Counts;
  readonly splits: Counts;
  readonly licenses: Counts;
  readonly credits: CreditCounts;
  readonly tally: RowCounts;
}

/** Counts rows one by one. */
export class CountedRows {
  readonly #licenses = new LicenseTally();
  readonly #credits = new CreditTally();
  readonly #tally: RowTally;
  readonly #sites = new Map<string, number>();
  readonly #splits = new Map<string, number>();
  #rows = 0;

  constructor(columns: number) {
    this.#tally = new RowTally(columns);
  }

  add(row: ShardRow, split: Split): void {
    this.#rows += 1;
    increase(this.#sites, row.site.name);
    increase(this.#splits, split);
    this.#tally.add(row);
    this.#credits.add(row);
    for (const { license } of row.posts) this.#licenses.add(license);
  }

  counts(): RowTotals {
    return {
      rows: this.#rows,
      sites: Object.fromEntries(this.#sites),
      splits: Object.fromEntries(this.#splits),
      licenses: this.#licenses.counts(),
      credits: this.#credits.counts(),
      tally: this.#tally.counts(),
    };
  }
}

function increase(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}
