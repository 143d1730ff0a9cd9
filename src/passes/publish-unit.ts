// What a unit left, shown to the others of a build whose folder is in object storage: its record last.

import { join } from 'node:path';
import type { Mirror } from '../storage/index.ts';
import type { WorkFile } from './completion.ts';

/** A unit that is done. */
export interface DoneUnit {
  /** Folder of its files and its record. */
  readonly work: string;
  readonly name: string;
  readonly files: readonly WorkFile[];
  /** Paths of what it left elsewhere. */
  readonly outputs?: readonly string[] | undefined;
}

/** Stores its files; nothing is to be done where all processes see the folder itself. */
export async function publishUnit(
  { work, name, files, outputs = [] }: DoneUnit,
  mirror: Mirror | undefined,
): Promise<void> {
  if (!mirror?.isMirrored(work)) return;
  await mirror.publish([...files.map(({ path }) => join(work, path)), ...outputs, join(work, `${name}.json`)]);
}
