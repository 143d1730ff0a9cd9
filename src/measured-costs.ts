// What a build of title-body was measured to cost: written by `npm run bench:scaling -- --write`, as the tables of
// docs/scaling.md are.

import type { CostModel } from './cost-model.ts';

/** The lines through two synthetic dumps. */
export const MEASURED_COSTS: CostModel = {
  passes: {
    plan: { start: 0.3029, slope: 7.332e-11 },
    read: { start: 1.288, slope: 3.656e-9 },
    comments: { start: 0.2227, slope: 2.879e-9 },
    'title-body/agree': { start: 0.4566, slope: 5.09e-10 },
    'title-body/reduce': { start: 0.9402, slope: 1.366e-9 },
    finish: { start: 0.4502, slope: 2.409e-10 },
  },
  spilled: { start: 0, slope: 0.2156 },
  written: { start: 0, slope: 0.2329 },
  rows: { start: 0, slope: 0.0001891 },
  digest: 1.115e-9,
  peakBytes: 144400000,
};
