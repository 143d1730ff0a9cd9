// What a build of title-body was measured to cost: written by `npm run bench:scaling -- --write`, as the tables of
// docs/scaling.md are.

import type { CostModel } from './cost-model.ts';

/** The lines through two synthetic dumps. */
export const MEASURED_COSTS: CostModel = {
  passes: {
    plan: { start: 0.35, slope: 3.9e-10 },
    read: { start: 1.39, slope: 5.36e-9 },
    comments: { start: 0.26, slope: 3.28e-9 },
    'title-body/agree': { start: 0.52, slope: 5.5e-10 },
    'title-body/reduce': { start: 0.98, slope: 2.5e-9 },
    finish: { start: 0.55, slope: 2e-10 },
  },
  spilled: { start: 0, slope: 0.2156 },
  written: { start: 0, slope: 0.2329 },
  rows: { start: 0, slope: 0.0001891 },
  digest: 1.275e-9,
  peakBytes: 134600000,
};
