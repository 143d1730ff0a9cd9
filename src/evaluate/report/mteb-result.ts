// Figures as `mteb` writes them: one file a model and task, under `<model>/<revision>/<task>.json`.

import type { Outcome } from '../score/outcome.ts';

/** One task's results of one model, in MTEB's shape. */
export interface MtebResult {
  readonly dataset_revision: string;
  readonly task_name: string;
  readonly mteb_version: null;
  readonly scores: { readonly test: readonly Readonly<Record<string, unknown>>[] };
  readonly evaluation_time: number;
  readonly kg_co2_emissions: null;
}

/** The file of an outcome. `seconds` is the time that encoding, searching and scoring took. */
export function mtebResult(task: string, { scores, main }: Outcome, seconds: number): MtebResult {
  const numbers = Object.fromEntries(
    Object.entries(scores).map(([name, value]) => [name, Number.isFinite(value) ? value : null]),
  );
  return {
    dataset_revision: 'local',
    task_name: task,
    mteb_version: null,
    scores: { test: [{ ...numbers, main_score: numbers[main], hf_subset: 'default', languages: ['eng-Latn'] }] },
    evaluation_time: seconds,
    kg_co2_emissions: null,
  };
}
