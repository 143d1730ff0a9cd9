// A takedown list on disk.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a list with these lines; gives its path. */
export function listFile(folder: string, ...lines: readonly string[]): string {
  const path = join(mkdtempSync(join(folder, 'list-')), 'list');
  writeFileSync(path, lines.join('\n'));
  return path;
}
