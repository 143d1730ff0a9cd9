import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { configWeights, mixGroups, type SiteRows, shardWeights } from '../src/mix.ts';
import type { WeightRule } from '../src/weight-rule.ts';

const BY_SITE = { by: 'site' } as const;
const POOLED = { by: 'site', pool: { below: 10_000, name: 'small-sites' } } as const;
const ROWS: WeightRule = { rule: 'rows', rowsPerUnit: 17_500, cap: 54, byHand: {} };
const EQUAL: WeightRule = { rule: 'equal', byHand: {} };
const SHARDS: WeightRule = { rule: 'shards', byHand: {} };
const warm = (temperature: number, least = 1): WeightRule => ({ rule: 'temperature', temperature, least, byHand: {} });

/** Train rows of sites under one kind. */
const counts = (recipe: string, rows: Readonly<Record<string, number>>): SiteRows[] =>
  Object.entries(rows).map(([site, train]) => ({ recipe, site, rows: { train } }));

const configsOf = (...args: Parameters<typeof mixGroups>) => mixGroups(...args).map(({ config }) => config);

/** Weights of configs that have these train rows, in one shard each. */
const weightsOf = (rows: readonly number[], rule: WeightRule) => [
  ...configWeights(
    rows.map((count, index) => ({ config: `c${index}`, rows: count, shards: 1 })),
    rule,
  ).values(),
];

/** Weights of the shards of configs, each a list of rows. */
function spreadOf(configs: Readonly<Record<string, readonly number[]>>, rule: WeightRule): Record<string, number[]> {
  const shards = Object.entries(configs).flatMap(([config, rows]) => rows.map((count) => ({ config, rows: count })));
  const weights = shardWeights(shards, rule);
  const of = (config: string) => weights.filter((_, index) => shards[index]!.config === config);
  return Object.fromEntries(Object.keys(configs).map((config) => [config, of(config)]));
}

/** Whole numbers below `below` that look like chance, the same each time. */
function* chance(below: number): Generator<number, never> {
  for (let state = 1; ; state = (state * 48271) % 0x7fffffff) yield state % below;
}

describe('by kind', () => {
  const rows = [...counts('title-body', { 'b.com': 5, 'a.com': 0 }), ...counts('title-title', { 'b.com': 1 })];

  test('there is a config for each, with all its sites by name', () => {
    expect(mixGroups(['title-body', 'title-title'], rows, { by: 'kind' })).toEqual([
      { config: 'title-body', recipe: 'title-body', sites: ['a.com', 'b.com'] },
      { config: 'title-title', recipe: 'title-title', sites: ['b.com'] },
    ]);
  });

  test('one without a row is there as well', () => {
    expect(mixGroups(['title-body'], [], { by: 'kind' })).toEqual([
      { config: 'title-body', recipe: 'title-body', sites: [] },
    ]);
  });
});

describe('by site', () => {
  test('there is a config for each site and kind that has rows', () => {
    const rows = [...counts('title-body', { 'a.com': 3, 'b.com': 0 }), ...counts('title-title', { 'b.com': 1 })];
    expect(configsOf(['title-title', 'title-body'], rows, BY_SITE)).toEqual(['title-title.b.com', 'title-body.a.com']);
  });

  test('one whose rows are all held out is there', () => {
    const rows = [{ recipe: 'title-body', site: 'a.com', rows: { test: 2 } }];
    expect(configsOf(['title-body'], rows, BY_SITE)).toEqual(['title-body.a.com']);
    expect(configsOf(['title-body'], rows, POOLED)).toEqual(['title-body.small-sites']);
  });

  test('a site of several files is one', () => {
    const rows = [...counts('title-body', { 'a.com': 6_000 }), ...counts('title-body', { 'a.com': 4_000 })];
    expect(configsOf(['title-body'], rows, POOLED)).toEqual(['title-body.a.com']);
  });
});

describe('small sites', () => {
  const rows = [
    ...counts('title-body', { 'large.com': 10_000, 'small.com': 9_999, 'tiny.com': 1, 'none.com': 0 }),
    ...counts('title-title', { 'large.com': 9_000 }),
  ];

  test('of a kind share a config', () => {
    expect(mixGroups(['title-body', 'title-title'], rows, POOLED)).toEqual([
      { config: 'title-body.large.com', recipe: 'title-body', sites: ['large.com'] },
      { config: 'title-body.small-sites', recipe: 'title-body', sites: ['small.com', 'tiny.com'] },
      { config: 'title-title.small-sites', recipe: 'title-title', sites: ['large.com'] },
    ]);
  });

  test('are told by their train rows alone', () => {
    const held = [{ recipe: 'title-body', site: 'a.com', rows: { train: 9_999, validation: 500, test: 500 } }];
    expect(configsOf(['title-body'], held, POOLED)).toEqual(['title-body.small-sites']);
  });

  test('have no config where there are none', () => {
    expect(configsOf(['title-body'], counts('title-body', { 'a.com': 10_000 }), POOLED)).toEqual(['title-body.a.com']);
  });

  test('are the same in whatever order they were counted', () => {
    const next = chance(rows.length);
    for (let turn = 0; turn < 50; turn += 1) {
      const shuffled = rows.map((row) => ({ row, at: next.next().value })).sort((a, b) => a.at - b.at);
      const kinds = ['title-body', 'title-title'];
      expect(
        mixGroups(
          kinds,
          shuffled.map(({ row }) => row),
          POOLED,
        ),
      ).toEqual(mixGroups(kinds, rows, POOLED));
    }
  });
});

