// Evaluation sets of what a build holds out: how they are made, and how it is proved that nobody trained on them.
// Reading order: make-sets, held-rows, draft-sets, leaks, check-leaks.

export { checkLeaks, type FoundLeak, type LeakCheck } from './check-leaks.ts';
export { describeSet, SET_FILE } from './describe-set.ts';
export { openKnownLinks } from './known-links.ts';
export { makeSets } from './make-sets.ts';
