// What npm calls when the package is installed from its folder or packed: builds it, unless nothing has changed since.
// npx calls it again when a command is first run by its name, which would build for a second time and say nothing.

import { execSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '..');
const SOURCES = ['src', 'pipelines', 'assembly', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** The last file that a build writes. */
const BUILT = 'dist/extract/bunzip.wasm';

function changed(name) {
  return statSync(path.join(ROOT, name), { throwIfNoEntry: false })?.mtimeMs;
}

function newest(names) {
  const files = names.flatMap((name) => {
    if (!statSync(path.join(ROOT, name)).isDirectory()) return [name];
    return readdirSync(path.join(ROOT, name), { recursive: true }).map((file) => path.join(name, file));
  });
  return Math.max(...files.map(changed));
}

const built = changed(BUILT);
if (built === undefined || built < newest(SOURCES)) execSync('npm run build', { cwd: ROOT, stdio: 'inherit' });
