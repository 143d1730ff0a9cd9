// The passes of all configs. Several go at once, so that a thread which has no shard of one left has one of the next; the largest
// begin, so that none is left for one thread at the end.

import { atOnce } from './at-once.ts';
import { type ConfigRows, configPasses, type FinishedConfig, isEntered } from './config-passes.ts';
import type { PassContext } from './context.ts';
import { recordBytes } from './routed-config.ts';

/** Gives the configs in their order; `onDone` is called whenever one is finished. */
export async function allConfigs(
  context: PassContext,
  configs: readonly ConfigRows[],
  onDone: () => void = () => {},
): Promise<FinishedConfig[]> {
  const configsAtOnce = mostAtOnce(context, configs);
  const begun = configsAtOnce > 1 ? largestFirst(configs) : configs;
  const jobs = begun.map((config) => async () => {
    const finished = await configPasses(context, config, configsAtOnce);
    onDone();
    return [config, finished] as const;
  });
  const done = new Map(await atOnce(jobs, { most: configsAtOnce, workers: context.workers }));
  return configs.map((config) => done.get(config)!);
}

/** By the bytes of their rows. */
function largestFirst(configs: readonly ConfigRows[]): ConfigRows[] {
  const bytes = new Map(configs.map((config) => [config, recordBytes(config.routed)]));
  return configs.toSorted((a, b) => bytes.get(b)! - bytes.get(a)!);
}

/** As many as there are threads, where a config takes no memory but in them. */
function mostAtOnce(context: PassContext, configs: readonly ConfigRows[]): number {
  const { runStage, shard, workers } = context;
  // A thread keeps what it searches one config for near-duplicates with, and seed-compat counts the rows of one.
  const isFrugal = shard.order !== 'seed-compat' && configs.every(({ dedupe }) => isEntered({ ...context, dedupe }));
  // Of many processes, each goes through the stages in the same order.
  return runStage === undefined && isFrugal ? Math.min(workers.threads, configs.length) : 1;
}