describe('names of configs', () => {
  const nameOf = (site: string) => configsOf(['title-body'], counts('title-body', { [site]: 1 }), BY_SITE)[0];

  test.each([
    ['beer.stackexchange.com', 'title-body.beer.stackexchange.com'],
    ['bicycles.meta.stackexchange.com', 'title-body.bicycles.meta.stackexchange.com'],
    ['mathoverflow.net', 'title-body.mathoverflow.net'],
    ['my dump', 'title-body.my_20_dump_'],
    ['Beer', 'title-body._42_eer_'],
    ['a/b\\c:d*e?', 'title-body.a_2f_b_5c_c_3a_d_2a_e_3f__'],
    ['..', 'title-body..._'],
    ['ends.in.a.dot.', 'title-body.ends.in.a.dot._'],
    ['пиво', 'title-body._43f__438__432__43e__'],
    ['😀', 'title-body._1f600__'],
    ['a_b', 'title-body.a_5f_b_'],
    ['small-sites', 'title-body.small-sites_'],
    ['beer.com-provenance', 'title-body.beer.com-provenance_'],
    ['', 'title-body._'],
  ])('%s is %s', (site, config) => {
    expect(nameOf(site)).toBe(config);
  });

  test('are of one site each, even where case does not count', () => {
    const letters = ['a', 'A', '.', '-', '_', ' ', 'ä', '4', '1'];
    const pairs = letters.flatMap((a) => letters.map((b) => a + b));
    const sites = [...letters, ...pairs, ...pairs.flatMap((pair) => letters.map((c) => pair + c)), '_41_', 'a_41_.a'];
    const names = sites.map((site) => nameOf(site)!.toLowerCase());
    expect(new Set(names).size).toBe(sites.length);
    expect(names.filter((name) => !/^title-body\.[a-z0-9._-]*$/.test(name))).toEqual([]);
  });
});

describe('weights of configs', () => {
  test('by rows are rounded up, and capped', () => {
    expect(weightsOf([1, 17_500, 17_501, 35_000, 927_500, 927_501, 945_000, 945_001, 5_000_000_000], ROWS)).toEqual([
      1, 1, 2, 2, 53, 54, 54, 54, 54,
    ]);
  });

  test('by rows give the largest sites what the original trainers gave them', () => {
    // Stack Overflow, Mathematics and Skeptics in the list of 116 entries.
    expect(weightsOf([18_562_443, 1_338_443, 10_009], ROWS)).toEqual([54, 54, 1]);
  });

  test('by temperature start at 1 with the smallest', () => {
    const rows = [10_000, 40_000, 1_000_000];
    expect(weightsOf(rows, warm(1))).toEqual([1, 4, 100]);
    expect(weightsOf(rows, warm(2))).toEqual([1, 2, 10]);
    expect(weightsOf(rows, warm(100))).toEqual([1, 1, 1]);
  });

  test('by temperature are rounded', () => {
    expect(weightsOf([100, 224, 226], warm(2))).toEqual([1, 1, 2]);
    expect(weightsOf([100, 224, 226], warm(2, 100))).toEqual([100, 150, 150]);
    expect(weightsOf([100, 50, 1], warm(5, 3))).toEqual([8, 7, 3]);
  });

  test('by temperature do not go by a config that is weighed by hand', () => {
    expect(weightsOf([1, 100, 400], { ...warm(1), byHand: { c0: 9 } })).toEqual([9, 1, 4]);
  });

  test('by hand stand in place of the rule', () => {
    expect(weightsOf([70_000, 70_000], { ...ROWS, byHand: { c1: 1 } })).toEqual([4, 1]);
    expect(weightsOf([5], { ...EQUAL, byHand: { c0: 3 } })).toEqual([3]);
  });

  test('by hand for no config of this build count for nothing', () => {
    expect(weightsOf([5, 7], { ...EQUAL, byHand: { other: 3 } })).toEqual([1, 1]);
  });

  test.each(['constructor', 'toString', '__proto__'])('are those of the rule for a config called %s', (config) => {
    expect([...configWeights([{ config, rows: 1, shards: 1 }], EQUAL).values()]).toEqual([1]);
  });

  test('of nothing are none', () => {
    expect(weightsOf([], ROWS)).toEqual([]);
    expect(shardWeights([], warm(2))).toEqual([]);
  });
});

