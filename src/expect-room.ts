// Will it fit? Asked before the first byte is written, since a full disk helps nobody.

import { statfsSync } from 'node:fs';
import { StackpairsError } from './errors.ts';

const MEGABYTE = 1e6;

/** Throws `disk_full` where fewer bytes than needed are free in a folder. */
export function expectRoom(
  folder: string,
  needed: number,
  { what, hint }: { readonly what: string; readonly hint: string },
): void {
  const { bavail, bsize } = statfsSync(folder);
  if (needed <= bavail * bsize) return;
  throw new StackpairsError('disk_full', what, {
    at: folder,
    expected: `${Math.ceil(needed / MEGABYTE)} MB free`,
    found: `${Math.floor((bavail * bsize) / MEGABYTE)} MB`,
    hint,
  });
}
