// Names of items on archive.org: `stackexchange_20250630`, its revision `stackexchange_20250630_rev2`, and copies by
// others, `stackexchange_20260630_sakura`. Later sorts higher; a revision counts as newer than what it revises.

/** What an item's name says. */
export interface ItemName {
  readonly item: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Revision; 1 for the first, 0 for another's copy, which is taken only where there is nothing else of its date. */
  readonly revision: number;
}

const ITEM = /^stackexchange_(\d{4})(\d{2})(\d{2})(?:_(?:rev(\d{1,4})|\w+))?$/;

/** Reads an item's name; undefined where it is that of something else. */
export function readItemName(item: string): ItemName | undefined {
  const match = ITEM.exec(item);
  if (match === null) return undefined;
  const [, year, month, day, revision] = match;
  const isPlain = item === `stackexchange_${year}${month}${day}`;
  return { item, date: `${year}-${month}-${day}`, revision: isPlain ? 1 : Number(revision ?? 0) };
}

/** Orders items from the oldest to the newest. */
export function compareItems(a: ItemName, b: ItemName): number {
  if (a.date !== b.date) return a.date < b.date ? -1 : 1;
  if (a.revision !== b.revision) return a.revision - b.revision;
  return a.item < b.item ? -1 : Number(a.item > b.item);
}

/** True if one item is older than another; two names that are not of items have no order. */
export function isOlder(item: string, other: string): boolean {
  const [a, b] = [readItemName(item), readItemName(other)];
  return a !== undefined && b !== undefined && compareItems(a, b) < 0;
}

/** Folder for the files of a dump: it ends with the date, as the folders that `--dumps` takes do. */
export function dumpFolder({ name, date }: { readonly name: string; readonly date: string | undefined }): string {
  if (date === undefined) return name.replace(/[^\w.-]/g, '_').replace(/^\.+/, '_');
  const rest = name.replace(`_${date.replaceAll('-', '')}`, '');
  return `${rest}-${date}`;
}
