// Makes a step: a function that carries its name, its options and its reasons, so that a pipeline can be hashed and counted.
import { isDeepStrictEqual } from 'node:util';
import { StackpairsError } from '../errors.ts';
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

/** Says whether a step was made by `defineBuiltIn`. */
export function isBuiltIn(step: object): boolean {
  return BUILT_IN in step;
}

function makeStep<Item>(identity: StepIdentity, apply: Apply<Item>): Step<Item> {
  // What JSON cannot say would be no part of the pipeline's hash: two different pipelines would pass for one.
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(identity.options)), identity.options)) {
    throw new StackpairsError('bad_pipeline', `step ${identity.step}: bad options`, { expected: 'plain JSON values' });
  }
  const run = (item: Item, site: Site): Item | string => apply(item, site);
  return Object.assign(run, {
    step: identity.step,
    options: Object.freeze({ ...identity.options }),
    reasons: Object.freeze([...identity.reasons]),
  });
}
