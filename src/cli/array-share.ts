// What schedulers tell the tasks of an array of their place in it.

import { StackpairsError } from '../errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that schedulers set: the place of a task, the first and last place, and how many there are. */
const ARRAYS = [
  {
    rank: 'SLURM_ARRAY_TASK_ID',
    first: 'SLURM_ARRAY_TASK_MIN',
    last: 'SLURM_ARRAY_TASK_MAX',
    world: 'SLURM_ARRAY_TASK_COUNT',
  },
  // Kubernetes does not tell how many there are.
  { rank: 'JOB_COMPLETION_INDEX' },
  { rank: 'AWS_BATCH_JOB_ARRAY_INDEX', world: 'AWS_BATCH_JOB_ARRAY_SIZE' },
] as const satisfies readonly {
  readonly rank: string;
  readonly first?: string;
  readonly last?: string;
  readonly world?: string;
}[];

/** The place of this process in an array, as far as it is told; undefined outside of any. Throws `bad_usage`. */
export function arrayShare(
  env: Environment,
): { readonly rank: number; readonly world: number | undefined } | undefined {
  const array = ARRAYS.find(({ rank }) => Boolean(env[rank]));
  if (array === undefined) return undefined;
  const rank = numberIn(env, array.rank)!;
  const world = 'world' in array ? numberIn(env, array.world) : undefined;
  if (!('first' in array)) return { rank, world };
  const [first = 0, last] = [numberIn(env, array.first), numberIn(env, array.last)];
  // An array such as 3,7 is a part of some other one, and does not say of which.
  const hasGaps = world !== undefined && last !== undefined && last - first + 1 !== world;
  return hasGaps ? undefined : { rank: rank - first, world };
}

function numberIn(env: Environment, name: string): number | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new StackpairsError('bad_usage', 'a variable of the scheduler is no number', {
    at: name,
    expected: 'a whole number',
    found: text,
    hint: 'Give --rank and --world',
  });
}
