// Whole evaluations: words and vectors on small sets, hostile texts on the page, and models that misbehave.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Encoder, FindNearest } from '../../src/encoder.ts';
import { evaluate } from '../../src/evaluate.ts';
import { testFolder } from '../build/dataset.ts';

const root = testFolder();
const HOSTILE = '<script>alert(1)</script> "\u202e';

function writeSet(name: string, documents: readonly string[], queries: readonly string[]): string {
  const folder = join(root, name);
  mkdirSync(join(folder, 'qrels'), { recursive: true });
  const rows = (prefix: string, texts: readonly string[]) =>
    texts.map((text, i) => JSON.stringify({ _id: `${prefix}${i}`, text })).join('\n');
  writeFileSync(join(folder, 'corpus.jsonl'), rows('d', documents));
  writeFileSync(join(folder, 'queries.jsonl'), rows('q', queries));
  const judgements = queries.map((_, i) => `q${i}\td${i}\t1\n`).join('');
  writeFileSync(join(folder, 'qrels', 'test.tsv'), `query-id\tcorpus-id\tscore\n${judgements}`);
  return folder;
}

/** Counts of the first letters of the alphabet, normalised. */
function letters(overrides: Partial<Encoder> = {}): Encoder {
  const dimensions = 8;
  const vectorOf = (text: string) => {
    const counts = Array.from(
      { length: dimensions },
      (_, i) => 0.01 + text.split(String.fromCharCode(97 + i)).length - 1,
    );
    const length = Math.hypot(...counts);
    return counts.map((count) => count / length);
  };
  const encode = async (texts: readonly string[]) => Float32Array.from(texts.flatMap(vectorOf));
  return { name: 'letters', dimensions, encode, close: async () => {}, ...overrides };
}

const findNearest: FindNearest = async ({ queries, documents, k }) => {
  const [ids, scores] = [new Uint32Array(queries.count * k), new Float32Array(queries.count * k)];
  const { dimensions: width } = queries;
  for (let q = 0; q < queries.count; q++) {
    const all = Array.from({ length: documents.count }, (_, d) => {
      let score = 0;
      for (let i = 0; i < width; i++) score += queries.data[q * width + i]! * documents.data[d * width + i]!;
      return { d, score };
    }).sort((a, b) => b.score - a.score || a.d - b.d);
    for (let i = 0; i < k; i++) [ids[q * k + i], scores[q * k + i]] = [all[i]!.d, all[i]!.score];
  }
  return { queries: queries.count, k, ids, scores };
};

const set = writeSet('small', [`aaa beer ${HOSTILE}`, 'bbb wine', 'ccc water'], ['beer', 'bbb', 'ccc <b>"']);
const common = { findNearest, threads: 0, now: () => 0 };

