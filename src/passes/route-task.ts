// What the route pass asks of a thread for one block, and what it gets back.

import type { Book } from '../books.ts';
import type { Run } from '../spill/index.ts';
import type { Block, DamageReason, RowPlace } from '../types.ts';
import type { RowSample } from './row-samples.ts';

/** One block to route. */
export interface RouteTask {
  readonly kind: 'route';
  /** Number of the input the block is of. */
  readonly input: number;
  readonly site: string;
  readonly block: Block;
  /** Rows after these are not looked at (`--limit`). */
  readonly maxRows: number;
  readonly keepDropped: boolean;
  /** Only rows with lower order keys can still be samples; all can by default. */
  readonly samplesBelow?: number;
}

/** The first row of a block that could not be read. */
export interface Damage {
  readonly reason: DamageReason;
  readonly place: RowPlace;
  readonly detail: string;
}

/** What a block leaves behind, whatever is made of its rows. */
export interface BlockResult {
  /** One partition for each book. */
  readonly dropped: Run;
  /** Of pairs, or where they are joined, by what drives a pair, in the order of DRIVERS. */
  readonly books: readonly Book[];
  /** Records by thread partition. */
  readonly counts: Uint32Array;
  /** Rows by chance, as they stand in the dump. */
  readonly samples: readonly RowSample[];
  readonly damage: Damage | undefined;
  /** True if the last row never ended: the file was cut inside it, if this is its last block. */
  readonly endsInRow: boolean;
  /** The block's memory, which may hold the runs and is free once they were copied. */
  readonly spent: ArrayBufferLike;
}

/** What a block leaves behind where a pair takes one row alone. */
export interface RouteResult extends BlockResult {
  /** Pairs. */
  readonly records: Run;
  readonly entries: Run;
}

/** What a block leaves behind where pairs are joined of several rows. */
export interface PostsResult extends BlockResult {
  /** Questions and answers by the partition of their thread, also those that did not pass. */
  readonly posts: Run;
}
