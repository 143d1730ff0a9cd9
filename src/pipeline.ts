// What a dataset is made of, said once: recipe, rules, duplicates, split, shards. Checked here, frozen, and hashed in
// a canonical form, so that two builds can tell whether they were asked for the same thing.

import { z } from 'zod';
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
  /** `exact: 'pair'` leaves one of each set of rows whose normalised texts are all equal. */
  readonly dedupe?: { readonly exact: 'pair' | 'off' };
  /** Shares held out, by a hash of the question; both default to 0. */
  readonly split?: Partial<SplitShares>;
  /** `rows` is the most a shard holds; `seed` decides the order. */
  readonly shard?: { readonly rows?: number; readonly order?: 'shuffled'; readonly seed?: number };
}

/** A checked and frozen pipeline. */
export interface Pipeline {
  readonly name: string;
  readonly recipe: Recipe;
  readonly fabricated: 'drop' | 'keep';
  readonly keep: readonly Step<Post>[];
  readonly clean: readonly Step<Pair>[];
  readonly dedupe: { readonly exact: 'pair' | 'off' };
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

const definition = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'expected snake_case'),
  pairs: z.tuple([recipe], 'expected exactly one recipe'),
  fabricated: z.enum(['drop', 'keep']).default('drop'),
  keep: z.array(postStep).default([]),
  clean: z.array(pairStep).default([]),
  dedupe: z.strictObject({ exact: z.enum(['pair', 'off']) }).default({ exact: 'pair' }),
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
  return freeze(Object.assign({ ...rest, recipe: pairs[0] }, { [CHECKED]: true }));
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
