// Where dumps come from, as a user says it: archive.org, a folder, or a text file with a list of URLs.

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { StackpairsError } from './errors.ts';
import { readInputName, saysItHoldsPosts, walkFolder } from './extract/index.ts';
import {
  ARCHIVE_ORG,
  archiveSource,
  type Dump,
  folderSource,
  type Http,
  listSource,
  openHttp,
  type ReadName,
  type Source,
} from './refresh/index.ts';

/** The source that needs no path. */
export const DEFAULT_SOURCE = 'archive.org';

/** Where dumps come from, and how to ask there. */
export interface SourceRequest {
  /** `archive.org`, or the absolute path of a folder or of a list of URLs. */
  readonly source: string;
  /** Another address of the archive: a mirror, or a test's double. */
  readonly archive?: string | undefined;
  /** `YYYY-MM-DD`; the newest by default. */
  readonly date?: string | undefined;
  /** Only these; all by default. */
  readonly sites?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An opened source, and what it is asked with. */
export interface OpenedSource extends Source {
  readonly http: Http;
}

/** Opens a source; asks nothing yet. */
export function openSource({ source, archive = ARCHIVE_ORG, signal }: SourceRequest): OpenedSource {
  const http = openHttp({ signal });
  if (source === DEFAULT_SOURCE)
    return { ...archiveSource({ http, readName, base: archive.replace(/\/+$/, '') }), http };
  const path = resolve(source);
  const kind = statSync(path, { throwIfNoEntry: false });
  if (kind?.isDirectory()) return { ...folderSource({ folder: path, readName, walk: walkFolder }), http };
  if (kind?.isFile()) return { ...listSource({ path, http, readName }), http };
  throw new StackpairsError('bad_usage', 'there is no such source', {
    at: source,
    expected: `${DEFAULT_SOURCE}, a folder with dumps, or a text file with URLs`,
  });
}

/** Reads the name of a dump. Only names of posts count, and only those that stay in the folder they are written to. */
export const readName: ReadName = (path) => {
  const said = readInputName(path.startsWith('/') ? path : `/${path}`);
  return said !== undefined && saysItHoldsPosts(said) && !said.site.startsWith('.') ? said : undefined;
};

/** The newest dump of a source, cut down to the sites that are wanted. */
export async function readDump(source: Source, { date, sites }: Pick<SourceRequest, 'date' | 'sites'>): Promise<Dump> {
  const dump = await source.newest(date);
  if (sites === undefined || sites.length === 0) return dump;
  const known = new Set(dump.files.map(({ site }) => site));
  const unknown = sites.filter((site) => !known.has(site));
  if (unknown.length > 0) {
    throw new StackpairsError('bad_usage', `no dump of ${unknown.join(', ')}`, {
      at: `${source.name} ${dump.name}`,
      found: `${known.size} sites: ${[...known].slice(0, SHOWN_SITES).join(', ')}${known.size > SHOWN_SITES ? ', …' : ''}`,
    });
  }
  return { ...dump, files: dump.files.filter(({ site }) => sites.includes(site)) };
}

/** Enough to see how sites are named. */
const SHOWN_SITES = 5;
