import { readdirSync, readlinkSync } from 'node:fs';

/** How many descriptors of this process are open on a file, where the system tells. */
export function descriptorsOn(path: string): number {
  const open = readdirSync('/proc/self/fd').map((fd) => linkOf(`/proc/self/fd/${fd}`));
  return open.filter((target) => target === path).length;
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ''; // the descriptor of the listing itself is gone by now
  }
}
