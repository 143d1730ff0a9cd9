// What a build reads, where that is in object storage: shown here with its sizes and dates, and so much of it fetched as is
// looked at before the first unit begins.

import { dirname } from 'node:path';
import type { BuildRequest } from './passes/build-request.ts';
import type { Mirror } from './storage/index.ts';

/** Enough to tell a container and an encoding by. */
const HEAD_BYTES = 64;
/** The directory of an archive is at its end, and has some hundred bytes. */
const TAIL_BYTES = 1024 * 1024;

/** Shows dumps that are to be found under these paths. */
export async function lookAtDumps(paths: readonly string[], mirror: Mirror): Promise<void> {
  for (const path of paths.filter((path) => mirror.isMirrored(path))) {
    const files = await mirror.look(path);
    await Promise.all(files.map((file) => mirror.fetchEnds(file, HEAD_BYTES, file.endsWith('.7z') ? TAIL_BYTES : 0)));
  }
}

/** Shows everything that a request names. */
export async function lookAtInputs(request: Omit<BuildRequest, 'threads'>): Promise<void> {
  const { inputs, pairs = [], against = [], benchmarks = [], takedowns, mirror } = request;
  if (mirror === undefined) return;
  const isThere = (path: string) => mirror.isMirrored(path);
  // A dump may lack a table.
  const files = inputs.flatMap(({ path, tables: { links, users } }) =>
    [path, links?.path, users?.path].filter((file) => file !== undefined),
  );
  const folders = new Set(files.filter(isThere).map(dirname));
  const others = [...pairs, ...against, ...benchmarks, ...(takedowns === undefined ? [] : [takedowns])];
  await Promise.all([...folders, ...others.filter(isThere)].map((path) => mirror.look(path)));
  await Promise.all(files.filter(isThere).map((file) => mirror.fetchEnds(file, HEAD_BYTES, 0)));
  if (takedowns !== undefined) await mirror.fetchAll(takedowns);
}
