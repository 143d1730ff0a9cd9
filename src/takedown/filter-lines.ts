// JSON lines about posts and rows without those that are taken out. A line says of which site and id it is and who owns the
// post; one about a row of several posts says so of each.
// Memory: one line.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDurableFile, type Written } from '../durable-file.ts';
import { stagedPath } from '../generation.ts';
import { readJsonLines } from '../json-lines.ts';

/** What is known of every line; those of damaged rows have no id. */
export interface PostLine {
  readonly site: string;
  readonly id?: number;
  readonly owner?: number;
  readonly posts?: readonly { readonly id: number; readonly owner?: number }[];
}

/** Every post that a line is about. */
export function postsOf({ id, owner, posts = [] }: PostLine): { readonly id: number; readonly owner?: number }[] {
  return id === undefined ? [...posts] : [{ id, ...(owner === undefined ? {} : { owner }) }, ...posts];
}

/** Which lines go, and who is told of each. */
interface LineRules<Line> {
  readonly isRemoved: (line: Line) => boolean;
  readonly onRemoved?: (line: Line) => void;
}

/** Writes a file of the next generation, if any of its lines goes; undefined if it stays as it is. */
export async function filterLines<Line extends PostLine>(
  out: string,
  file: string,
  { isRemoved, onRemoved = () => {} }: LineRules<Line>,
): Promise<Written | undefined> {
  const path = join(out, file);
  if (!existsSync(path) || !(await hasAny(path, isRemoved))) return undefined;
  const staged = openDurableFile(stagedPath(out, file), { sha256: true });
  try {
    for await (const line of readJsonLines<Line>(path)) {
      if (isRemoved(line)) onRemoved(line);
      else staged.write(Buffer.from(`${JSON.stringify(line)}\n`));
    }
    return staged.finish();
  } finally {
    staged.abandon();
  }
}

async function hasAny<Line>(path: string, isRemoved: (line: Line) => boolean): Promise<boolean> {
  for await (const line of readJsonLines<Line>(path)) if (isRemoved(line)) return true;
  return false;
}
