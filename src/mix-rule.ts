// What a pipeline says of its mix, and how it is read: which rows stand in a config together, and how often a trainer
// draws from each of them. Defaults filled in.

import { StackpairsError } from './errors.ts';
import { PAIRS_PREFIX } from './foreign.ts';
import { parseJson } from './parse-json.ts';
import { absentAs, oneOf, parts, type Reader, wholeFrom } from './read-definition.ts';
import { EACH_SHARD, type WeightDefinition, type WeightRule, weightRule } from './weight-rule.ts';

/** Configs and their weights. */
export interface MixDefinition {
  /** A config for each kind of pair, the default, or for each kind and site, `<kind>.<site>`. */
  readonly by?: 'kind' | 'site';
  /** Of `by: 'site'`: sites with fewer train rows of a kind than `below` share the config `<kind>.<name>`. */
  readonly pool?: { readonly below?: number; readonly name?: string };
  /** How often a trainer draws from a config. */
  readonly weights?: WeightDefinition;
}

/** A checked rule, defaults filled in. */
export interface MixRule {
  readonly by: 'kind' | 'site';
  readonly pool?: PoolRule;
  readonly weights: WeightRule;
}

/** Which sites share a config, and its name after that of the kind. */
export interface PoolRule {
  readonly below: number;
  readonly name: string;
}

// As the original data set: a site of fewer rows went into one file with the other small ones.
const DEFAULT_POOL = 10_000;
const DEFAULT_POOL_NAME = 'small-sites';
// Without a dot, so that no site's config has it.
const POOL_NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

const poolName: Reader<string> = (value, at, fault) =>
  typeof value === 'string' && POOL_NAME.test(value) && !value.endsWith('-provenance')
    ? value
    : fault(at, 'expected lower-case letters and digits, with single hyphens between them');

const pool: Reader<PoolRule> = parts({
  below: absentAs(wholeFrom(1), DEFAULT_POOL),
  name: absentAs(poolName, DEFAULT_POOL_NAME),
});

const rule = parts({
  by: absentAs(oneOf('kind', 'site'), 'kind'),
  pool: (value, at, fault) => (value === undefined ? undefined : pool(value, at, fault)),
  weights: absentAs(weightRule, {}),
});

/** Reads what a pipeline says of its mix. */
export const mixRule: Reader<MixRule> = (value, at, fault) => {
  const read = rule(value, at, fault);
  if (read === undefined) return undefined;
  const { pool, ...rest } = read;
  if (pool === undefined) return rest;
  return rest.by === 'site' ? { ...rest, pool } : fault(`${at}.pool`, 'expected by: "site" beside it');
};

/** Throws `bad_pipeline` if configs of these kinds of pairs could not be told apart, or a weight is of none of them. */
export function expectConfigs({ by, weights }: MixRule, kinds: readonly string[]): void {
  const dotted = by === 'site' ? kinds.find((kind) => kind.includes('.')) : undefined;
  if (dotted !== undefined) {
    throw new StackpairsError('bad_pipeline', 'it cannot be told where the name of a site begins', {
      at: 'mix.by',
      expected: 'kinds of pairs without a dot in their names',
      found: dotted,
    });
  }
  // Sets of other people's pairs are named when it runs.
  const isKnown = (name: string) =>
    (name.startsWith(PAIRS_PREFIX) && name.length > PAIRS_PREFIX.length) ||
    kinds.some((kind) =>
      by === 'kind' ? name === kind : name.startsWith(`${kind}.`) && name.length > kind.length + 1,
    );
  const unknown = Object.keys(weights.byHand).find((name) => !isKnown(name));
  if (unknown === undefined) return;
  throw new StackpairsError('bad_pipeline', `no config to weigh: ${unknown}`, {
    at: 'mix.weights.byHand',
    expected: kinds.map((kind) => (by === 'kind' ? kind : `${kind}.<site>`)).join(' or '),
    found: unknown,
  });
}

/** The weights that a manifest's pipeline asks for; one a shard where it says nothing, as before there were mixes. */
export function weightsOf({ definition }: { readonly definition: string }): WeightRule {
  // A definition that was changed is for `verify` to tell.
  const given = parseJson(definition);
  if (typeof given !== 'object' || given === null || !('mix' in given)) return EACH_SHARD;
  let isSound = true;
  const read = mixRule(given.mix, 'mix', () => {
    isSound = false;
    return undefined;
  });
  return read !== undefined && isSound ? read.weights : EACH_SHARD;
}
