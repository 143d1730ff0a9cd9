// The agree pass: every fingerprint partition, in the threads. Nothing to do when duplicates stay.

import { join } from 'node:path';
import { z } from 'zod';
import type { AgreeResult, AgreeTask } from './agree.ts';
import { addClusters, type ClusterCounts, NO_CLUSTERS } from './cluster-tally.ts';
import { workFileSchema } from './completion.ts';
import type { ConfigContext } from './context.ts';
import { threadPartitions } from './layout.ts';
import { clustersSchema } from './noted-shapes.ts';
import { runStage } from './stage.ts';
import { unitName } from './unit-name.ts';

const agreedSchema = z.object({
  files: z.array(workFileSchema),
  lost: z.array(z.tuple([z.number(), z.string(), z.number()])),
  losers: z.array(z.tuple([z.number(), z.number(), z.number()])),
  clusters: clustersSchema,
});

/** Losers of all partitions together. */
export interface AgreePassResult {
  /** `[input, reason, rows]`, in no set order. */
  readonly lost: readonly (readonly [number, string, number])[];
  /** Losers of each input by thread partition; an input without any has none. */
  readonly counts: ReadonlyMap<number, readonly number[]>;
  readonly clusters: ClusterCounts;
  /** Verdict spills, in the order of the partitions. */
  readonly verdicts: readonly string[];
}

/** Judges every partition that is not judged yet; without entries there is nothing to judge. */
export async function agreePass(context: ConfigContext, entries: readonly string[]): Promise<AgreePassResult> {
  const { plan, work, workers, onProgress } = context;
  const total = plan.layout.fingerprints;
  const partitions = Array.from({ length: entries.length === 0 ? 0 : total }, (_, index) => index);
  const results = await runStage<AgreeResult>(context, {
    work,
    schema: agreedSchema,
    units: partitions.map((partition) => ({
      name: unitName('agree', partition),
      perform: () => workers.perform<'agree'>(taskOf(partition, { ...context, entries })),
    })),
    onDone: () => onProgress({ pass: 'agree', done: 1, total }),
  });
  return {
    lost: results.flatMap(({ lost }) => lost),
    counts: losersByInput(results, threadPartitions(plan.layout)),
    clusters: results.map(({ clusters }) => clusters).reduce<ClusterCounts>(addClusters, NO_CLUSTERS),
    verdicts: results.flatMap(({ files }) => files.map(({ path }) => join(work, path))),
  };
}

function losersByInput(results: readonly AgreeResult[], partitions: number): Map<number, number[]> {
  const byInput = new Map<number, number[]>();
  for (const [input, partition, rows] of results.flatMap(({ losers }) => losers)) {
    const counts = byInput.get(input) ?? new Array<number>(partitions).fill(0);
    counts[partition]! += rows;
    byInput.set(input, counts);
  }
  return byInput;
}

interface AgreeContext extends ConfigContext {
  readonly entries: readonly string[];
}

function taskOf(partition: number, { plan, work, entries, dedupe }: AgreeContext): AgreeTask {
  const rules = { exact: dedupe.exact, keep: dedupe.keep, near: dedupe.near?.action };
  const verdicts = join(work, `${unitName('agree', partition)}.verdicts`);
  return { kind: 'agree', partition, rules, entries, verdicts, layout: plan.layout };
}
