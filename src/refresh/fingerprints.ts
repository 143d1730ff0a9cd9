// What tells whether a site's files changed, without a look at them: names, sizes and digests as their source lists them.

import { hash } from 'node:crypto';
import { type Dump, listed } from './dump.ts';

/** Fingerprint by site, in hex. */
export type Fingerprints = Readonly<Record<string, string>>;

/** Fingerprints of a dump's sites. */
export function fingerprints({ files }: Pick<Dump, 'files'>): Fingerprints {
  const bySite = new Map<string, string[]>();
  for (const file of files) bySite.set(file.site, [...(bySite.get(file.site) ?? []), `${file.name}\t${listed(file)}`]);
  const entries = [...bySite].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([site, lines]) => [site, hash('sha256', lines.sort().join('\n'))]));
}

/** Sites whose files are not those they were, new ones among them. */
export function changedSites(before: Fingerprints, now: Fingerprints): string[] {
  return Object.keys(now).filter((site) => before[site] !== now[site]);
}
