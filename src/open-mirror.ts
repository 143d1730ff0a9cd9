// Object storage as a folder of this machine, opened when it is first needed: most builds are of this machine alone, and
// loading the client takes longer than many a command.

import { Mirror, openS3, type S3Options } from './storage/index.ts';

/** Where the storage is, and where its mirror. */
export interface MirrorOptions extends S3Options {
  /** Folder that does not exist, for what is fetched and written; it is gone when the mirror is closed. */
  readonly folder: string;
}

/** Opens a mirror. Nothing is asked of the storage before a path is looked at. */
export function openMirror({ folder, endpoint, region }: MirrorOptions): Mirror {
  return new Mirror(() => openS3({ endpoint, region }), folder);
}