test('models are compared item by item, and the page and files are safe and whole', async () => {
  const out = join(root, 'results');
  const models = [{ name: 'bm25' }, { name: 'org/letters', encoder: letters() }];
  const [result] = await evaluate({ ...common, sets: [set], models, out });
  const [words, vectors] = result!.outcomes;
  expect(words!.scores).toMatchObject({ ndcg_at_10: 1, mrr_at_10: 1, accuracy_at_1: 1 });
  expect(vectors!.n).toBe(3);
  const { wins, losses, draws, difference } = result!.comparisons[0]!;
  expect(wins! + losses! + draws!).toBe(3);
  expect(difference).toBeCloseTo(vectors!.scores.ndcg_at_10! - 1, 12);
  const page = readFileSync(join(out, 'evaluation.html'), 'utf8');
  expect(page).not.toMatch(/<script|<b>|\u202e/);
  const file = JSON.parse(readFileSync(join(out, 'org__letters', 'local', 'small.json'), 'utf8'));
  expect(file).toMatchObject({
    task_name: 'small',
    scores: { test: [{ main_score: vectors!.scores.ndcg_at_10, hf_subset: 'default' }] },
  });
  expect(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')).sets[0].models).toHaveLength(2);
});

test.each([
  [['bm25', 'letters'], 'bm25 · letters'],
  [['bm25', `onnx:/models/${'long/'.repeat(12)}`], '2 models on 1 set'],
])('the page of %j begins with what fits a headline', async (names, headline) => {
  const out = join(root, 'headline');
  const models = names.map((name) => (name === 'bm25' ? { name } : { name, encoder: letters() }));
  await evaluate({ ...common, sets: [set], models, out });
  expect(readFileSync(join(out, 'evaluation.html'), 'utf8')).toContain(`<h1>${headline}</h1>`);
});

test('an empty set has no figures, and no end of anything', async () => {
  const empty = writeSet('empty', [], []);
  const out = join(root, 'empty-results');
  const [result] = await evaluate({
    ...common,
    sets: [empty],
    models: [{ name: 'bm25' }, { name: 'v', encoder: letters() }],
    out,
  });
  expect(result!.outcomes).toEqual([]);
  expect(JSON.parse(readFileSync(join(out, 'results.json'), 'utf8')).sets[0]).toMatchObject({
    name: 'empty',
    models: [],
  });
  expect(readFileSync(join(out, 'evaluation.html'), 'utf8')).toContain('There are no queries in it');
});

test.each(['data', 'data/deep/down', 'provenance', 'evaluation/own', '.work'])(
  'results are not written to %s of a dataset',
  async (place) => {
    const dataset = join(root, 'dataset');
    mkdirSync(dataset, { recursive: true });
    writeFileSync(join(dataset, 'manifest.json'), '{}');
    const evaluated = evaluate({ ...common, sets: [set], models: [{ name: 'bm25' }], out: join(dataset, place) });
    await expect(evaluated).rejects.toThrow(/among the files of a dataset/);
    await evaluate({ ...common, sets: [set], models: [{ name: 'bm25' }], out: join(dataset, 'results') });
    expect(existsSync(join(dataset, 'results', 'results.json'))).toBe(true);
  },
);

test.each<[string, Partial<Encoder>, RegExp]>([
  [
    'of no numbers',
    { encode: async (texts) => new Float32Array(texts.length * 8).fill(Number.NaN) },
    /document d0: .*finite/,
  ],
  [
    'of another length',
    { encode: async (texts) => new Float32Array(texts.length * 7) },
    /expected 3 of 8 numbers, found 21 numbers/,
  ],
])('vectors %s are an error with their place', async (_, overrides, message) => {
  const models = [{ name: 'bad', encoder: letters(overrides) }];
  await expect(evaluate({ ...common, sets: [set], models })).rejects.toThrow(message);
});

test('queries that a list calls contaminated are left out beside the raw figures', async () => {
  const folder = writeSet('known', ['a', 'b'], ['a', 'nothing']);
  writeFileSync(join(folder, 'contaminated.json'), '{"queries":["q0"]}');
  const [result] = await evaluate({ ...common, sets: [folder], models: [{ name: 'bm25' }] });
  expect(result!.outcomes[0]).toMatchObject({
    n: 2,
    scores: { ndcg_at_10: 0.5 },
    clean: { n: 1, scores: { ndcg_at_10: 0 } },
  });
});

test('where all queries are contaminated there are no figures beside the raw ones', async () => {
  const folder = writeSet('all-known', ['a', 'b'], ['a', 'nothing']);
  writeFileSync(join(folder, 'contaminated.json'), '["q0","q1"]');
  const [result] = await evaluate({ ...common, sets: [folder], models: [{ name: 'bm25' }] });
  expect(result!.outcomes[0]).toMatchObject({ n: 2, clean: { n: 0, scores: {} } });
});

test('two models of one name are wrong usage', async () => {
  const models = [{ name: 'bm25' }, { name: 'bm25' }];
  await expect(evaluate({ ...common, sets: [set], models })).rejects.toThrow(/two models have the same name/);
});
