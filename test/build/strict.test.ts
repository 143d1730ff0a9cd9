// The strict pipeline in whole builds: the same bytes however it is run, books that balance, and every filter at work.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { balance, type Manifest } from '../../src/manifest.ts';
import { writeSample } from '../../src/sample/index.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, digestsOf, rowsIn, testFolder } from './dataset.ts';
import { type Question, writeDump } from './dump.ts';

const STRICT = fileURLToPath(new URL('../../pipelines/title-body-strict.ts', import.meta.url));
const dumps = process.env.STACKPAIRS_DUMPS ?? '';
const root = testFolder();

const LINK = '<a href="https://lamps.example/">A long guide to the care of lanterns</a>';
const IMAGE = '<img src="https://lamps.example/1.jpg" alt="A brass lantern on a wooden table">';
const SPANISH = 'La mecha de mi linterna no arde, aunque la he cambiado dos veces y el aceite es nuevo.';
/** One question for each reason that a filter may give. */
const POOR: Readonly<Record<string, Partial<Question>>> = {
  link_only: { body: `<p>${LINK}</p>` },
  image_only: { body: `<p>${IMAGE}</p>` },
  mostly_code: { body: `<p>Why?</p><pre><code>${'light(lantern);\n'.repeat(20)}</code></pre>` },
  detected_other_language: { body: `<p>${SPANISH}</p>` },
  title_too_few_words: { title: 'lantern_lantern_lantern!' },
  body_too_few_words: { body: '<p>Lanternlanternlantern lantern</p>' },
  title_in_capitals: { title: 'WHY DOES MY LANTERN NOT BURN?' },
  body_in_capitals: { body: '<p>MY LANTERN DOES NOT BURN AT ALL!</p>' },
  title_repeated_characters: { title: `Why does it not buuuuu${'u'.repeat(30)}rn?` },
  body_repeated_lines: { body: '<p>My lantern does not burn.</p>'.repeat(4) },
  body_repeated_characters: { body: `<p>Could you help me ${'please '.repeat(30)}</p>` },
};
const CONTACT = '<p>My lantern does not burn, please write to ann@lamps.example or call +49 30 901820 at once.</p>';

describe('the strict pipeline', () => {
  const dump = join(root, 'dump');
  const build = (name: string, options = {}) => buildFrom([dump], join(root, name), { pipeline: STRICT, ...options });
  let manifest: Manifest;
  let expected: Record<string, string>;

  beforeAll(async () => {
    await writeSample(dump, { bytes: 1_000_000 });
    const questions = Object.values(POOR).map((poor, at) => ({ id: 3 * at + 1, ...poor }));
    writeDump(dump, { lamps: [...questions, { id: 1000, body: CONTACT }] });
    manifest = await build('expected');
    expected = digestsOf(join(root, 'expected'));
  });

  test.each([
    ['threads-1', { threads: 1 }],
    ['threads-2', { threads: 2, tuning: { unitBytes: 50_000 } }],
    ['kernel-js', { kernel: 'js' }],
    ['kernel-wasm', { kernel: 'wasm', threads: 2 }],
  ])('gives the same bytes with %s', async (name, options) => {
    await build(name, options);
    expect(digestsOf(join(root, name))).toEqual(expected);
  });

  test('balances its books, and verifies', async () => {
    expect(manifest.books.map(balance)).toEqual(manifest.books.map(() => 0));
    expect((await verify(join(root, 'expected'))).faults).toEqual([]);
  });

  test('drops a post for each reason of its filters', () => {
    const { dropped } = manifest.books.find(({ file }) => file.startsWith('lamps/'))!;
    expect(dropped).toEqual(Object.fromEntries(Object.keys(POOR).map((reason) => [reason, 1])));
  });

  test('masks the contacts in what it keeps', () => {
    const kept = rowsIn(join(root, 'expected')).filter(({ provenance }) => provenance.site === 'lamps');
    expect(kept.map(({ texts }) => texts.body)).toEqual([
      'My lantern does not burn, please write to email@example.com or call +1 202-555-0100 at once.',
    ]);
  });

  test('keeps nearly all that the plain one keeps of a sample', async () => {
    const plain = await buildFrom([dump], join(root, 'plain'), { pipeline: STRICT.replace('-strict', '') });
    const keptOf = ({ books }: Manifest) =>
      books.filter(({ file }) => !file.startsWith('lamps/')).reduce((sum, { kept }) => sum + kept, 0);
    expect(keptOf(manifest)).toBeGreaterThan(0.99 * keptOf(plain));
  });
});

describe.skipIf(dumps === '')('the filters on real dumps', () => {
  const REASONS = Object.keys(POOR);

  test.each([
    ['beer.stackexchange.com-2016-09', {}],
    ['bicycles.meta.stackexchange.com-2023-09', {}],
    ['cardano.stackexchange.com-2021-12', { mostly_code: 7, title_too_few_words: 1 }],
  ])('drop from %s no more than %j', async (dump, expected) => {
    const { books } = await buildFrom([join(dumps, dump)], join(root, dump), { pipeline: STRICT });
    const dropped = Object.entries(books[0]!.dropped).filter(([reason]) => REASONS.includes(reason));
    expect(Object.fromEntries(dropped)).toEqual(expected);
    expect(balance(books[0]!)).toBe(0);
  });
});
