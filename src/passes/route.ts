// The route pass on one block, in a thread: bytes in; out come a Run of pair records by thread partition, a Run of
// entries by fingerprint partition, the block's book and, where asked, its dropped rows as JSON lines. Where pairs are
// joined of several rows, out come the posts they are joined of instead, and two books.

import { readPosts } from '../extract/index.ts';
import type { RowPass } from '../kernel/index.ts';
import type { Pipeline } from '../pipeline.ts';
import { takedownRules } from '../takedown-list.ts';
import type { VisitOptions } from './block-notes.ts';
import type { BlockVisit } from './block-visit.ts';
import { newBuilders, newPostBuilders } from './builders.ts';
import type { Layout } from './layout.ts';
import { PairVisit } from './pair-visit.ts';
import { type BlockReader, passReader } from './pass-reader.ts';
import { postRulesOf } from './post-rules.ts';
import { PostVisit } from './post-visit.ts';
import type { PostsResult, RouteResult, RouteTask } from './route-task.ts';
import { rulesOf } from './rules.ts';
import { sitePlaces } from './site-places.ts';

/** How blocks are routed. */
export interface RouterOptions {
  /** The one pass that takes the usual rows; without it all go step by step, and what comes out is the same. */
  readonly pass?: RowPass | undefined;
  /** Whether pairs are joined of several rows, and posts are spilled instead of pairs. */
  readonly joins?: boolean;
}

/** Routes one block, which is used up by it. */
export type Router<Result> = (task: RouteTask) => Result;

/** Makes a router, which serves a thread for its whole life and reuses its buffers. */
export function createRouter(
  pipeline: Pipeline,
  layout: Layout,
  options?: RouterOptions & { readonly joins?: false },
): Router<RouteResult>;
export function createRouter(
  pipeline: Pipeline,
  layout: Layout,
  options: RouterOptions & { readonly joins: true },
): Router<PostsResult>;
export function createRouter(
  pipeline: Pipeline,
  layout: Layout,
  { pass, joins = false }: RouterOptions = {},
): Router<RouteResult | PostsResult> {
  const options = {
    pipeline,
    layout,
    placeOf: sitePlaces(pipeline),
    takedownRuleOf: takedownRules(pipeline.takedowns),
  };
  const readUsual: BlockReader = pass === undefined ? () => undefined : passReader(pipeline, pass, joins);
  const visitOf = joins ? postVisits(options) : pairVisits(options);
  return (task) => {
    const visit = visitOf(task);
    const { rows, repairs } = readUsual(task, visit) ?? readPosts(task.block, visit, task.maxRows);
    return visit.result(rows, repairs);
  };
}

type Visits<Result> = (task: RouteTask) => BlockVisit & { result(rows: number, repaired: number): Result };
type RoutingOptions = Omit<VisitOptions, 'task'>;

// Options are spelled out: what is spread has one of several hidden classes, and the pass over rows is compiled for each.

function pairVisits({ pipeline, layout, placeOf, takedownRuleOf }: RoutingOptions): Visits<RouteResult> {
  const [builders, judge] = [newBuilders(layout), rulesOf(pipeline)];
  return (task) => new PairVisit({ task, pipeline, layout, placeOf, takedownRuleOf, builders, judge });
}

function postVisits({ pipeline, layout, placeOf, takedownRuleOf }: RoutingOptions): Visits<PostsResult> {
  const [builders, judge] = [newPostBuilders(layout), postRulesOf(pipeline)];
  return (task) => new PostVisit({ task, pipeline, layout, placeOf, takedownRuleOf, builders, judge });
}
