// Makes a step: a function that carries its name, its options and its reasons, so that a pipeline can be hashed and counted.
import { isDeepStrictEqual } from 'node:util';
import { StackpairsError } from '../errors.ts';
import type { Recipe } from '../recipe.ts';
import type { Site, Step } from '../types.ts';

/** What identifies a step besides its function. */
export interface StepIdentity {
  readonly step: string;
  /** Plain JSON, defaults filled in, so that two spellings of one meaning hash alike. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly reasons: readonly string[];
}

type Apply<Item> = (item: Item, site: Site) => Item | string;

// Not exported: a step of somebody else may have the name of one of ours, but never this mark.
const BUILT_IN = Symbol('built-in');

/** A step that calls `apply` and carries its frozen identity. */
export function defineStep<Item>(identity: StepIdentity, apply: Apply<Item>): Step<Item> {
  return Object.freeze(makeStep(identity, apply));
}

/** The same for a step of this package, which a faster way of doing the same may stand in for. */
export function defineBuiltIn<Item>(identity: StepIdentity, apply: Apply<Item>): Step<Item> {
  return Object.freeze(Object.assign(makeStep(identity, apply), { [BUILT_IN]: true }));
}

/** A recipe of this package, marked like its steps. */
export function builtInRecipe<Made extends Recipe>(recipe: Made): Made {
  return Object.freeze(Object.assign({ ...recipe }, { [BUILT_IN]: true }));
}

/** Says whether a step or recipe is this package's own. */
export function isBuiltIn(stepOrRecipe: object): boolean {
  return BUILT_IN in stepOrRecipe;
}

function makeStep<Item>(identity: StepIdentity, apply: Apply<Item>): Step<Item> {
  checkIdentity(identity, apply);
  const run = (item: Item, site: Site): Item | string => apply(item, site);
  return Object.assign(run, {
    step: identity.step,
    options: Object.freeze({ ...identity.options }),
    reasons: Object.freeze([...identity.reasons]),
  });
}

function checkIdentity({ step, options, reasons }: StepIdentity, apply: unknown): void {
  const refuse = (what: string, expected: string) => {
    throw new StackpairsError('bad_pipeline', what, { at: `step ${String(step)}`, expected });
  };
  if (typeof step !== 'string' || step === '') refuse('it has no name', 'step: a name');
  if (typeof apply !== 'function') refuse('it does nothing', 'a function from an item to an item or a reason');
  if (!Array.isArray(reasons) || !reasons.every(isReason)) refuse('bad reasons', 'reasons: a list in snake_case');
  // What JSON cannot say would be no part of the pipeline's hash: two different pipelines would pass for one.
  const json = JSON.stringify(options) ?? 'null';
  if (!isDeepStrictEqual(JSON.parse(json), options)) refuse('bad options', 'options: an object of plain JSON values');
}

/** A reason becomes the name of a counter. */
function isReason(reason: unknown): boolean {
  return typeof reason === 'string' && /^[a-z][a-z0-9_]*$/.test(reason);
}
