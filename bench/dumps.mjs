// Real dumps for benchmarks: a folder with one folder a dump, SITE-YYYY-MM.
import { readdirSync } from 'node:fs';
import path from 'node:path';

/** The newest dump of each site, sorted by site. */
export function newestDumps(folder) {
  const bySite = new Map();
  for (const name of readdirSync(folder).sort())
    if (/-\d{4}-\d{2}$/.test(name)) bySite.set(name.replace(/-\d{4}-\d{2}$/, ''), path.join(folder, name));
  return [...bySite.values()];
}
