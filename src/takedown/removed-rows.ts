// What the rows that are taken out come to: how many of each site and side, their licences, lengths and years. All of
// these add up, so a dataset without them is known without reading the rest of it. Memory: counts.

import { addCounts, type Counts } from '../books.ts';
import { LicenseTally } from '../passes/license-tally.ts';
import { type RowCounts, RowTally } from '../passes/row-tally.ts';
import type { ShardRow } from '../shard/index.ts';
import type { Split } from '../types.ts';

/** Counts of removed rows. */
export interface RemovedCounts {
  readonly rows: number;
  readonly sites: Counts;
  readonly splits: Counts;
  readonly licenses: Counts;
  readonly tally: RowCounts;
}

/** Counts rows one by one. */
export class RemovedRows {
  readonly #licenses = new LicenseTally();
  readonly #tally: RowTally;
  #rows = 0;
  #sites: Counts = {};
  #splits: Counts = {};

  constructor(columns: number) {
    this.#tally = new RowTally(columns);
  }

  add(row: ShardRow, split: Split): void {
    this.#rows += 1;
    this.#sites = addCounts(this.#sites, { [row.site.name]: 1 });
    this.#splits = addCounts(this.#splits, { [split]: 1 });
    this.#tally.add(row);
    for (const { license } of row.posts) this.#licenses.add(license);
  }

  counts(): RemovedCounts {
    return {
      rows: this.#rows,
      sites: this.#sites,
      splits: this.#splits,
      licenses: this.#licenses.counts(),
      tally: this.#tally.counts(),
    };
  }
}
