// A recipe of hard negatives: what asks about the same and is another question.
import type { TagRecipe } from '../recipe.ts';
import { builtInRecipe } from './define-step.ts';
import { configName, readOptions } from './options.ts';

/** How the recipe is called. */
export interface SameTagsOptions {
  /** Name of the config, where a pipeline has two of the kind. */
  readonly name?: string;
}

/**
 * Triplets of a question's title, its body, and the body of another question of its site with the very same tags; each
 * question drives one.
 */
export function sameTagNegatives(given: SameTagsOptions = {}): TagRecipe {
  const recipe = 'same-tag-negatives';
  const { name = recipe } = readOptions(recipe, given, { name: configName() });
  return builtInRecipe({
    recipe,
    name,
    options: Object.freeze({}),
    columns: Object.freeze(['title', 'body', 'other_body']),
    reasons: Object.freeze([]),
    beside: ({ question, other }) => ({
      posts: [
        { role: 'question', post: question },
        { role: 'negative', post: other },
      ],
      columns: [
        [{ post: question, text: 'title' }],
        [{ post: question, text: 'body' }],
        [{ post: other, text: 'body' }],
      ],
    }),
  });
}
