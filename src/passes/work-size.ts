// How many processes a stage is worth. A scheduler needs seconds to start a task and a process a second to begin: units are
// far smaller than what makes that vanish, so a task gets several.

import { passOf } from './unit-name.ts';

/** Bytes of XML that a thread routes in a second: the slower end of what was measured. */
const READ_BYTES_PER_SECOND = 20_000_000;
/** Of units that do not say what they read: partitions are planned at what takes about this long. */
const UNIT_SECONDS = 2;

interface Sized {
  readonly stage: string;
  readonly weights: readonly number[];
}

/** Processes for stages that run at once, so that each has work for some time; at least 1, and no more than there are units. */
export function ranksFor(
  stages: readonly Sized[],
  { threads, taskSeconds }: { readonly threads: number; readonly taskSeconds: number },
): number {
  const units = Math.max(1, ...stages.map(({ weights }) => weights.length));
  const seconds = stages.reduce((sum, stage) => sum + secondsOf(stage), 0);
  return Math.max(1, Math.min(units, Math.ceil(seconds / (Math.max(1, threads) * taskSeconds))));
}

function secondsOf({ stage, weights }: Sized): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return passOf(stage) === 'read' ? sum / READ_BYTES_PER_SECOND : weights.length * UNIT_SECONDS;
}
