// What a recipe makes of posts. It may be the user's own code: what it throws, or gives by mistake, is told with its name.

import { StackpairsError } from '../../errors.ts';
import { nameOf } from '../../pipeline.ts';
import type { JoinedPair, Recipe } from '../../types.ts';

/** The pair, or a reason that the recipe declared; throws `bad_pipeline` for anything else. */
export function madeBy(recipe: Recipe, make: () => JoinedPair | string): JoinedPair | string {
  const { reasons, columns } = recipe;
  const made = attempt(recipe, make);
  const isKnown = typeof made === 'string' ? reasons.includes(made) : made?.columns?.length === columns.length;
  if (isKnown) return made;
  throw new StackpairsError('bad_pipeline', `recipe ${nameOf(recipe)} gave neither a pair nor a reason of its own`, {
    expected: `posts and columns for ${columns.join(', ')}, or one of: ${reasons.join(', ')}`,
    found: typeof made === 'string' ? made : `${made?.columns?.length ?? 'no'} columns`,
  });
}

function attempt(recipe: Recipe, make: () => JoinedPair | string): JoinedPair | string {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof StackpairsError) throw cause;
    const found = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    throw new StackpairsError('bad_pipeline', `it failed: ${found}`, { at: `recipe ${nameOf(recipe)}`, cause });
  }
}
