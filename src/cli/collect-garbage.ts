// Memory of a build that does not depend on luck: garbage is collected between passes, and rows never count as lasting.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Settles how V8 collects in this process, and gives a function that collects the garbage of the calling thread. */
export function garbageCollector(): () => void {
  // A collection that ends while rows are being read finds the last thousand alive, and V8 then puts all that follow
  // where only full collections look: 20 MB more, in one build of six.
  setFlagsFromString('--no-allocation-site-pretenuring');
  // V8 looks for garbage when its own heap runs short; the buffers of a pass lie outside of that, so that those of the
  // first would still be there when the second fills its own: 90 MB of 250.
  setFlagsFromString('--expose-gc');
  // A context made after the flag was set has the function; the ones before have not.
  return runInNewContext('gc') as () => void;
}
