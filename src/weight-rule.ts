// What a pipeline says of weights, and how it is read: by a rule, and by hand for some configs. Each rule has keys of its
// own, so that a key of another one is a fault and not passed over.

import { absentAs, numberFrom, oneOf, parts, type Reader, wholeFrom } from './read-definition.ts';

/** How often a trainer draws from a config, compared with the others. */
export interface WeightDefinition {
  /** `'shards'`, the default: 1 a shard. `'equal'`: all alike. `'rows'`: by rows, up to a cap. `'temperature'`: by rows, evened out. */
  readonly rule?: (typeof RULES)[number];
  /** Of `'rows'`: a unit of weight for so many train rows or part of them; 17,500 by default. */
  readonly rowsPerUnit?: number;
  /** Of `'rows'`: the highest weight; 54 by default. */
  readonly cap?: number;
  /** Of `'temperature'`: 1 draws in proportion to rows, 100 nearly all alike. */
  readonly temperature?: number;
  /** Of `'temperature'`: the weight of the smallest config, 1 by default; the higher, the less is lost by rounding. */
  readonly least?: number;
  /** Weights by name of config, in place of what the rule says. */
  readonly byHand?: Readonly<Record<string, number>>;
}

/** A checked rule, defaults filled in. */
export type WeightRule = { readonly byHand: Readonly<Record<string, number>> } & (
  | { readonly rule: 'shards' | 'equal' }
  | { readonly rule: 'rows'; readonly rowsPerUnit: number; readonly cap: number }
  | { readonly rule: 'temperature'; readonly temperature: number; readonly least: number }
);

const RULES = ['shards', 'equal', 'rows', 'temperature'] as const;

/** The rule of a pipeline that says nothing of weights. */
export const EACH_SHARD: WeightRule = { rule: 'shards', byHand: {} };

// Near what the first list of the original trainers has; see docs/pipeline.md.
const DEFAULT_ROWS_PER_UNIT = 17_500;
// The highest weight in that list: all its files above a million rows have it.
const DEFAULT_CAP = 54;
// Trainers hold a list with an entry for each unit of weight.
const MOST_WEIGHT = 1_000_000;
// At 100, a million times the rows are drawn 1.15 times as often.
const MOST_TEMPERATURE = 100;

const weight = wholeFrom(1, MOST_WEIGHT);

const weights: Reader<Readonly<Record<string, number>>> = (value, at, fault) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return fault(at, 'expected object');
  const read = ([config, given]: [string, unknown]) => [config, weight(given, `${at}.${config}`, fault)];
  // Where there was a fault, nobody gets to see the values.
  return Object.fromEntries(Object.entries(value).map(read)) as Record<string, number>;
};

const byHand = absentAs(weights, {});

const ruleName = absentAs(oneOf(...RULES), 'shards');

const READERS: Readonly<Record<(typeof RULES)[number], Reader<WeightRule>>> = {
  shards: parts({ rule: absentAs(oneOf('shards'), 'shards'), byHand }),
  equal: parts({ rule: oneOf('equal'), byHand }),
  rows: parts({
    rule: oneOf('rows'),
    rowsPerUnit: absentAs(wholeFrom(1), DEFAULT_ROWS_PER_UNIT),
    cap: absentAs(weight, DEFAULT_CAP),
    byHand,
  }),
  temperature: parts({
    rule: oneOf('temperature'),
    temperature: numberFrom(1, MOST_TEMPERATURE),
    least: absentAs(weight, 1),
    byHand,
  }),
};

/** Reads what a pipeline says of weights. */
export const weightRule: Reader<WeightRule> = (value, at, fault) => {
  const named = typeof value === 'object' && value !== null && 'rule' in value ? value.rule : undefined;
  const rule = ruleName(named, `${at}.rule`, fault);
  return rule === undefined ? undefined : READERS[rule](value, at, fault);
};