describe('weights of shards', () => {
  test('are 1 each where a pipeline says nothing', () => {
    expect(spreadOf({ a: [500, 500, 3], b: [9] }, SHARDS)).toEqual({ a: [1, 1, 1], b: [1] });
  });

  test('add up to the weight of their config', () => {
    expect(spreadOf({ a: [500_000, 500_000, 338_443], b: [10_000] }, ROWS)).toEqual({ a: [20, 20, 14], b: [1] });
  });

  test('go by largest remainder, the earlier first', () => {
    expect(spreadOf({ a: [100, 100, 100] }, { ...EQUAL, byHand: { a: 5 } })).toEqual({ a: [2, 2, 1] });
    expect(spreadOf({ a: [60, 100, 100] }, { ...EQUAL, byHand: { a: 5 } })).toEqual({ a: [1, 2, 2] });
  });

  test('are 1 at least, and the others share the rest', () => {
    expect(spreadOf({ a: [1, 1000, 1, 1000, 1] }, { ...EQUAL, byHand: { a: 9 } })).toEqual({ a: [1, 3, 1, 3, 1] });
  });

  test('are all multiplied where a config has more shards than weight', () => {
    expect(spreadOf({ a: [10, 10, 10], b: [10] }, EQUAL)).toEqual({ a: [1, 1, 1], b: [3] });
    expect(spreadOf({ a: [10, 10, 10], b: [10] }, { ...EQUAL, byHand: { a: 2, b: 5 } })).toEqual({
      a: [2, 1, 1],
      b: [10],
    });
  });

  test('do not depend on how the shards of configs are mixed', () => {
    const shards = [
      { config: 'a', rows: 10 },
      { config: 'b', rows: 7 },
      { config: 'a', rows: 30 },
    ];
    expect(shardWeights(shards, { ...EQUAL, byHand: { a: 4 } })).toEqual([1, 1, 3]);
  });

  test('add up, are whole and at least 1, and are off by less than 1 where all are due 1, whatever the rows', () => {
    const next = chance(1000);
    const some = () => next.next().value;
    for (let turn = 0; turn < 300; turn += 1) {
      const rows = Array.from({ length: 1 + (some() % 40) }, () => 1 + some() * (some() % 500));
      const weight = 1 + some();
      const { a } = spreadOf({ a: rows, b: [1] }, { ...EQUAL, byHand: { a: weight } }) as { a: number[] };
      const total = weight * Math.max(1, Math.ceil(rows.length / weight));
      expect(a.reduce((sum, share) => sum + share, 0)).toBe(total);
      expect(a.every((share) => Number.isInteger(share) && share >= 1)).toBe(true);
      const due = rows.map((count) => (total * count) / rows.reduce((sum, one) => sum + one, 0));
      if (due.some((share) => share < 1)) continue;
      expect(a.every((share, index) => Math.abs(share - due[index]!) < 1)).toBe(true);
    }
  });

  test('are found at once for a hundred thousand shards', () => {
    const weights = shardWeights(
      Array.from({ length: 100_000 }, () => ({ config: 'a', rows: 100 })),
      EQUAL,
    );
    expect(weights.every((weight) => weight === 1)).toBe(true);
  });
});

test('the worked example in the documentation is what the rules give', () => {
  const page = readFileSync(new URL('../docs/pipeline.md', import.meta.url), 'utf8');
  const lines = [...page.matchAll(/^\| [a-z.-]+ +\| +([\d,]+)((?: \| +\d+ \([\d.]+ %\)){4}) \|$/gm)];
  const configs = lines.map(([, rows], index) => {
    const count = Number(rows!.replaceAll(',', ''));
    return { config: `c${index}`, rows: count, shards: Math.ceil(count / 500_000) };
  });
  expect(configs.length).toBe(8);
  const columns = [SHARDS, ROWS, warm(2), warm(5)].map((rule) => [...configWeights(configs, rule).values()]);
  for (const [index, [, , cells]] of lines.entries()) {
    const shown = columns.map((weights) => {
      const share = (100 * weights[index]!) / weights.reduce((total, weight) => total + weight, 0);
      return `${weights[index]} (${share.toFixed(1)} %)`;
    });
    expect([...cells!.matchAll(/\d+ \([\d.]+ %\)/g)].map(([cell]) => cell)).toEqual(shown);
  }
});
