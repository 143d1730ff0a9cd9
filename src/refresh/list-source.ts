// Dumps at any addresses: a text file with one URL a line, each with a checksum behind it or without, and comments from `#`.
// Where there is no checksum, the server's ETag or time of change says which version a file is.

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { StackpairsError } from '../errors.ts';
import {
  type DumpFile,
  type FileName,
  type FileSum,
  localName,
  onePerSite,
  type ReadName,
  type Source,
} from './dump.ts';
import { type Http, unreachable } from './http.ts';

/** What the source works with. */
export interface ListOptions {
  readonly path: string;
  readonly http: Http;
  readonly readName: ReadName;
}

const WANTED = 'URL or URL CHECKSUM, the URL of SITE.7z or SITE-Posts.xml and the like';
/** Hex digits tell the algorithm. */
const ALGORITHMS = { 32: 'md5', 40: 'sha1', 64: 'sha256' } as const;

/** A list of URLs as a source. */
export function listSource({ path, http, readName }: ListOptions): Source {
  return {
    name: path,
    isLocal: false,
    async newest(date) {
      if (date !== undefined) throw new StackpairsError('bad_usage', 'a list of URLs has no dates', { at: path });
      const entries = parseList(await readFile(path, 'utf8'), path, readName);
      const files: DumpFile[] = [];
      for (const entry of onePerSite(entries)) files.push(await describe(entry, http));
      return { name: basename(path), date: undefined, files };
    },
  };
}

interface Entry {
  readonly url: string;
  readonly name: string;
  readonly said: FileName;
  readonly sum: FileSum | undefined;
}

/** Lines of a list; throws `bad_usage` at the first that is none. */
function parseList(text: string, at: string, readName: ReadName): Entry[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(?:^|\s)#.*$/, '').trim());
  const entries = lines.flatMap((line, index) => {
    if (line === '') return [];
    const entry = parseLine(line, readName);
    if (entry !== undefined) return [entry];
    const place = `${at} line ${index + 1}`;
    throw new StackpairsError('bad_usage', 'not a line of a list of dumps', {
      at: place,
      expected: WANTED,
      found: line,
    });
  });
  if (entries.length > 0) return entries;
  throw new StackpairsError('bad_usage', 'the list is empty', { at, expected: WANTED });
}

function parseLine(line: string, readName: ReadName): Entry | undefined {
  const [url = '', checksum, ...rest] = line.split(/\s+/);
  const sum = checksum === undefined ? undefined : parseSum(checksum);
  if (rest.length > 0 || !URL.canParse(url) || (checksum !== undefined && sum === undefined)) return undefined;
  const { protocol, pathname } = new URL(url);
  const path = decodePath(pathname);
  const said = path === undefined ? undefined : readName(path);
  if (path === undefined || said === undefined || !['http:', 'https:'].includes(protocol)) return undefined;
  return { url, name: localName(path, said.site), said, sum };
}

function decodePath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function parseSum(text: string): FileSum | undefined {
  const [, named, hex = ''] = /^(?:(md5|sha1|sha256):)?([0-9a-f]+)$/i.exec(text) ?? [];
  const algorithm = ALGORITHMS[hex.length as keyof typeof ALGORITHMS];
  if (algorithm === undefined || (named !== undefined && named.toLowerCase() !== algorithm)) return undefined;
  return { algorithm, hex: hex.toLowerCase() };
}

async function describe({ url, name, said, sum }: Entry, http: Http): Promise<DumpFile> {
  const { status, headers } = await http(url, { method: 'HEAD' });
  if (status >= 400 && status !== 405) throw unreachable(url, `HTTP ${status}`);
  const length = headers.get('content-length');
  return {
    name,
    site: said.site,
    from: url,
    bytes: status === 200 && length !== null ? Number(length) : undefined,
    sum,
    version: headers.get('etag') ?? headers.get('last-modified') ?? undefined,
  };
}
