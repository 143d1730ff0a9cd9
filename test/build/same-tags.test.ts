// Hard negatives with the same tags: whole builds of them.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../src/manifest.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, digestsOf, type Options, rowsIn, testFolder } from './dataset.ts';
import { type Question, writeDump } from './dump.ts';

const root = testFolder();
const SAME_TAGS = fileURLToPath(new URL('same-tags-pipeline.ts', import.meta.url));
const TAGS = [['lamp'], ['lamp', 'oil'], ['oil', 'lamp'], ['wick'], []];

/** Of lanterns many with each tags, of which one repeats another; of bells one with tags that lanterns have as well. */
const lanterns = Array.from({ length: 200 }, (_, i): Question => ({ id: i + 1, tags: TAGS[i % TAGS.length]! }));
const only: Question = { id: 900, tags: ['candle'] };
const twins: Question[] = [901, 902].map((id) => ({ id, tags: ['twin'], title: 'The very same?', body: 'The same.' }));
const bells: Question[] = [
  { id: 1, tags: ['lamp'] },
  { id: 2, tags: ['bell'] },
];
const sites = { lanterns: [...lanterns, only, ...twins], bells };

let manifest: Manifest;
const out = join(root, 'built');
const build = (name: string, options: Options = {}) =>
  buildFrom([writeDump(join(root, 'dump'), sites)], join(root, name), { pipeline: SAME_TAGS, ...options });

beforeAll(async () => {
  manifest = await build('built');
});

const tagsOf = new Map(lanterns.map(({ id, tags }) => [id, tags!.join()]));

test('each question stands beside another of its site with the very same tags, on its side of the split', () => {
  const rows = rowsIn(out);
  const sides = new Map(rows.map(({ split, provenance }) => [provenance.questionId, split]));
  for (const { split, texts, provenance } of rows) {
    const [question, other] = provenance.posts;
    expect([provenance.site, question!.role, other!.role]).toEqual(['lanterns', 'question', 'negative']);
    expect(other!.id).not.toBe(question!.id);
    expect(tagsOf.get(other!.id)).toBe(tagsOf.get(question!.id));
    expect(sides.get(other!.id)).toBe(split);
    expect(texts.other_body).toContain(`number ${other!.id} `);
  }
});

test('every question is somebody else’s negative once', () => {
  const rows = rowsIn(out);
  const others = rows.map(({ provenance }) => provenance.posts[1]!.id);
  expect(new Set(others).size).toBe(rows.length);
});

test('a question without tags, alone with them or asked word for word again has none', () => {
  const dropped = Object.fromEntries(manifest.books.map(({ file, dropped }) => [file, dropped]));
  expect(Object.keys(dropped)).toHaveLength(2);
  expect(manifest.books.map(({ rows, dropped }) => [rows, dropped])).toEqual([
    [2, { no_question_with_same_tags: 2 }],
    [203, { no_tags: 40, no_question_with_same_tags: 3 }],
  ]);
});

test('the build is whole', async () => {
  expect((await verify(out)).faults).toEqual([]);
});

test.each<[string, Options]>([
  ['threads', { threads: 2 }],
  ['JavaScript', { kernel: 'js' }],
  [
    'small units',
    {
      tuning: {
        unitBytes: 8_000,
        unitPosts: 20,
        layout: { sides: { train: 9, validation: 1, test: 5 }, fingerprints: 4, bands: 0 },
      },
    },
  ],
  [
    'other partitions',
    { tuning: { layout: { sides: { train: 5, validation: 1, test: 3 }, fingerprints: 4, bands: 0 } } },
  ],
])('the bytes are the same with %s', async (name, options) => {
  await build(name, options);
  expect(digestsOf(join(root, name))).toEqual(digestsOf(out));
});
