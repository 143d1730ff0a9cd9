// What code this is. Its version says what was released; a package that was built anew, or patched on one machine, has the
// same version and may cut or judge differently.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtUrl } from './built-url.ts';

/** SHA-256 of everything in the package that runs, by name: a few MB that are read once a process. */
export function codeDigest(): string {
  const folder = fileURLToPath(builtUrl('', import.meta.url));
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(js|wasm)$/.test(file));
  const hash = createHash('sha256');
  for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(join(folder, file)));
  return hash.digest('hex');
}
