// Whether a file of a finished dataset is the one that was written: damage that is read, and written anew, would look whole.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StackpairsError } from '../errors.ts';
import type { ManifestShard } from '../manifest.ts';
import { digest } from './digest.ts';

type Listed = Pick<ManifestShard, 'path' | 'sha256'>;

/** Whether a file is there, with that digest. */
export async function isWhole(out: string, { path, sha256 }: Listed, signal?: AbortSignal): Promise<boolean> {
  const file = join(out, path);
  return existsSync(file) && (await digest({ kind: 'digest', path: file }, signal)).sha256 === sha256;
}

/** Throws `damaged_output` for a file that is not the manifest's. */
export async function expectWhole(out: string, listed: Listed, signal?: AbortSignal): Promise<void> {
  if (await isWhole(out, listed, signal)) return;
  throw new StackpairsError('damaged_output', 'its SHA-256 is not the manifest’s', {
    at: listed.path,
    hint: 'Nothing was changed. Take the file from another copy of the dataset, or build it again with its takedowns',
  });
}
