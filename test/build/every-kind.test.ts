// The built-in pipeline of every kind, and the recipes of somebody's own that docs/recipes.md shows, in whole builds.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { pipelinePath } from '../../src/load-pipeline.ts';
import { balance } from '../../src/manifest.ts';
import { writeSample } from '../../src/sample/index.ts';
import { verify } from '../../src/verify.ts';
import { runCli } from '../cli/run-cli.ts';
import { buildFrom, digestsOf, rowsIn, testFolder } from './dataset.ts';

const DOCS = fileURLToPath(new URL('../../docs/recipes.md', import.meta.url));
const root = testFolder();
const dump = join(root, 'dump');

beforeAll(() => writeSample(dump, { bytes: 2_000_000, anomalies: 0.02 }));

describe('every-kind', () => {
  const configs = [
    'title-body',
    'title-answer',
    'title-body-answer',
    'best-worst-answers',
    'duplicates-title',
    'duplicates-body',
    'duplicates-title-body',
    'linked-title',
    'linked-negatives-title',
    'same-tag-negatives',
  ];

  test('makes a config of each kind; the books balance, and the build verifies', async () => {
    const out = join(root, 'every');
    const manifest = await buildFrom([dump], out, { pipeline: await pipelinePath('every-kind', '/') });
    expect(manifest.pipeline.name).toBe('stackexchange_every_kind');
    expect(manifest.configs.map(({ name }) => name)).toEqual(configs);
    expect(manifest.books.map(balance)).toEqual(manifest.books.map(() => 0));
    expect((await verify(out)).faults).toEqual([]);
  });

  test('runs by its name, in threads, to the same bytes', async () => {
    const out = join(root, 'by-name');
    const { code, stderr } = await runCli(['run', 'every-kind', '--dumps', dump, '--out', out, '--threads', '2']);
    expect(code, stderr).toBe(0);
    expect(digestsOf(out)).toEqual(digestsOf(join(root, 'every')));
  });

  test('its title-body config is that of the built-in title-body', async () => {
    const out = join(root, 'title-body');
    await buildFrom([dump], out, { pipeline: await pipelinePath('title-body', '/') });
    for (const kind of ['data', 'provenance']) {
      const alone = digestsOf(out, join(kind, 'title-body'));
      expect(Object.keys(alone).length).toBeGreaterThan(0);
      expect(digestsOf(join(root, 'every'), join(kind, 'title-body'))).toEqual(alone);
    }
  });

  test('holds answers to lengths of 20 to 4,096 characters', () => {
    const answers = rowsIn(join(root, 'every')).flatMap(({ texts }) =>
      Object.entries(texts).flatMap(([column, text]) => (column.endsWith('answer') ? [[...text].length] : [])),
    );
    expect(Math.min(...answers)).toBeGreaterThanOrEqual(20);
    expect(Math.max(...answers)).toBeLessThanOrEqual(4096);
  });
});

describe('docs/recipes.md', () => {
  const text = readFileSync(DOCS, 'utf8');

  test('has an example of own recipes that builds', async () => {
    const [, example] = /```ts\n([\s\S]*?)```/.exec(text)!;
    const path = join(root, 'mine.ts');
    writeFileSync(path, example!);
    const out = join(root, 'mine');
    const manifest = await buildFrom([dump], out, { pipeline: path });
    expect(manifest.configs).toMatchObject([
      { name: 'title-body' },
      { name: 'two-answers', columns: ['best_answer', 'second_answer'] },
      { name: 'duplicate-to-question', columns: ['title', 'question'] },
    ]);
    for (const { name } of manifest.configs) {
      const kept = manifest.books.filter(({ recipe }) => recipe === name).reduce((sum, book) => sum + book.kept, 0);
      expect(kept, name).toBeGreaterThan(0);
    }
    expect((await verify(out)).faults).toEqual([]);
  });

  test('names every reason that joining and linking gives', async () => {
    const { books } = await buildFrom([dump], join(root, 'every'), { pipeline: await pipelinePath('every-kind', '/') });
    const reasons = new Set(books.flatMap(({ dropped }) => Object.keys(dropped)));
    const own = [...reasons].filter((reason) =>
      /link|circle|also|left_out|best|margin|few_answers|no_question|not_an_answer/.test(reason),
    );
    expect(own.length).toBeGreaterThan(9);
    expect(own.filter((reason) => !text.includes(`\`${reason}\``))).toEqual([]);
  });
});
