// How V8 works for a build: it compiles no more than pays, garbage is collected between passes, and rows never count as lasting.

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Bytes of bytecode that are put in place of calls in one function; V8 itself would put 920. Every thread compiles for itself, so
 * it took 9 % of the CPU time of eight recipes at 250 MB, 7 % of title-body at 60 MB, and made nothing faster at 1 GB.
 */
const INLINED_BYTECODE = 200;

/** Settles how V8 compiles and collects in this process, and gives a function that collects the garbage of the calling thread. */
export function settleEngine(): () => void {
  setFlagsFromString(`--max-inlined-bytecode-size-cumulative=${INLINED_BYTECODE}`);
  // A collection that ends while rows are being read finds the last thousand alive, and V8 then puts all that follow
  // where only full collections look: 20 MB more, in one build of six.
  setFlagsFromString('--no-allocation-site-pretenuring');
  // V8 looks for garbage when its own heap runs short; the buffers of a pass lie outside of that, so that those of the
  // first would still be there when the second fills its own: 90 MB of 250. Threads, which start later, collect by themselves.
  setFlagsFromString('--expose-gc');
  // A context made after the flag was set has the function; the ones before have not.
  return runInNewContext('gc') as () => void;
}
