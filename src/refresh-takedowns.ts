// Posts that were taken out stay out: the list of a refresh is what it had, what was taken out of the current dataset since,
// and what the user names now. It never gets shorter, also where a site is missing from a dump.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from './durable-file.ts';
import { MANIFEST_FILE, readManifest } from './manifest-file.ts';
import { generationsIn, TAKEDOWN_LIST } from './refresh/index.ts';
import { readTakedowns, type Takedown } from './takedown-list.ts';

/** Lines of the list as it is now. */
export function listTakedowns(folder: string, given: string | undefined): string[] {
  const { current } = generationsIn(folder);
  const files = [join(folder, TAKEDOWN_LIST), given].filter(
    (path) => path !== undefined && (path === given || existsSync(path)),
  );
  const lines = files.flatMap((path) => readTakedowns(path!).map(lineOf));
  const taken = existsSync(join(current, MANIFEST_FILE)) ? readManifest(current).takedowns : [];
  return [...new Set([...lines, ...taken])].sort();
}

/** Writes the list and gives its path; undefined where nothing is on it. */
export function carryTakedowns(folder: string, given: string | undefined): string | undefined {
  const lines = listTakedowns(folder, given);
  if (lines.length === 0) return undefined;
  const path = join(folder, TAKEDOWN_LIST);
  const text = `${lines.join('\n')}\n`;
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeDurably(path, text);
  return path;
}

function lineOf({ site, what, id }: Takedown): string {
  return what === 'user' ? `${site}/user/${id}` : `${site}/${id}`;
}
