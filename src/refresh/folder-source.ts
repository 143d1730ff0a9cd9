// Dumps in a folder of this machine: where somebody puts what they fetched by hand. Of two dumps of a site the one of the
// later date counts. Files are told apart by size and time, not read.

import { stat } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import { StackpairsError } from '../errors.ts';
import { type Dump, localName, onePerSite, type ReadName, type Source } from './dump.ts';

/** What the source works with. */
export interface FolderOptions {
  readonly folder: string;
  readonly readName: ReadName;
  /** Every file under a folder, by absolute path. */
  readonly walk: (folder: string) => Promise<string[]>;
}

/** A folder as a source. */
export function folderSource(options: FolderOptions): Source {
  return { name: options.folder, isLocal: true, newest: (date) => readFolder(options, date) };
}

async function readFolder({ folder, readName, walk }: FolderOptions, date: string | undefined): Promise<Dump> {
  const named = (await walk(folder)).flatMap((path) => {
    const said = readName(path);
    const isWanted = said !== undefined && (date === undefined || said.dumpDate === date);
    return isWanted ? [{ name: relative(folder, path), path, said }] : [];
  });
  if (named.length === 0) {
    throw new StackpairsError('bad_usage', 'no dump was found', {
      at: folder,
      expected: `SITE.7z or SITE/Posts.xml${date === undefined ? '' : ` of ${date}`}`,
    });
  }
  const files = await Promise.all(
    onePerSite(named).map(async ({ path, said }) => {
      const { size, mtimeMs } = await stat(path);
      return {
        name: localName(path, said.site),
        site: said.site,
        from: path,
        bytes: size,
        sum: undefined,
        version: `${mtimeMs}`,
      };
    }),
  );
  return { name: basename(folder), date, files };
}
