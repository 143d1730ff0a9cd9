import { describe, expect, test } from 'vitest';
import { length, score, squeeze, titleBody } from '../src/clean/index.ts';
import { configsOf } from '../src/config-rules.ts';
import { StackpairsError } from '../src/errors.ts';
import { canonicalJson, definePipeline, describePipeline, type PipelineDefinition } from '../src/pipeline.ts';

const define = (parts: object = {}) =>
  definePipeline({ name: 'small', pairs: [titleBody()], ...parts } as PipelineDefinition);

/** The lines of the error, but the first. */
function faults(parts: object): string[] {
  try {
    define(parts);
  } catch (error) {
    expect(error).toBeInstanceOf(StackpairsError);
    expect(error).toMatchObject({ code: 'bad_pipeline' });
    const [first, ...rest] = (error as StackpairsError).message.split('\n');
    expect(first).toBe('the pipeline cannot be used:');
    return rest;
  }
  throw new Error('the pipeline was taken');
}

test.each([
  ['no recipe', [], 'none'],
  ['two of one name', [titleBody(), titleBody()], 'title-body, title-body'],
  ['a name that climbs', [{ ...titleBody(), name: '../up' }], '../up'],
  [
    'the name of what traces another',
    [titleBody(), { ...titleBody(), name: 'title-body-provenance' }],
    'title-body, title-body-provenance',
  ],
])('recipes that cannot be told apart are refused: %s', (_, pairs, found) => {
  expect(() => define({ pairs })).toThrow(
    `pairs: the recipes cannot be told apart; expected at least one, each with a name of its own such as title-body, found ${found}`,
  );
});

test('a recipe that reads a post by itself is alone', () => {
  const { join: _, ...own } = { ...titleBody(), name: 'own' };
  expect(define({ pairs: [own] }).recipes).toEqual([own]);
  expect(() => define({ pairs: [titleBody(), own] })).toThrow('pairs: recipe own stands alone');
});

test('a config without the text that copies are told by has its whole pairs compared', () => {
  const titles = { ...titleBody(), name: 'titles', columns: ['title', 'other_title'] };
  const near = { field: 'body', similarity: 0.8 };
  const [first, second] = configsOf(define({ pairs: [titleBody(), titles], dedupe: { exact: 'body', near } }));
  expect([first!.dedupe.exact, first!.dedupe.near?.field]).toEqual(['body', 'body']);
  expect([second!.dedupe.exact, second!.dedupe.near]).toEqual(['pair', undefined]);
});

test('what is not said has its default', () => {
  expect(define()).toMatchObject({
    fabricated: 'drop',
    keep: [],
    clean: [],
    dedupe: { exact: 'pair' },
    split: { validation: 0, test: 0 },
    shard: { rows: 500_000, order: 'shuffled', seed: 42 },
  });
});

test('part of a part may be said', () => {
  const { split, shard } = define({ split: { test: 0.1 }, shard: { seed: 7 } });
  expect([split, shard]).toEqual([
    { validation: 0, test: 0.1 },
    { rows: 500_000, order: 'shuffled', seed: 7 },
  ]);
});

describe('each fault is one sentence and its place', () => {
  test.each<[string, object, string[]]>([
    ['a name in other letters', { name: 'My Set' }, ['✖ expected snake_case', '  → at name']],
    ['a name that climbs', { name: '../up' }, ['✖ expected snake_case', '  → at name']],
    ['a recipe not called', { pairs: [titleBody] }, ['✖ expected a recipe such as titleBody()', '  → at pairs[0]']],
    ['half a recipe', { pairs: [{ recipe: 'x' }] }, ['✖ expected a recipe such as titleBody()', '  → at pairs[0]']],
    ['a step not called', { clean: [squeeze] }, ['✖ expected a step such as squeeze()', '  → at clean[0]']],
    ['a name of a step', { keep: ['score'] }, ['✖ expected a step such as score({ min: 0 })', '  → at keep[0]']],
    ['an unknown key', { piars: [] }, ['✖ unknown key "piars"']],
    [
      'another order',
      { shard: { order: 'sorted' } },
      ['✖ expected "shuffled" or "stable" or "seed-compat"', '  → at shard.order'],
    ],
    ['no rows', { shard: { rows: 0 } }, ['✖ expected a whole number of at least 1', '  → at shard.rows']],
    [
      'a seed below 0',
      { shard: { seed: -1 } },
      ['✖ expected a whole number from 0 to 4294967295', '  → at shard.seed'],
    ],
    ['a share above a half', { split: { test: 0.9 } }, ['✖ expected a number from 0 to 0.5', '  → at split.test']],
    ['a share in percent', { split: { test: '5%' } }, ['✖ expected a number from 0 to 0.5', '  → at split.test']],
    [
      'a day that is none',
      { split: { after: '2021-02-30' } },
      ['✖ expected a day such as "2020-01-31"', '  → at split.after'],
    ],
    [
      'a time',
      { split: { after: '2021-02-03T04:05:06' } },
      ['✖ expected a day such as "2020-01-31"', '  → at split.after'],
    ],
    ['half a row', { shard: { rows: 0.5 } }, ['✖ expected a whole number of at least 1', '  → at shard.rows']],
    ['no steps at all', { keep: null }, ['✖ expected a list', '  → at keep']],
    ['a hole among the steps', { clean: new Array(1) }, ['✖ expected a step such as squeeze()', '  → at clean[0]']],
    ['an unknown key of a part', { split: { tset: 0.1 } }, ['✖ unknown key "tset"', '  → at split']],
    ['dedupe by number', { dedupe: { exact: 7 } }, ['✖ expected the name of a column', '  → at dedupe.exact']],
    [
      'other rules of who stays',
      { dedupe: { keep: 'both' } },
      [expect.stringContaining('"votes"'), '  → at dedupe.keep'],
    ],
    [
      'near nothing',
      { dedupe: { near: { field: 'body' } } },
      ['✖ expected a number from 0 to 1', '  → at dedupe.near.similarity'],
    ],
    [
      'a similarity that all have',
      { dedupe: { near: { field: 'body', similarity: 0 } } },
      ['✖ expected a number above 0', '  → at dedupe.near.similarity'],
    ],
    [
      'bands without rows',
      { dedupe: { near: { field: 'body', similarity: 0.8, bands: 9 } } },
      ['✖ expected both bands and rows, or none', '  → at dedupe.near'],
    ],
    [
      'too many permutations',
      { dedupe: { near: { field: 'body', similarity: 0.8, bands: 200, rows: 9 } } },
      ['✖ expected bands * rows <= 1024', '  → at dedupe.near'],
    ],
    [
      'shingles of two kinds',
      { dedupe: { near: { field: 'body', similarity: 0.8, shingle: { words: 5, characters: 5 } } } },
      ['✖ expected either words or characters', '  → at dedupe.near.shingle'],
    ],
  ])('%s', (_, parts, lines) => {
    expect(faults(parts)).toEqual(lines);
  });

  test('and all of them are told at once', () => {
    expect(faults({ name: 'A', pairs: [7], shard: { rows: 0 } }).filter((line) => line.startsWith('✖'))).toHaveLength(
      3,
    );
  });

  test.each([undefined, null, 7, []])('nothing at all: %s', (given) => {
    expect(() => definePipeline(given as never)).toThrow('expected object');
  });
});

