// What is wrong with somebody else's table, told with its place.
import { StackpairsError } from '../errors.ts';

/** The error about a file that is not what its format says. `at` names the file and the place in it. */
export function damagedTable(at: string, what: string, cause?: unknown): StackpairsError {
  const found = cause instanceof Error ? { found: cause.message } : {};
  const hint = 'Fetch it again, or write it anew with another program';
  return new StackpairsError('bad_input', what, { at, ...found, hint, cause });
}
