// How a process waits for the others of a build.

import { setTimeout } from 'node:timers/promises';
import type { Waiting } from '../build-shares.ts';

/** Between two looks at the records of others, unless less is to be waited. */
const POLL_MILLISECONDS = 2000;

/** Waits for so many seconds without any progress of others, unless the process is stopped. */
export function waitingFor(seconds: number, signal: AbortSignal): Waiting {
  return {
    poll: Math.min(POLL_MILLISECONDS, seconds * 500),
    patience: seconds * 1000,
    async pause(milliseconds) {
      await setTimeout(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
  };
}
