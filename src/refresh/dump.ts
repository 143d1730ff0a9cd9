// The nouns of this room: a source lists dumps, a dump is a set of files of sites, and a file may be fetched.

/** Digests that sources state. */
export type SumAlgorithm = 'md5' | 'sha1' | 'sha256';

/** What a file's bytes must come to. */
export interface FileSum {
  readonly algorithm: SumAlgorithm;
  /** In lower case. */
  readonly hex: string;
}

/** A file that holds posts of a site. */
export interface DumpFile {
  /** Its name here, without folders. */
  readonly name: string;
  readonly site: string;
  /** A URL, or an absolute path. */
  readonly from: string;
  /** Undefined where the source does not say. */
  readonly bytes: number | undefined;
  readonly sum: FileSum | undefined;
  /** What tells one version of the file from another where there is no sum: an ETag, or a time. */
  readonly version: string | undefined;
}

/** The name of a file here; `Posts.xml` does not say its site, and there may be many of them. */
export function localName(path: string, site: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.startsWith(site) ? name : `${site}-${name}`;
}

/** What the source says of a file's bytes, as one text. */
export function listed({ bytes, sum, version }: Pick<DumpFile, 'bytes' | 'sum' | 'version'>): string {
  const content = sum === undefined ? (version ?? 'unknown') : `${sum.algorithm}:${sum.hex}`;
  return `${bytes ?? 'unknown'} ${content}`;
}

/** What a source has to offer at one time. */
export interface Dump {
  /** e.g. `stackexchange_20250630_rev2`; the source's own name where it has one dump only. */
  readonly name: string;
  /** `YYYY-MM-DD`, where the name says it. */
  readonly date: string | undefined;
  /** One for each site, by site. */
  readonly files: readonly DumpFile[];
}

/** A place that dumps come from. */
export interface Source {
  /** As the user knows it. */
  readonly name: string;
  /** True where the files need not be fetched to be read. */
  readonly isLocal: boolean;
  /** The newest dump, or the newest of a date (`YYYY-MM-DD`). */
  newest(date?: string): Promise<Dump>;
}

/** Tells whose posts a file holds by its path, or undefined where it holds none. */
export type ReadName = (path: string) => FileName | undefined;

/** What a file's name says. */
export interface FileName {
  readonly site: string;
  readonly table: string | undefined;
  readonly dumpDate: string | undefined;
}

/** Of files for one site the one to read: by date, then the posts alone before a whole site, then by name. */
export function onePerSite<File extends { readonly name: string; readonly said: FileName }>(
  files: readonly File[],
): File[] {
  const chosen = new Map<string, File>();
  const rank = ({ name, said }: File) => [said.dumpDate ?? '', said.table === undefined ? '0' : '1', name].join('\n');
  for (const file of files) {
    const other = chosen.get(file.said.site);
    if (other === undefined || rank(file) > rank(other)) chosen.set(file.said.site, file);
  }
  return [...chosen.values()].sort((a, b) => (a.said.site < b.said.site ? -1 : 1));
}
