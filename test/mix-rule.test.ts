import { describe, expect, test } from 'vitest';
import { titleBody } from '../src/clean/index.ts';
import type { StackpairsError } from '../src/errors.ts';
import { type MixDefinition, mixRule, weightsOf } from '../src/mix-rule.ts';
import { canonicalJson, definePipeline, describePipeline } from '../src/pipeline.ts';
import { readDefinition } from '../src/read-definition.ts';

const read = (mix: unknown) => readDefinition(mix, mixRule);
const define = (mix: MixDefinition) => definePipeline({ name: 'small', pairs: [titleBody()], mix });
const definitionOf = (mix: MixDefinition) => ({ definition: canonicalJson(describePipeline(define(mix))) });

/** The lines of the error, but the first. */
function faults(mix: unknown): string[] {
  try {
    define(mix as MixDefinition);
  } catch (error) {
    expect(error).toMatchObject({ code: 'bad_pipeline' });
    return (error as StackpairsError).message.split('\n').slice(1);
  }
  throw new Error('the mix was taken');
}

const poolFault = [
  '✖ expected lower-case letters and digits, with single hyphens between them',
  '  → at mix.pool.name',
];
const temperatureFault = ['✖ expected a number from 1 to 100', '  → at mix.weights.temperature'];

describe('each fault is one sentence and its place', () => {
  test.each<[string, unknown, string[]]>([
    ['by something else', { by: 'tag' }, ['✖ expected "kind" or "site"', '  → at mix.by']],
    ['a pool of kinds', { pool: { below: 10 } }, ['✖ expected by: "site" beside it', '  → at mix.pool']],
    [
      'a pool of no site',
      { by: 'site', pool: { below: 0 } },
      [expect.stringContaining('at least 1'), expect.anything()],
    ],
    ['a pool by number', { by: 'site', pool: 10_000 }, ['✖ expected object', '  → at mix.pool']],
    ['a pool with the name of a path', { by: 'site', pool: { name: '../up' } }, poolFault],
    ['a pool with the name of a site', { by: 'site', pool: { name: 'beer.stackexchange.com' } }, poolFault],
    ['a pool with the name of provenance', { by: 'site', pool: { name: 'x-provenance' } }, poolFault],
    ['weights by number', { weights: 7 }, ['✖ expected object', '  → at mix.weights']],
    [
      'no rule of ours',
      { weights: { rule: 'log' } },
      [expect.stringContaining('"temperature"'), '  → at mix.weights.rule'],
    ],
    ['a key of another rule', { weights: { rule: 'equal', cap: 9 } }, ['✖ unknown key "cap"', '  → at mix.weights']],
    [
      'a key of a rule not named',
      { weights: { temperature: 2 } },
      ['✖ unknown key "temperature"', '  → at mix.weights'],
    ],
    ['no temperature', { weights: { rule: 'temperature' } }, temperatureFault],
    ['a temperature below 1', { weights: { rule: 'temperature', temperature: 0.3 } }, temperatureFault],
    ['a temperature that is none', { weights: { rule: 'temperature', temperature: Number.NaN } }, temperatureFault],
    [
      'no rows a unit',
      { weights: { rule: 'rows', rowsPerUnit: 0 } },
      ['✖ expected a whole number of at least 1', '  → at mix.weights.rowsPerUnit'],
    ],
    ['a cap of 0', { weights: { rule: 'rows', cap: 0 } }, [expect.anything(), '  → at mix.weights.cap']],
    ['half a weight', { weights: { byHand: { a: 0.5 } } }, [expect.anything(), '  → at mix.weights.byHand.a']],
    ['a weight of 0', { weights: { byHand: { a: 0 } } }, [expect.anything(), '  → at mix.weights.byHand.a']],
    ['weights in a list', { weights: { byHand: [1] } }, ['✖ expected object', '  → at mix.weights.byHand']],
  ])('%s', (_, mix, lines) => {
    expect(faults(mix)).toEqual(lines);
  });
});

test('what is not said has its default', () => {
  expect(read({})).toEqual({ by: 'kind', weights: { rule: 'shards', byHand: {} } });
  expect(read({ by: 'site', pool: {}, weights: { rule: 'rows' } })).toEqual({
    by: 'site',
    pool: { below: 10_000, name: 'small-sites' },
    weights: { rule: 'rows', rowsPerUnit: 17_500, cap: 54, byHand: {} },
  });
});

test.each<MixDefinition>([
  {},
  { by: 'site', pool: { below: 7, name: 'few' }, weights: { rule: 'equal', byHand: { a: 3 } } },
  { weights: { rule: 'temperature', temperature: 3.5, least: 10 } },
])('what was read is read as the same again: %j', (mix) => {
  expect(read(JSON.parse(JSON.stringify(read(mix))))).toEqual(read(mix));
});

describe('a weight by hand', () => {
  test.each<[string, MixDefinition, string]>([
    ['of another kind', { weights: { byHand: { 'title-bdoy': 2 } } }, 'expected title-body, found title-bdoy'],
    [
      'of a kind where configs are by site',
      { by: 'site', weights: { byHand: { 'title-body': 2 } } },
      'expected title-body.<site>, found title-body',
    ],
    ['of a site without a name', { by: 'site', weights: { byHand: { 'title-body.': 2 } } }, 'found title-body.'],
    [
      'of a site where configs are by kind',
      { weights: { byHand: { 'title-body.beer.stackexchange.com': 2 } } },
      'expected title-body, found title-body.beer',
    ],
  ])('%s is told before anything is built', (_, mix, words) => {
    expect(() => define(mix)).toThrow(
      expect.objectContaining({ code: 'bad_pipeline', message: expect.stringContaining(words) }),
    );
  });

  test('may be of a site that this dump does not have', () => {
    const byHand = { 'title-body.beer.stackexchange.com': 2 };
    expect(define({ by: 'site', weights: { byHand } }).mix.weights.byHand).toEqual(byHand);
  });
});

test('by site, a kind has no dot in its name: two configs could be called the same', () => {
  const pairs = [Object.freeze({ ...titleBody(), recipe: 'a.b' })];
  const named = (mix: MixDefinition) => definePipeline({ name: 'small', pairs, mix });
  expect(() => named({ by: 'site' })).toThrow(/^mix\.by: .*without a dot in their names, found a\.b$/);
  expect(named({ by: 'kind' }).mix.by).toBe('kind');
});

test('a pipeline has its mix frozen and in its definition', () => {
  const { mix } = define({ weights: { byHand: { 'title-body': 2 } } });
  expect([mix, mix.weights, mix.weights.byHand].every(Object.isFrozen)).toBe(true);
  expect(describePipeline(define({ by: 'site' }))).toMatchObject({ mix: { by: 'site' } });
});

describe('the weights of a definition', () => {
  test('are those that the pipeline asks for', () => {
    const weights = { rule: 'temperature', temperature: 2, least: 5 } as const;
    expect(weightsOf(definitionOf({ weights }))).toEqual({ ...weights, byHand: {} });
  });

  test.each([
    '{"name":"old"}',
    '{"mix":{"by":"tag"}}',
    '{"mix":7}',
    '{"mix":{"weights":{"rule":"rows","cap":0}}}',
    '{',
    '7',
    'null',
  ])('are one a shard where it is %s', (definition) => {
    expect(weightsOf({ definition })).toEqual({ rule: 'shards', byHand: {} });
  });
});
