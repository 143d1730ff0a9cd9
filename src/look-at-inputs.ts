// What a build reads, where that is in object storage: shown here with its sizes and dates, and so much of it fetched as is
// looked at before the first unit begins.

import { dirname } from 'node:path';
import { DIRECTORY_BYTES } from './extract/index.ts';
import type { BuildRequest } from './passes/build-request.ts';
import { mayBeDivided } from './passes/plan.ts';
import { unitBytesOf } from './passes/unit-bytes.ts';
import type { Mirror } from './storage/index.ts';

/** Enough to tell a container and an encoding by. */
const HEAD_BYTES = 64;
/** Shows dumps that are to be found under these paths. */
export async function lookAtDumps(paths: readonly string[], mirror: Mirror): Promise<void> {
  for (const path of paths.filter((path) => mirror.isMirrored(path))) {
    const files = await mirror.look(path);
    await Promise.all(
      files.map((file) => mirror.fetchEnds(file, HEAD_BYTES, file.endsWith('.7z') ? DIRECTORY_BYTES : 0)),
    );
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
  const { unitBytes = unitBytesOf(inputs) } = request.tuning ?? {};
  const large = inputs.filter((input) => isThere(input.path) && mayBeDivided(input, unitBytes));
  await Promise.all(large.map(({ path }) => mirror.fetchEnds(path, DIRECTORY_BYTES, DIRECTORY_BYTES)));
  if (takedowns !== undefined) await mirror.fetchAll(takedowns);
}
