// What a dataset is made of, said once: recipe, rules, duplicates, split, shards. Checked here, frozen, and hashed in
// a canonical form, so that two builds can tell whether they were asked for the same thing.

import { z } from 'zod';
import { bandingFor } from './banding.ts';
import { StackpairsError } from './errors.ts';
import type { SplitShares } from './order-key.ts';
import type { Pair, Post, Recipe, Step } from './types.ts';

const DEFAULT_SHARD_ROWS = 500_000;
const DEFAULT_SEED = 42;

/** What a pipeline file says. */
export interface PipelineDefinition {
  /** snake_case; it names the dataset, not the file. */
  readonly name: string;
  /** How posts become pairs: one recipe. */
  readonly pairs: readonly Recipe[];
  /** Planted and answer-bot posts are left out unless this says `keep`. */
  readonly fabricated?: 'drop' | 'keep';
  /** Rules on the post a pair is made of. */
  readonly keep?: readonly Step<Post>[];
  /** Rules on the pair, in this order; what they rewrite is what the next one sees. */
  readonly clean?: readonly Step<Pair>[];
  /** Which rows say the same, and what becomes of them. */
  readonly dedupe?: DedupeDefinition;
  /** Shares held out, by a hash of the question; both default to 0. */
  readonly split?: Partial<SplitShares>;
  /** `rows` is the most a shard holds; `seed` decides the order. */
  readonly shard?: { readonly rows?: number; readonly order?: 'shuffled'; readonly seed?: number };
}

/** Exact and near duplicates. */
export interface DedupeDefinition {
  /** One of each set of rows stays whose normalised texts are equal: all of them (`'pair'`) or those of one column. */
  readonly exact?: string;
  /** What does not count when texts are compared, beside white space and composition; only case by default. */
  readonly ignore?: readonly Ignored[];
  /** Whether copies on other sites count. */
  readonly within?: 'all' | 'site';
  /** Which row of those that say the same, or nearly, stays; `'none'` drops them all. Ties go by site and id. */
  readonly keep?: KeepRule;
  /** Rows whose texts are nearly the same. */
  readonly near?: NearDefinition;
}

/** What may not count when texts are compared. */
export type Ignored = 'case' | 'punctuation';

const KEEP_RULES = ['votes', 'oldest', 'newest', 'longest', 'shortest', 'license', 'none'] as const;
/** Which row stays; `license` is the latest licence. */
export type KeepRule = (typeof KEEP_RULES)[number];

/** Near-duplicates: MinHash with banding; pairs that meet are held against their true similarity. */
export interface NearDefinition {
  /** Column whose texts are compared. */
  readonly field: string;
  /** Least Jaccard similarity of two texts' shingles, above 0 and at most 1. */
  readonly similarity: number;
  /** `'drop'` leaves one row of each cluster; `'mark'`, the default, leaves all, and says in provenance who belongs together. */
  readonly action?: 'drop' | 'mark';
  /** Shingles: runs of words, or of characters where texts are short; by default 5 characters of a title and 5 words of any other text. */
  readonly shingle?: Shingle;
  /** Bands of the signature and rows of a band, in place of those that follow from the similarity. */
  readonly bands?: number;
  readonly rows?: number;
}

/** What texts are compared by. */
export type Shingle = { readonly words: number } | { readonly characters: number };

/** A checked rule, defaults filled in. */
export interface DedupeRule {
  /** `'pair'`, a column, or `'off'`. */
  readonly exact: string;
  readonly ignore: readonly Ignored[];
  readonly within: 'all' | 'site';
  readonly keep: KeepRule;
  readonly near?: NearRule;
}

/** A checked rule for near-duplicates, defaults filled in. */
export type NearRule = Required<NearDefinition>;

/** A checked and frozen pipeline. */
export interface Pipeline {
  readonly name: string;
  readonly recipe: Recipe;
  readonly fabricated: 'drop' | 'keep';
  readonly keep: readonly Step<Post>[];
  readonly clean: readonly Step<Pair>[];
  readonly dedupe: DedupeRule;
  readonly split: SplitShares;
  readonly shard: { readonly rows: number; readonly order: 'shuffled'; readonly seed: number };
}

/** Where a pipeline comes from, and the selection laid over it; enough to load the same one in every thread. */
export interface PipelineSource {
  readonly path: string;
  readonly selection: Selection;
}

/** Rows wanted, as asked on the command line; rules like any other. */
export interface Selection {
  readonly since?: string;
  readonly before?: string;
  readonly tags?: readonly string[];
}

const share = z.number().min(0).max(0.5).default(0);
const isStep = (value: unknown) => typeof value === 'function' && 'step' in value;
const postStep = z.custom<Step<Post>>(isStep, 'expected a step such as score({ min: 0 })');
const pairStep = z.custom<Step<Pair>>(isStep, 'expected a step such as squeeze()');
const isRecipe = (value: unknown) =>
  typeof value === 'object' && value !== null && 'recipe' in value && 'pair' in value && 'columns' in value;
