// What a killed run leaves behind: files under their temporary names. Swept under the lock, before anything is written.

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const TEMPORARY = /(^|[/\\])\.[^/\\]+\.tmp$/;

/** Removes every temporary file under a folder. */
export function removeTemporaries(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (TEMPORARY.test(name)) rmSync(join(folder, name), { force: true });
  }
}
