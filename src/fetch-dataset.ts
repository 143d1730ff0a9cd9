// A dataset that is in object storage, brought into its mirror to be read here: all files but those of the work folder, which
// are only shown. Disk: the dataset.

import { join, sep } from 'node:path';
import { WORK_FOLDER } from './passes/adopt-plan.ts';
import type { Mirror } from './storage/index.ts';

/** Brings the dataset here, if it is not here already. */
export async function fetchDataset(out: string, mirror: Mirror): Promise<void> {
  if (!mirror.isMirrored(out)) return;
  const work = join(out, WORK_FOLDER) + sep;
  const files = (await mirror.look(out)).filter((path) => !path.startsWith(work));
  await Promise.all(files.map((path) => mirror.fetch(path)));
}