const recipe = z.custom<Recipe>(isRecipe, 'expected a recipe such as titleBody()');

const DEFAULT_SHINGLE = 5;
/** Longer shingles than this are no shingles of a text any more, but the text. */
const MOST_SHINGLE = 100;
const MOST_PERMUTATIONS = 1024;

const shingleSize = z.int().min(1).max(MOST_SHINGLE);
const near = z
  .strictObject({
    field: z.string(),
    similarity: z.number().gt(0).max(1),
    action: z.enum(['mark', 'drop']).default('mark'),
    shingle: z.union([z.strictObject({ words: shingleSize }), z.strictObject({ characters: shingleSize })]).optional(),
    bands: z.int().min(1).optional(),
    rows: z.int().min(1).optional(),
  })
  .refine(({ bands, rows }) => (bands === undefined) === (rows === undefined), 'expected both bands and rows, or none')
  .refine(
    ({ bands = 1, rows = 1 }) => bands * rows <= MOST_PERMUTATIONS,
    `expected bands * rows <= ${MOST_PERMUTATIONS}`,
  )
  .transform((given): NearRule => {
    const shingle = given.field === 'title' ? { characters: DEFAULT_SHINGLE } : { words: DEFAULT_SHINGLE };
    return { shingle, ...bandingFor(given.similarity), ...withoutUndefined(given) };
  });

const dedupe = z
  .strictObject({
    exact: z.string().default('pair'),
    ignore: z.array(z.enum(['case', 'punctuation'])).default(['case']),
    within: z.enum(['all', 'site']).default('all'),
    keep: z.enum(KEEP_RULES).default('votes'),
    near: near.optional(),
  })
  .transform(({ near, ignore, ...rest }): DedupeRule => {
    const rule = { ...rest, ignore: [...new Set(ignore)].sort() };
    return near === undefined ? rule : { ...rule, near };
  });

const definition = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected snake_case'),
  pairs: z.tuple([recipe], 'expected exactly one recipe'),
  fabricated: z.enum(['drop', 'keep']).default('drop'),
  keep: z.array(postStep).default([]),
  clean: z.array(pairStep).default([]),
  dedupe: dedupe.prefault({}),
  split: z.strictObject({ validation: share, test: share }).prefault({}),
  shard: z
    .strictObject({
      rows: z.int().min(1).default(DEFAULT_SHARD_ROWS),
      order: z.literal('shuffled').default('shuffled'),
      seed: z.int().min(0).max(0xffffffff).default(DEFAULT_SEED),
    })
    .prefault({}),
});

// What only `definePipeline` can give: an object that merely looks like a pipeline was checked by nobody.
const CHECKED = Symbol('checked');

/** Says whether a value was made by `definePipeline`. */
export function isPipeline(value: unknown): value is Pipeline {
  return typeof value === 'object' && value !== null && CHECKED in value;
}

/** Checks a definition and freezes it. Throws `bad_pipeline` with every fault found. */
export function definePipeline(given: PipelineDefinition): Pipeline {
  const checked = definition.safeParse(given);
  if (!checked.success) {
    throw new StackpairsError('bad_pipeline', `the pipeline cannot be used:\n${z.prettifyError(checked.error)}`);
  }
  const { pairs, ...rest } = checked.data;
  const { exact, near } = rest.dedupe;
  if (!['pair', 'off'].includes(exact)) expectColumn(pairs[0], 'dedupe.exact', exact);
  if (near !== undefined) expectColumn(pairs[0], 'dedupe.near.field', near.field);
  return freeze(Object.assign({ ...rest, recipe: pairs[0] }, { [CHECKED]: true }));
}

function expectColumn({ recipe, columns }: Recipe, at: string, name: string): void {
  if (columns.includes(name)) return;
  throw new StackpairsError('bad_pipeline', `no text to compare: ${name}`, {
    at: `${at}, recipe ${recipe}`,
    expected: columns.join(' or '),
    found: name,
  });
}

/** Options that were given, without those that were left open. */
function withoutUndefined<Given extends object>(given: Given) {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Given]: Exclude<Given[Key], undefined>;
  };
}

function freeze(pipeline: Pipeline): Pipeline {
  for (const part of [pipeline.keep, pipeline.clean, pipeline.dedupe, pipeline.split, pipeline.shard]) {
    Object.freeze(part);
  }
  return Object.freeze(pipeline);
}

/** The pipeline as plain data: what the manifest shows. */
export function describePipeline(pipeline: Pipeline): Record<string, unknown> {
  const named = ({ step, options }: { step: string; options: object }) => ({ step, options });
  const { name, fabricated, dedupe, split, shard } = pipeline;
  const { recipe, options } = pipeline.recipe;
  return {
    name,
    recipe: { recipe, options },
    fabricated,
    dedupe,
    split,
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
