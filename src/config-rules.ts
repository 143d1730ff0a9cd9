// What of a pipeline concerns each of the configs it makes, one for each recipe.

import type { DedupeRule } from './dedupe-rule.ts';
import type { Pipeline } from './pipeline.ts';
import { nameOf, type Recipe } from './recipe.ts';
import { holdsOut } from './split-rule.ts';

/** Whether a pipeline's pairs are joined of several rows; a recipe that needs its own row alone is done with when that is read. */
export function isJoining({ recipes }: Pick<Pipeline, 'recipes'>): boolean {
  return recipes.length > 1 || !recipes.some((recipe) => 'pair' in recipe);
}

/**
 * Whether a cluster of duplicates is kept on one side of the split: for evaluation sets, and where all is held out that was
 * asked after a day. Without either, the rows of a recipe do not depend on what others a pipeline has.
 */
export function keepsClusters({ split, evaluate }: Pick<Pipeline, 'split' | 'evaluate'>): boolean {
  return split.after !== undefined || (evaluate.length > 0 && holdsOut(split));
}

/** What of a pipeline concerns one of its recipes. */
export interface ConfigRules {
  readonly name: string;
  readonly recipe: Recipe;
  readonly dedupe: DedupeRule;
}

/** The configs a pipeline makes. */
export function configsOf({ recipes, dedupe }: Pick<Pipeline, 'recipes' | 'dedupe'>): ConfigRules[] {
  return recipes.map((recipe) => ({ name: nameOf(recipe), recipe, dedupe: dedupeOf(recipe.columns, dedupe) }));
}

/** The rule for rows of these texts. Where they have not the one that copies are told by, whole pairs are compared. */
export function dedupeOf(columns: readonly string[], { near, ...rest }: DedupeRule): DedupeRule {
  const exact = rest.exact === 'off' || columns.includes(rest.exact) ? rest.exact : 'pair';
  return near !== undefined && columns.includes(near.field) ? { ...rest, exact, near } : { ...rest, exact };
}
