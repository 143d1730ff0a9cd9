// What kind of pairs a config is of, as the definition of its pipeline says: a manifest has its name alone.

import { z } from 'zod';
import type { Manifest } from './manifest.ts';
import { parseJson } from './parse-json.ts';

/** The recipe of a config, of which `recipe` is the kind, e.g. `title-answer`. */
export interface ConfigKind {
  readonly recipe: string;
  readonly options: Readonly<Record<string, unknown>>;
}

const recipe = z.looseObject({
  name: z.string(),
  recipe: z.string(),
  options: z.record(z.string(), z.unknown()).optional(),
});
const definitionSchema = z.looseObject({ pairs: z.array(recipe) });

/** The kind of a config by its name; undefined where the definition does not tell. */
export function configKind({ definition }: Manifest['pipeline'], config: string): ConfigKind | undefined {
  // A definition that was changed is for `verify` to tell.
  const known = definitionSchema.safeParse(parseJson(definition)).data;
  const found = known?.pairs.find(({ name }) => name === config);
  return found && { recipe: found.recipe, options: found.options ?? {} };
}
