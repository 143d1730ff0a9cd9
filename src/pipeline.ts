// What a dataset is made of, said once: recipe, rules, duplicates, split, shards. Checked here, frozen, and hashed in
// a canonical form, so that two builds can tell whether they were asked for the same thing.

import { type DecontaminateDefinition, type DecontaminateRule, decontaminateRule } from './decontaminate-rule.ts';
import { type DedupeDefinition, type DedupeRule, dedupeRule } from './dedupe-rule.ts';
import { StackpairsError } from './errors.ts';
import { expectSources, type SetRule, setRule } from './evaluation-rule.ts';
import { expectConfigs, type MixDefinition, type MixRule, mixRule } from './mix-rule.ts';
import { absentAs, known, listOf, oneOf, parts, readDefinition, wholeFrom } from './read-definition.ts';
import { nameOf, type Recipe } from './recipe.ts';
import { holdsOut, type SplitRule, splitRule } from './split-rule.ts';
import type { Pair, Post, Step } from './types.ts';

const DEFAULT_SHARD_ROWS = 500_000;
const DEFAULT_SEED = 42;

/** `shuffled` by a hash of site and id; `seed-compat` as in the original data set. */
type Order = 'shuffled' | 'stable' | 'seed-compat';

/** What a pipeline file says. */
export interface PipelineDefinition {
  /** snake_case; it names the dataset, not the file. */
  readonly name: string;
  /** How posts become pairs; each recipe makes a config of its own, all in one reading of the dumps. */
  readonly pairs: readonly Recipe[];
  /** Planted and answer-bot posts are left out unless this says `keep`. */
  readonly fabricated?: 'drop' | 'keep';
  /** Whether provenance names the authors of posts, by name and id; `keep` by default. */
  readonly authors?: 'keep' | 'omit';
  /** Rules on questions: one that is not kept is in no pair. What answers are wanted is for recipes to say. */
  readonly keep?: readonly Step<Post>[];
  /** Rules on texts, in this order; what they rewrite is what the next one sees. One that names a text is for posts that have it. */
  readonly clean?: readonly Step<Pair>[];
  /** Which rows say the same, and what becomes of them. */
  readonly dedupe?: DedupeDefinition;
  /** How rows are known to be in a benchmark, where any are named when it runs. */
  readonly decontaminate?: DecontaminateDefinition;
  /** Which rows stand in a config together, and how often a trainer draws from it. */
  readonly mix?: MixDefinition;
  /** Shares held out, by a hash of the question, and all that was asked from a day on; nothing by default. */
  readonly split?: Partial<SplitRule>;
  /** Evaluation sets to make of what is held out, such as `titleToBody()`. */
  readonly evaluate?: readonly SetRule[];
  /** `rows` is the most a shard holds; `seed` decides the order. */
  readonly shard?: { readonly rows?: number; readonly order?: Order; readonly seed?: number };
}

/** A checked and frozen pipeline. */
export interface Pipeline {
  readonly name: string;
  readonly recipes: readonly Recipe[];
  readonly fabricated: 'drop' | 'keep';
  readonly authors: 'keep' | 'omit';
  readonly keep: readonly Step<Post>[];
  readonly clean: readonly Step<Pair>[];
  readonly dedupe: DedupeRule;
  readonly decontaminate: DecontaminateRule;
  readonly mix: MixRule;
  readonly split: SplitRule;
  readonly evaluate: readonly SetRule[];
  readonly shard: { readonly rows: number; readonly order: Order; readonly seed: number };
  /** Posts and users to leave out, as `ownTakedowns` gives them: no part of the definition, but asked for by a run. */
  readonly takedowns: readonly string[];
}

/** Where a pipeline comes from, and the selection laid over it; enough to load the same one in every thread. */
export interface PipelineSource {
  readonly path: string;
  readonly selection: Selection;
  /** Posts and users to leave out, as `ownTakedowns` names them. */
  readonly takedowns?: readonly string[] | undefined;
  /** Where the file was loaded before: what it was compiled to. */
  readonly scripts?: Scripts | undefined;
}

/** JavaScript that TypeScript was compiled to, by the path of its file. */
export type Scripts = Readonly<Record<string, string>>;

/** Rows wanted, as asked on the command line; rules like any other. */
export interface Selection {
  readonly since?: string;
  readonly before?: string;
  readonly tags?: readonly string[];
}

const isSnakeCase = (value: unknown) => typeof value === 'string' && /^[a-z][a-z0-9_]*$/.test(value);
const isStep = (value: unknown) => typeof value === 'function' && 'step' in value;
const isRecipe = (value: unknown) =>
  typeof value === 'object' && value !== null && 'recipe' in value && 'columns' in value && isMaker(value);
const isMaker = (value: object) => ['pair', 'join', 'meet', 'beside'].some((make) => make in value);
const postStep = known<Step<Post>>(isStep, 'a step such as score({ min: 0 })');
const pairStep = known<Step<Pair>>(isStep, 'a step such as squeeze()');
const recipe = known<Recipe>(isRecipe, 'a recipe such as titleBody()');
/** It names a folder and a config of the Hub, beside which stands the one that traces it: that is not for another to take. */
const CONFIG_NAME = /^(?!.*-provenance$)[a-z0-9][a-z0-9._-]*$/;

