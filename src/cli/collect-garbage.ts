// Collects garbage when told to. V8 looks for it when its own heap runs short; the buffers of a pass lie outside of that,
// so that between two passes those of the first are still there when the second fills its own: 90 MB of 250.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** A function that collects the garbage of the calling thread. */
export function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  // A context made after the flag was set has the function; the ones before have not.
  return runInNewContext('gc') as () => void;
}
