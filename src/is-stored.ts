// How a path is told from an address of object storage.

/** What such an address begins with. */
export const STORED = 's3://';

/** True if a path is an address of object storage. */
export function isStored(path: string): boolean {
  return path.startsWith(STORED);
}
