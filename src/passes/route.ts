// The route pass on one block, in a thread: bytes in; out come a Run of pair records by thread partition, a Run of
// entries by fingerprint partition, the block's book and, where asked, its dropped rows as JSON lines.

import { readPosts } from '../extract/index.ts';
import type { RowPass } from '../kernel/index.ts';
import type { Pipeline } from '../pipeline.ts';
import { takedownRules } from '../takedown-list.ts';
import { BlockVisit } from './block-visit.ts';
import { newBuilders } from './builders.ts';
import type { Layout } from './layout.ts';
import { type BlockReader, passReader } from './pass-reader.ts';
import type { RouteResult, RouteTask } from './route-task.ts';
import { rulesOf } from './rules.ts';

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
  const takedownRuleOf = takedownRules(pipeline.takedowns);
  const readUsual: BlockReader = pass === undefined ? () => undefined : passReader(pipeline, pass);
  return (task) => {
    const visit = new BlockVisit({ task, pipeline, layout, builders, judge, takedownRuleOf });
    const { rows, repairs } = readUsual(task, visit) ?? readPosts(task.block, visit, task.maxRows);
    return visit.result(rows, repairs);
  };
}