const definition = parts({
  name: known<string>(isSnakeCase, 'snake_case'),
  pairs: listOf(recipe),
  fabricated: absentAs(oneOf('drop', 'keep'), 'drop'),
  authors: absentAs(oneOf('keep', 'omit'), 'keep'),
  keep: absentAs(listOf(postStep), []),
  clean: absentAs(listOf(pairStep), []),
  dedupe: absentAs(dedupeRule, {}),
  decontaminate: absentAs(decontaminateRule, {}),
  mix: absentAs(mixRule, {}),
  split: absentAs(splitRule, {}),
  evaluate: absentAs(listOf(setRule), []),
  shard: absentAs(
    parts({
      rows: absentAs(wholeFrom(1), DEFAULT_SHARD_ROWS),
      order: absentAs(oneOf('shuffled', 'stable', 'seed-compat'), 'shuffled'),
      seed: absentAs(wholeFrom(0, 0xffffffff), DEFAULT_SEED),
    }),
    {},
  ),
});

// What only `definePipeline` can give: an object that merely looks like a pipeline was checked by nobody.
const CHECKED = Symbol('checked');

/** Says whether a value was made by `definePipeline`. */
export function isPipeline(value: unknown): value is Pipeline {
  return typeof value === 'object' && value !== null && CHECKED in value;
}

/** Checks a definition and freezes it. Throws `bad_pipeline` with every fault found. */
export function definePipeline(given: PipelineDefinition): Pipeline {
  const { pairs: recipes, ...rest } = readDefinition(given, definition);
  const { exact, near } = rest.dedupe;
  expectDistinct(recipes);
  if (!['pair', 'off'].includes(exact)) expectColumn(recipes, 'dedupe.exact', exact);
  if (near !== undefined) expectColumn(recipes, 'dedupe.near.field', near.field);
  expectConfigs(rest.mix, recipes.map(nameOf));
  expectSources(rest.evaluate, { recipes, ...rest });
  if (rest.shard.order === 'seed-compat') expectAllRows({ recipes, ...rest });
  return freeze(Object.assign({ ...rest, recipes, takedowns: [] }, { [CHECKED]: true }));
}

/** Each recipe makes a config and a folder of that name; one that reads a post by itself does so in the one pass there is. */
function expectDistinct(recipes: readonly Recipe[]): void {
  const names = recipes.map(nameOf);
  const bad = names.find((name, index) => !CONFIG_NAME.test(name) || names.indexOf(name) !== index);
  if (bad !== undefined || recipes.length === 0) {
    throw new StackpairsError('bad_pipeline', 'the recipes cannot be told apart', {
      at: 'pairs',
      expected: 'at least one, each with a name of its own such as title-body',
      found: names.join(', ') || 'none',
    });
  }
  const alone = recipes.find((recipe) => !['join', 'meet', 'beside'].some((make) => make in recipe));
  if (recipes.length === 1 || alone === undefined) return;
  throw new StackpairsError('bad_pipeline', `recipe ${nameOf(alone)} stands alone`, {
    at: 'pairs',
    expected: 'recipes that say their pairs in terms of posts, by a function `join`, `meet` or `beside`',
    found: 'one that reads a post by itself',
  });
}

function expectColumn(recipes: readonly Recipe[], at: string, name: string): void {
  const columns = new Set(recipes.flatMap((recipe) => recipe.columns));
  if (columns.has(name)) return;
  throw new StackpairsError('bad_pipeline', `no text to compare: ${name}`, {
    at: `${at}, ${recipes.map((recipe) => `recipe ${nameOf(recipe)}`).join(', ')}`,
    expected: [...columns].join(' or '),
    found: name,
  });
}

type OrderedParts = Pick<Pipeline, 'recipes' | 'dedupe' | 'mix' | 'split'>;

/** A row's place follows from how many were kept before it: rows that are left out or moved later would leave holes. */
function expectAllRows({ recipes, dedupe, mix, split }: OrderedParts): void {
  const isOne = recipes.length === 1 && 'pair' in recipes[0]! && mix.by === 'kind';
  if (isOne && dedupe.exact === 'off' && dedupe.near === undefined && !holdsOut(split)) return;
  throw new StackpairsError('bad_pipeline', "the order 'seed-compat' is of all rows together", {
    at: 'shard.order',
    expected: "titleBody() alone, dedupe: { exact: 'off' }, without near, no split, and mix.by 'kind'",
    found: JSON.stringify({
      pairs: recipes.map(nameOf),
      dedupe: { exact: dedupe.exact, near: dedupe.near },
      split,
      mix: { by: mix.by },
    }),
  });
}

function freeze(pipeline: Pipeline): Pipeline {
  const { recipes, keep, clean, dedupe, decontaminate, mix, split, evaluate, shard } = pipeline;
  const rules = [dedupe, decontaminate, mix, mix.weights, mix.weights.byHand, split, evaluate, shard];
  const parts = [recipes, keep, clean, ...rules];
  for (const part of parts) {
    Object.freeze(part);
  }
  return Object.freeze(pipeline);
}

/** The pipeline as plain data: what the manifest shows. */
export function describePipeline(pipeline: Pipeline): Record<string, unknown> {
  const named = ({ step, options }: { step: string; options: object }) => ({ step, options });
  const { name, fabricated, authors, dedupe, decontaminate, mix, split, shard } = pipeline;
  const described = (recipe: Recipe) => ({ name: nameOf(recipe), recipe: recipe.recipe, options: recipe.options });
  return {
    name,
    pairs: pipeline.recipes.map(described),
    fabricated,
    authors,
    dedupe,
    decontaminate,
    mix,
    split,
    // Left out where none is asked for: such a pipeline has the hash that it always had.
    ...(pipeline.evaluate.length === 0 ? {} : { evaluate: pipeline.evaluate }),
    shard,
    keep: pipeline.keep.map(named),
    clean: pipeline.clean.map(named),
  };
}

/** A value's JSON with sorted keys and no white space. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, sortKeys);
}

function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
