// What a file's name and folder say: the site, the table and the dump's date. Nothing is opened here.
// Names end in .7z, or in .xml with .gz, .bz2 or .zst after it, in any case (dumps before 2013 wrote posts.xml).
import { basename, dirname } from 'node:path';
import type { Container, FileContainer } from '../types.ts';

/** A file that by its name may hold posts. */
export interface InputName {
  readonly site: string;
  readonly dumpDate: string | undefined;
  /** As the extension says; the first bytes may say otherwise. */
  readonly container: FileContainer;
  /** `table` names the one table inside; undefined is a whole site. */
  readonly table: string | undefined;
  /** Name for messages and the manifest: it tells sites apart and shows no folder of this machine. */
  readonly file: string;
}

const EXTENSIONS: readonly (readonly [extension: string, container: FileContainer])[] = [
  ['.7z', '7z'],
  ['.xml', 'xml'],
  ['.xml.gz', 'gz'],
  ['.xml.bz2', 'bz2'],
  ['.xml.zst', 'zst'],
];

const TABLES = ['Badges', 'Comments', 'PostHistory', 'PostLinks', 'Posts', 'Tags', 'Users', 'Votes'] as const;

const DATE = /-(\d{4}-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)$/;

/** Reads the name of an absolute path; undefined when it is not that of a dump file. */
export function readInputName(path: string): InputName | undefined {
  const name = basename(path);
  const [extension, container] = EXTENSIONS.find(([end]) => endsWith(name, end)) ?? [];
  if (extension === undefined || container === undefined) {
    return undefined;
  }
  const folder = splitDate(basename(dirname(path)));
  const own = splitDate(name.slice(0, -extension.length));
  const { site, table } = splitTable(own.rest);
  const named = site || splitTable(folder.rest).site || folder.rest;
  const file = site === '' ? `${named}/${name}` : name;
  return named === '' ? undefined : { site: named, dumpDate: own.date ?? folder.date, container, table, file };
}

/** True where a file found in a folder is meant to be read: an archive of a site, or posts that say so. */
export function saysItHoldsPosts({ table, container }: Pick<InputName, 'table'> & { container: Container }): boolean {
  return table === 'Posts' || (table === undefined && container === '7z');
}

function splitDate(name: string): { readonly rest: string; readonly date: string | undefined } {
  const match = DATE.exec(name);
  return match === null ? { rest: name, date: undefined } : { rest: name.slice(0, match.index), date: match[1] };
}

// `Posts` has no site in its name, `stackoverflow.com-Posts` has both, `beer.stackexchange.com` has no table.
function splitTable(stem: string): { readonly site: string; readonly table: string | undefined } {
  const table = TABLES.find((one) => endsWith(`-${stem}`, `-${one}`));
  if (table === undefined) {
    return { site: stem, table };
  }
  return { site: stem.slice(0, Math.max(0, stem.length - table.length - 1)), table };
}

function endsWith(text: string, end: string): boolean {
  return text.toLowerCase().endsWith(end.toLowerCase());
}
