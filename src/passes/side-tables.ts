// The tables beside the posts that a build needs: the links of every dump, where its pipeline pairs linked questions, and
// the users of those that have them, where authors are named.

import { StackpairsError } from '../errors.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Input, TableFile } from '../types.ts';

/** A table that is read. */
export interface NeededTable extends TableFile {
  /** Number of the input whose dump it is of. */
  readonly input: number;
}

/** The tables that are read: links of all inputs or none, then users of those that have them. */
export function neededTables(
  inputs: readonly Input[],
  { recipes, authors }: Pick<Pipeline, 'recipes' | 'authors'>,
): NeededTable[] {
  const links = recipes.some((recipe) => 'meet' in recipe)
    ? inputs.map((one, input) => ({ ...linksOf(one), input }))
    : [];
  const users = inputs.flatMap(({ tables }, input) =>
    tables.users === undefined || authors === 'omit' ? [] : [{ ...tables.users, input }],
  );
  return [...links, ...users];
}

/** Tables of links, one for each input or none at all. */
export function linksAmong(tables: readonly NeededTable[]): NeededTable[] {
  return tables.filter(({ table }) => table === 'PostLinks');
}

/** Tables of users. */
export function usersAmong(tables: readonly NeededTable[]): NeededTable[] {
  return tables.filter(({ table }) => table === 'Users');
}

/** A dump without links would make no pairs of linked questions, and nobody would know why. */
function linksOf({ site, file, tables }: Input): TableFile {
  if (tables.links !== undefined) return tables.links;
  throw new StackpairsError('bad_usage', `there are no links of ${site}, and the pipeline pairs linked questions`, {
    at: file,
    expected: 'PostLinks.xml in the same archive or folder',
    found: 'none',
    hint: 'Fetch it as well, or leave out the recipes of linked questions',
  });
}
