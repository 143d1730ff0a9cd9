// Dumps on archive.org, as its search and its metadata API tell of them. Nothing is fetched but two small documents.

import { z } from 'zod';
import { StackpairsError } from '../errors.ts';
import { type Dump, type DumpFile, localName, onePerSite, type ReadName, type Source } from './dump.ts';
import { type Http, unreachable } from './http.ts';
import { compareItems, type ItemName, readItemName } from './item-name.ts';
import { readReply } from './read-reply.ts';

/** Where archive.org is. */
export const ARCHIVE_ORG = 'https://archive.org';

const SEARCH = 'identifier:stackexchange_2*';
/** Dumps appear four times a year: this is enough for decades. */
const ROWS = 1000;

const searchSchema = z.looseObject({
  response: z.looseObject({ docs: z.array(z.looseObject({ identifier: z.string() })) }),
});

/** Numbers come as strings, and of files that the archive derived itself some keys are missing. */
const fileSchema = z.looseObject({
  name: z.string(),
  size: z.coerce.number().optional(),
  sha1: z.string().optional(),
  md5: z.string().optional(),
  mtime: z.string().optional(),
});
const metadataSchema = z.looseObject({ files: z.array(fileSchema).optional() });
type ArchivedFile = z.infer<typeof fileSchema>;

/** What the source works with. */
export interface ArchiveOptions {
  readonly http: Http;
  readonly readName: ReadName;
  /** Address of the archive. */
  readonly base: string;
}

/** The archive as a source. */
export function archiveSource(options: ArchiveOptions): Source {
  return {
    name: 'archive.org',
    isLocal: false,
    async newest(date) {
      const items = (await listDumps(options)).filter((item) => date === undefined || item.date === date);
      const item = items.at(-1);
      if (item !== undefined) return readItem(item, options);
      throw new StackpairsError(date === undefined ? 'network_failed' : 'bad_usage', 'the archive lists no such dump', {
        at: options.base,
        expected: `an item stackexchange_${date?.replaceAll('-', '') ?? 'YYYYMMDD'}`,
        hint: date === undefined ? 'Try again later' : 'Leave --date out to have the newest one',
      });
    },
  };
}

/** Items that are dumps, from the oldest to the newest. */
async function listDumps({ http, base }: Pick<ArchiveOptions, 'http' | 'base'>): Promise<ItemName[]> {
  const query = new URLSearchParams({ q: SEARCH, 'fl[]': 'identifier', rows: `${ROWS}`, output: 'json' });
  const url = `${base}/advancedsearch.php?${query}`;
  const { response } = await readReply(http, url, searchSchema);
  return response.docs.flatMap(({ identifier }) => readItemName(identifier) ?? []).sort(compareItems);
}

async function readItem({ item, date }: ItemName, { http, base, readName }: ArchiveOptions): Promise<Dump> {
  const url = `${base}/metadata/${item}`;
  const { files = [] } = await readReply(http, url, metadataSchema);
  const named = files.flatMap((file) => {
    const said = readName(file.name);
    return said === undefined ? [] : [{ name: file.name, said, file }];
  });
  // An item that was withdrawn, or is still being filled, has a document without files.
  if (named.length === 0) throw unreachable(url, 'an item without dumps');
  const address = `${base}/download/${item}/`;
  return { name: item, date, files: onePerSite(named).map(({ said, file }) => toFile(file, said.site, address)) };
}

function toFile({ name, size, sha1, md5, mtime }: ArchivedFile, site: string, address: string): DumpFile {
  const sum =
    sha1 !== undefined
      ? { algorithm: 'sha1' as const, hex: sha1.toLowerCase() }
      : md5 && { algorithm: 'md5' as const, hex: md5.toLowerCase() };
  return {
    name: localName(name, site),
    site,
    from: address + name.split('/').map(encodeURIComponent).join('/'),
    bytes: size,
    sum: sum || undefined,
    version: mtime,
  };
}
