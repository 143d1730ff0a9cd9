// What a killed run leaves behind: files under their temporary names. Swept under the lock, before anything is written.

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isTemporary } from '../durable-file.ts';

/** Removes every temporary file under a folder. */
export function removeTemporaries(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (isTemporary(basename(name))) rmSync(join(folder, name), { force: true });
  }
}
