// Evaluation sets are trained on nowhere: `verify` passes a clean build, and finds leaks that were planted in its shards.
import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { checkLeaks } from '../../src/evaluation-sets/index.ts';
import type { Manifest } from '../../src/manifest.ts';
import { buildFrom, rowsIn, testFolder } from '../build/dataset.ts';
import { writeDump } from '../build/dump.ts';
import { type PlantedRow, plantRows } from '../build/plant-rows.ts';
import { runCli } from './run-cli.ts';

const HALF_TESTED = fileURLToPath(new URL('../build/half-tested.ts', import.meta.url));
const SITE = 'bells.stackexchange.com';
const QUESTIONS = 1000;
/** Ids of duplicates that were deleted, and of questions that are in no dump. */
const [DELETED, NOWHERE] = [10_000, 20_000];
const EACH = 100;
const root = testFolder();
const out = join(root, 'out');
let manifest: Manifest;
let tested: { readonly id: number; readonly title: string; readonly body: string }[];

/** Words that no other text has. */
const words = (of: string, count: number) =>
  Array.from({ length: count }, (_, word) => hash('sha1', `${of} ${word}`).slice(0, 8)).join(' ');

beforeAll(async () => {
  const ids = Array.from({ length: QUESTIONS }, (_, index) => index + 1);
  const questions = ids.map((id) => ({ id, title: words(`t${id}`, 8), body: `<p>${words(`b${id}`, 40)}</p>` }));
  const dump = writeDump(join(root, 'dump'), { [SITE]: questions });
  const links = ids.map((id) => `<row Id="${id}" PostId="${DELETED + id}" RelatedPostId="${id}" LinkTypeId="3" />`);
  writeFileSync(join(dump, SITE, 'PostLinks.xml'), `<postlinks>\n${links.join('\n')}\n</postlinks>`);
  manifest = await buildFrom([dump], out, { pipeline: HALF_TESTED });
  tested = rowsIn(out)
    .filter(({ split }) => split === 'test')
    .map(({ provenance: { questionId }, texts }) => ({ id: questionId, title: texts.title!, body: texts.body! }));
});

test('a clean build passes, and 100 planted leaks of each kind are found', async () => {
  expect(manifest.evaluation!.sets[0]).toMatchObject({ used: tested.length, dropped: {} });
  expect(tested.length).toBeGreaterThan(4 * EACH);
  expect(await runCli(['verify', out])).toMatchObject({ code: 0 });
  const other = (id: number) => [words(`t${id}`, 8), words(`b${id}`, 40)] as const;
  const kinds: ((of: (typeof tested)[number]) => PlantedRow)[] = [
    ({ id }) => ({ id, texts: other(NOWHERE + id) }),
    ({ id }) => ({ id: DELETED + id, texts: other(NOWHERE + id) }),
    ({ id, body }) => ({ id: NOWHERE + id, texts: [other(NOWHERE + id)[0], `${body.toUpperCase()}!`] }),
    ({ id, body }) => ({ id: NOWHERE + id, texts: [other(NOWHERE + id)[0], `${body} and more`] }),
  ];
  const planted = kinds.flatMap((plant, kind) => tested.slice(kind * EACH, (kind + 1) * EACH).map(plant));
  await plantRows(out, planted);
  const { code, stdout } = await runCli(['verify', out]);
  expect(code).toBe(1);
  const told = [...stdout.matchAll(/evaluation: (\w+) for (\d+) posts/g)].map(([, leak, posts]) => [
    leak,
    Number(posts),
  ]);
  expect(told).toEqual([
    ['post_in_training', EACH],
    ['duplicate_in_training', EACH],
    ['text_in_training', EACH],
    ['near_training_text', EACH],
  ]);
  const { found } = await checkLeaks(out);
  const leaked = found.map(({ post }) => post).sort();
  expect(leaked).toEqual(
    tested
      .slice(0, kinds.length * EACH)
      .map(({ id }) => `${SITE}/${id}`)
      .sort(),
  );
});
