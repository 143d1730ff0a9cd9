// The route pass on one block, in a thread: bytes in; out come a Run of pair records by thread partition, a Run of
// entries by fingerprint partition, the block's book and, where asked, its dropped rows as JSON lines.

import type { Book } from '../books.ts';
import { readPosts } from '../extract/index.ts';
import type { RowPass } from '../kernel/index.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Run } from '../spill/index.ts';
import type { Block, DamageReason, RowPlace } from '../types.ts';
import { BlockVisit, newBuilders } from './block-visit.ts';
import type { Layout } from './layout.ts';
import { type BlockReader, passReader } from './pass-reader.ts';
import { rulesOf } from './rules.ts';

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
}

/** The first row of a block that could not be read. */
export interface Damage {
  readonly reason: DamageReason;
  readonly place: RowPlace;
  readonly detail: string;
}

/** What a block leaves behind. */
export interface RouteResult {
  readonly records: Run;
  readonly entries: Run;
  readonly dropped: Run;
  readonly book: Book;
  /** Pairs by thread partition. */
  readonly counts: Uint32Array;
  readonly damage: Damage | undefined;
  /** True if the last row never ended: the file was cut inside it, if this is its last block. */
  readonly endsInRow: boolean;
  /** The block's memory, which may hold the runs and is free once they were copied. */
  readonly spent: ArrayBufferLike;
}

/** How blocks are routed; what comes out is the same. */
export interface RouterOptions {
  /** The one pass that takes the usual rows; without it all go step by step. */
  readonly pass?: RowPass | undefined;
}

/** Routes blocks; one router serves a thread for its whole life, and reuses its buffers. A block is used up by it. */
export function createRouter(
  pipeline: Pipeline,
  layout: Layout,
  { pass }: RouterOptions = {},
): (task: RouteTask) => RouteResult {
  const builders = newBuilders(layout);
  const judge = rulesOf(pipeline);
  const readUsual: BlockReader = pass === undefined ? () => undefined : passReader(pipeline, pass);
  return (task) => {
    const visit = new BlockVisit({ task, pipeline, layout, builders, judge });
    const { rows, repairs } = readUsual(task, visit) ?? readPosts(task.block, visit, task.maxRows);
    return visit.result(rows, repairs);
  };
}
