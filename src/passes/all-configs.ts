// The passes of all configs. Several go at once, so that a thread which has no shard of one left has one of the next.

import { atOnce } from './at-once.ts';
import { type ConfigRows, configPasses, type FinishedConfig, isEntered } from './config-passes.ts';
import type { PassContext } from './context.ts';

/** Gives the configs in their order; `onDone` is called whenever one is finished. */
export function allConfigs(
  context: PassContext,
  configs: readonly ConfigRows[],
  onDone: () => void = () => {},
): Promise<FinishedConfig[]> {
  const configsAtOnce = mostAtOnce(context, configs);
  const jobs = configs.map((config) => async () => {
    const finished = await configPasses(context, config, configsAtOnce);
    onDone();
    return finished;
  });
  return atOnce(jobs, { most: configsAtOnce, workers: context.workers });
}

/** As many as there are threads, where a config takes no memory but in them. */
function mostAtOnce(context: PassContext, configs: readonly ConfigRows[]): number {
  const { runStage, shard, workers } = context;
  // A thread keeps what it searches one config for near-duplicates with, and seed-compat counts the rows of one.
  const isFrugal = shard.order !== 'seed-compat' && configs.every(({ dedupe }) => isEntered({ ...context, dedupe }));
  // Of many processes, each goes through the stages in the same order.
  return runStage === undefined && isFrugal ? Math.min(workers.threads, configs.length) : 1;
}
