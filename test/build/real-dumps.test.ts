// Whole builds of real dumps, where STACKPAIRS_DUMPS names a folder of them. Nothing of them is copied into the project.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { balance, type Manifest } from '../../src/manifest.ts';
import { verify } from '../../src/verify.ts';
import { plainJaccard, plainShingles } from '../near/texts.ts';
import { buildFrom, digestsOf, rowsIn, testFolder, UNFILTERED } from './dataset.ts';

const dumps = process.env.STACKPAIRS_DUMPS ?? '';
const path = process.env.PATH ?? '';

/** The built-in pipeline, near-duplicates of bodies dropped as well. */
const NEAR_BODIES = fileURLToPath(new URL('near-bodies.ts', import.meta.url));

/** Questions and answers in four configs; nothing of these dumps is too short for it. */
const SEVERAL_CONFIGS = fileURLToPath(new URL('several-configs.ts', import.meta.url));

const BEER_2016 = 'beer.stackexchange.com-2016-09';
const BEER_2020 = 'beer.stackexchange.com-2020-06';

const hasSevenZip = (searched: string) =>
  searched.split(delimiter).some((folder) => ['7zz', '7z'].some((program) => existsSync(join(folder, program))));
const pathWithoutSevenZip = path
  .split(delimiter)
  .filter((folder) => !hasSevenZip(folder))
  .join(delimiter);

describe.skipIf(dumps === '')('real dumps', () => {
  const root = testFolder();
  const out = (name: string) => join(root, name);

  test.each([
    [BEER_2016, 2008, 561],
    [BEER_2020, 3471, 1029],
    ['cardano.stackexchange.com-2021-12', 2630, 1042],
    ['bicycles.meta.stackexchange.com-2023-09', 1446, 453],
  ])(
    '%s: every one of its rows and questions is in the books, and the build verifies',
    async (dump, rows, questions) => {
      const manifest = await buildFrom([join(dumps, dump)], out(dump), { path });
      const [book] = manifest.books;
      expect(balance(book!)).toBe(0);
      expect(book!.rows).toBe(rows);
      expect(book!.rows - book!.dropped.not_a_question!).toBe(questions);
      expect(book!.dropped).not.toHaveProperty('malformed_row');
      expect(book!.dropped).not.toHaveProperty('truncated_file');
      expect((await verify(out(dump))).faults).toEqual([]);
    },
  );

  test('several configs of one reading have as many rows each as another program counts', async () => {
    const { books } = await buildFrom([join(dumps, BEER_2020)], out('several'), { path, pipeline: SEVERAL_CONFIGS });
    // Questions, answers, accepted answers that are there, and questions whose best and worst answers differ in votes.
    expect(books.map(({ kept }) => kept)).toEqual([1029, 2277, 619, 542]);
    expect(books.map(({ rows }) => rows)).toEqual([3471, 3471, 3471, 3471]);
    expect((await verify(out('several'))).faults).toEqual([]);
  });

  test('all sites together keep what each keeps alone, and no row is lost between them', async () => {
    const sites = [BEER_2020, 'cardano.stackexchange.com-2021-12', 'bicycles.meta.stackexchange.com-2023-09'];
    const manifest = await buildFrom(
      sites.map((site) => join(dumps, site)),
      out('together'),
      { path },
    );
    expect(manifest.books.map(balance)).toEqual([0, 0, 0]);
    expect(manifest.books.map(({ rows }) => rows).reduce((a, b) => a + b)).toBe(3471 + 2630 + 1446);
    expect((await verify(out('together'))).faults).toEqual([]);
  });

  test('of questions that two dumps of a site share, all that are alike are found, and the others were rewritten', async () => {
    const texts = (build: string) =>
      new Map(rowsIn(out(build)).map(({ provenance, texts }) => [provenance.questionId, texts.body ?? '']));
    const near = (dump: string, build: string, against: readonly string[] = []) =>
      buildFrom([join(dumps, dump)], out(build), { path, pipeline: NEAR_BODIES, against });
    await near(BEER_2016, 'then');
    await near(BEER_2020, 'now');
    const [book] = (await near(BEER_2020, 'new', [out('then')])).books;
    expect(book!.dropped).toMatchObject({ duplicate_of_existing: 511, near_duplicate_of_existing: 10 });
    const [then, now, left] = ['then', 'now', 'new'].map(texts);
    const shared = [...now!].filter(([id]) => then!.has(id));
    const missed = shared.filter(([id]) => left!.has(id));
    expect([shared.length, missed.length]).toEqual([534, 13]);
    const alike = missed.map(([id, text]) => plainJaccard(plainShingles(text, 5), plainShingles(then!.get(id)!, 5)));
    expect(Math.max(...alike)).toBeLessThan(0.78);
  });

  describe('the archive', () => {
    let manifest: Manifest;
    beforeAll(async () => {
      manifest = await buildFrom([join(dumps, BEER_2020)], out('without'), { path: pathWithoutSevenZip });
    });

    test('is read by Node alone', () => {
      expect(hasSevenZip(pathWithoutSevenZip)).toBe(false);
      expect(manifest.books[0]!.rows).toBe(3471);
    });

    test.skipIf(!hasSevenZip(path))('gives the same bytes whether 7-Zip is installed or not', async () => {
      expect(hasSevenZip(path)).toBe(true);
      await buildFrom([join(dumps, BEER_2020)], out('with'), { path });
      expect(digestsOf(out('with'))).toEqual(digestsOf(out('without')));
    });
  });

  test('a question never changes sides from one dump to the next', async () => {
    const [old, late] = [out('old'), out('late')];
    await buildFrom([join(dumps, BEER_2016)], old, { pipeline: UNFILTERED });
    await buildFrom([join(dumps, BEER_2020)], late, { pipeline: UNFILTERED, path });
    const sides = new Map(rowsIn(old).map(({ split, provenance }) => [provenance.questionId, split]));
    const shared = rowsIn(late).filter(({ provenance }) => sides.has(provenance.questionId));
    expect(shared.length).toBeGreaterThan(500);
    expect(shared.filter(({ split, provenance }) => split !== sides.get(provenance.questionId))).toEqual([]);
    expect(new Set(shared.map(({ split }) => split)).size).toBe(3);
  });
});
