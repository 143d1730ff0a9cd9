// A build by one process whose folder is in object storage: it is planned, done and finished as by many.

import { buildShare, finishBuild, planBuild, type ShareRequest } from './build-shares.ts';
import type { Manifest } from './manifest.ts';
import type { BuildRequest } from './passes/build-request.ts';

/** Builds a dataset and gives its manifest. Throws StackpairsError, or the signal's reason when it was stopped. */
export async function buildInStorage(request: BuildRequest, attempts: ShareRequest['attempts']): Promise<Manifest> {
  await planBuild(request);
  await buildShare({ ...request, share: { rank: 0, world: 1 }, attempts });
  return finishBuild(request);
}
