// Looks a site up by the name of its dump: where its posts are served today, and in which language they are written.
import type { Site } from '../types.ts';
import { LANGUAGES, MOVED, RENAMED } from './site-table.ts';

const DEFAULT_LANGUAGE = 'en';
const CHILD_META = /^meta\.([^.]+)\.stackexchange\.com$/;
const STACKEXCHANGE = /^([^.]+)(\.meta)?\.stackexchange\.com$/;

/** The site whose dump is called `name`, e.g. `beer.meta.stackexchange.com`. */
export function siteOf(name: string): Site {
  const host = hostOf(name);
  const main = host.replace('.meta.', '.');
  return { name, host, language: LANGUAGES.get(main) ?? DEFAULT_LANGUAGE };
}

/** Codes of the languages of these sites, each once, in order. */
export function languagesOf(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => siteOf(name).language))].sort();
}

function hostOf(name: string): string {
  const moved = MOVED.get(name);
  if (moved !== undefined) return moved;
  // Until 2017 the metas were called meta.<site>, since then <site>.meta.
  const [, label = '', meta = ''] = STACKEXCHANGE.exec(name.replace(CHILD_META, '$1.meta.stackexchange.com')) ?? [];
  return label === '' ? name : `${RENAMED.get(label) ?? label}${meta}.stackexchange.com`;
}
