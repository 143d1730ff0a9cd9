// Names of processes, for files that each of several writes by itself.

/** The name of a process as a part of the name of a file. */
export function tokenOf(by: string): string {
  return by.replace(/[^\w.-]/g, '-');
}