describe('a pipeline is frozen', () => {
  test('with every part', () => {
    const pipeline = define({ keep: [score({ min: 0 })], clean: [squeeze()] });
    const { keep, clean, dedupe, split, shard, recipes } = pipeline;
    expect([pipeline, keep, clean, dedupe, split, shard, recipes, recipes[0], keep[0]].every(Object.isFrozen)).toBe(
      true,
    );
  });

  test('and does not change with what it was made of', () => {
    const keep = [score({ min: 0 })];
    const split = { test: 0.1 };
    const pipeline = define({ keep, split });
    keep.push(score({ min: 9 }));
    split.test = 0.4;
    expect([pipeline.keep.length, pipeline.split.test]).toEqual([1, 0.1]);
  });

  test('while what it was made of is not', () => {
    const given = { keep: [score({ min: 0 })] };
    define(given);
    expect(Object.isFrozen(given.keep)).toBe(false);
  });
});

test('a pipeline described is plain data, steps by name and options', () => {
  const described = describePipeline(define({ keep: [score({ min: 0 })], clean: [length('title', { min: 5 })] }));
  expect(described).toEqual(structuredClone(described));
  expect(described).toMatchObject({
    pairs: [{ name: 'title-body', recipe: 'title-body', options: {} }],
    keep: [{ step: 'score', options: { min: 0 } }],
    clean: [{ step: 'length', options: { text: 'title', min: 5 } }],
  });
});

describe('canonical JSON', () => {
  test.each<[string, unknown, string]>([
    [
      'sorts keys at every depth',
      { b: { d: 1, c: 2 }, a: [{ f: 1, e: 2 }] },
      '{"a":[{"e":2,"f":1}],"b":{"c":2,"d":1}}',
    ],
    ['keeps the order of lists', [3, 1, 2], '[3,1,2]'],
    ['sorts by code units', { é: 1, z: 2, Z: 3 }, '{"Z":3,"z":2,"é":1}'],
    ['leaves out what is undefined', { a: undefined, b: null }, '{"b":null}'],
    ['has no white space', { a: [1, { b: ' ' }] }, '{"a":[1,{"b":" "}]}'],
  ])('%s', (_, value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  test('is the same for the same pipeline, however it was written', () => {
    const one = define({ shard: { rows: 9, seed: 1 }, keep: [score({ min: 0, max: 5 })] });
    const other = define({ keep: [score({ max: 5, min: 0 })], shard: { seed: 1, rows: 9 } });
    expect(canonicalJson(describePipeline(other))).toBe(canonicalJson(describePipeline(one)));
  });

  test('differs with the order of the steps', () => {
    const [a, b] = [score({ min: 0 }), score({ max: 9 })];
    const text = (keep: unknown[]) => canonicalJson(describePipeline(define({ keep })));
    expect(text([a, b])).not.toBe(text([b, a]));
  });
});

test.each([
  ['dedupe.exact', { exact: 'half' }],
  ['dedupe.near.field', { near: { field: 'half', similarity: 0.8 } }],
])('a column that the recipe does not have is named with those that it has: %s', (at, dedupe) => {
  expect(() => definePipeline({ name: 'small', pairs: [titleBody()], dedupe })).toThrow(
    `${at}, recipe title-body: no text to compare: half; expected title or body, found half`,
  );
});

test.each([
  { dedupe: { exact: 'pair' } },
  { dedupe: {} },
  { dedupe: { exact: 'off', near: { field: 'body', similarity: 0.8 } } },
  { dedupe: { exact: 'off' }, split: { test: 0.1 } },
] as const)('rows that may leave the order of the original data set are refused: %j', (parts) => {
  const define = () =>
    definePipeline({ name: 'small', pairs: [titleBody()], shard: { order: 'seed-compat' }, ...parts });
  expect(define).toThrow(
    /shard\.order: the order 'seed-compat' is of all rows together; expected titleBody\(\) alone, dedupe: \{ exact/,
  );
});
