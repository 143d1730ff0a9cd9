// What the report tells of duplicates: how many clusters have how many rows, and which have most. Memory: a count
// for each bucket and the few largest clusters.

import { addBuckets, bucketOf, COPIES_EDGES } from '../buckets.ts';
import type { Candidates, Judgement } from '../clean/index.ts';
import type { WantedRow } from './shown-rows.ts';

/** Clusters that are named. */
const MOST_NAMED = 20;

/** Rows that say the same. */
export interface Cluster {
  /** Rows in it, those that stay among them. */
  readonly size: number;
  /** Its member of the earliest site and lowest id. */
  readonly input: number;
  readonly id: number;
  /** The one that stays; of several, that of the earliest site and lowest id. */
  readonly kept: WantedRow;
}

/** Counts of clusters; two of them can be added up. */
export interface ClusterCounts {
  /** Clusters by bucket of COPIES_EDGES. */
  readonly sizes: number[];
  /** The largest of which a row stays, in falling order. */
  readonly largest: Cluster[];
}

/** Counts no clusters. */
export const NO_CLUSTERS: ClusterCounts = { sizes: [], largest: [] };

type Rows = Pick<Candidates, 'input' | 'byte' | 'id'> & { readonly key: (row: number) => number };

/** Counts clusters by what is judged of their members, which come one after another. */
export class ClusterTally {
  readonly #rows: Rows;
  readonly #sizes = new Array<number>(COPIES_EDGES.length).fill(0);
  #largest: Cluster[] = [];
  #smallest = -1;
  #kept = -1;
  #size = 0;

  constructor(rows: Rows) {
    this.#rows = rows;
  }

  add(row: number, judgement: Judgement, smallest: number): void {
    if (smallest !== this.#smallest) this.#close();
    this.#smallest = smallest;
    this.#size += 1;
    if (judgement === 'kept' && (this.#kept < 0 || this.#comesBefore(row, this.#kept))) this.#kept = row;
  }

  counts(): ClusterCounts {
    this.#close();
    return { sizes: [...this.#sizes], largest: this.#largest };
  }

  #comesBefore(a: number, b: number): boolean {
    const { input, byte, id } = this.#rows;
    return (input(a) - input(b) || id(a) - id(b) || byte(a) - byte(b)) < 0;
  }

  #close(): void {
    const [size, smallest, kept] = [this.#size, this.#smallest, this.#kept];
    this.#size = 0;
    this.#kept = -1;
    if (size === 0) return;
    this.#sizes[bucketOf(COPIES_EDGES, size)]! += 1;
    // Where none stays, there is none to show.
    if (kept < 0) return;
    const { key, input, byte, id } = this.#rows;
    const least = this.#largest.length < MOST_NAMED ? undefined : this.#largest.at(-1);
    if (least !== undefined && size < least.size) return;
    const keptPlace = { key: key(kept), input: input(kept), byte: byte(kept) };
    const cluster = { size, input: input(smallest), id: id(smallest), kept: keptPlace };
    if (least === undefined || compare(cluster, least) < 0) this.#largest = largestOf([...this.#largest, cluster]);
  }
}

/** Clusters of two partitions together. */
export function addClusters(a: ClusterCounts, b: ClusterCounts): ClusterCounts {
  return { sizes: addBuckets(a.sizes, b.sizes), largest: largestOf([...a.largest, ...b.largest]) };
}

function largestOf(clusters: readonly Cluster[]): Cluster[] {
  return clusters.toSorted(compare).slice(0, MOST_NAMED);
}

/** The larger first; inputs are numbered by site. */
function compare(a: Cluster, b: Cluster): number {
  return b.size - a.size || a.input - b.input || a.id - b.id || a.kept.byte - b.kept.byte;
}
