// Where programs keep what they can make again, by the environment.

import { join } from 'node:path';

/** The folder of the user's caches; relative to the current one where no home is known. */
export function cacheHome({ XDG_CACHE_HOME, HOME, USERPROFILE }: Readonly<Record<string, string | undefined>>): string {
  return XDG_CACHE_HOME || join(HOME ?? USERPROFILE ?? '', '.cache');
}
