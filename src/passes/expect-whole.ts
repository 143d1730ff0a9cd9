// Whether a file of a finished dataset is the one that was written: damage that is read, and written anew, would look whole.

import { join } from 'node:path';
import { StackpairsError } from '../errors.ts';
import type { ManifestShard } from '../manifest.ts';
import { digest } from './digest.ts';

/** Throws `damaged_output` for a file that is not the manifest's. */
export async function expectWhole(
  out: string,
  { path, sha256 }: Pick<ManifestShard, 'path' | 'sha256'>,
  signal?: AbortSignal,
): Promise<void> {
  if ((await digest({ kind: 'digest', path: join(out, path) }, signal)).sha256 === sha256) return;
  throw new StackpairsError('damaged_output', 'its SHA-256 is not the manifest’s', {
    at: path,
    hint: 'Nothing was changed. Take the file from another copy of the dataset, or build it again with its takedowns',
  });
}
