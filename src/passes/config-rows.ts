// The rows of every config before their duplicates are judged: as they were read, or joined of the posts that were, or of
// other people's sets. What few pipelines ask for is loaded when it is.

import { configsOf } from '../config-rules.ts';
import type { Pipeline } from '../pipeline.ts';
import type { ConfigRows } from './config-passes.ts';
import type { PassContext } from './context.ts';
import type { ReadDumps } from './read-pass.ts';

/** Gives the configs of the pipeline, and behind them one for each set. */
export async function configRows(context: PassContext, read: ReadDumps, pipeline: Pipeline): Promise<ConfigRows[]> {
  return [...(await ownRows(context, read, pipeline)), ...(await readSets(context, pipeline))];
}

async function ownRows(context: PassContext, { routed, links }: ReadDumps, pipeline: Pipeline): Promise<ConfigRows[]> {
  if (context.inputs.length === 0) return [];
  const configs = configsOf(pipeline);
  if (context.joins) return (await import('./join-configs.ts')).joinConfigs(context, { routed, links, configs });
  const books = routed.books.map(([book]) => book!);
  return configs.map((config) => ({ ...config, routed: { ...routed.rows, books } }));
}

async function readSets(context: PassContext, pipeline: Pipeline): Promise<ConfigRows[]> {
  if (context.pairs.length === 0) return [];
  return (await import('./pairs/sets-pass.ts')).setsPass(context, pipeline);
}
