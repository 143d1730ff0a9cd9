// The tables beside the posts that a pipeline needs: the links of every dump, where it pairs linked questions.

import { StackpairsError } from '../errors.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Input, TableFile } from '../types.ts';

/** The tables that are read, one for each input; none where the pipeline needs none. */
export function neededTables(inputs: readonly Input[], { recipes }: Pick<Pipeline, 'recipes'>): TableFile[] {
  return recipes.some((recipe) => 'meet' in recipe) ? inputs.map(linksOf) : [];
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
