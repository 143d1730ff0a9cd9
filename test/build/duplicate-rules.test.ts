// Other rules for duplicates than that of whole pairs: what is compared, how, where, and who stays.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DedupeDefinition } from '../../src/dedupe-rule.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, digestsOf, type Options, rowsIn, testFolder } from './dataset.ts';
import { type Question, writeDump } from './dump.ts';

const root = testFolder();
let builds = 0;

/** A pipeline file that keeps every question but for duplicates by this rule. */
function pipelineWith(dedupe: DedupeDefinition): string {
  mkdirSync(root, { recursive: true });
  const path = join(root, `pipeline-${builds++}.ts`);
  const steps = 'clean: [htmlToText({ code: "keep" }), squeeze()]';
  writeFileSync(
    path,
    `import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';
     export default definePipeline({ name: 'rules', pairs: [titleBody()], ${steps}, dedupe: ${JSON.stringify(dedupe)} });`,
  );
  return path;
}

async function keptOf(
  sites: Readonly<Record<string, readonly Question[]>>,
  dedupe: DedupeDefinition,
  more: Options = {},
) {
  const folder = join(root, `build-${builds++}`);
  const dump = writeDump(join(folder, 'dump'), sites);
  const out = join(folder, 'out');
  const { books } = await buildFrom([dump], out, { pipeline: pipelineWith(dedupe), ...more });
  const dropped: Record<string, number> = {};
  for (const book of books) {
    for (const [reason, count] of Object.entries(book.dropped)) dropped[reason] = (dropped[reason] ?? 0) + count;
  }
  const kept = rowsIn(out).map(({ provenance: { site, questionId } }) => `${site}/${questionId}`);
  return { kept: kept.sort(), dropped, out };
}

const TITLE = 'Which wick for a brass lantern?';
const BODY = '<p>Mine is too short for the oil.</p>';

describe('by one column', () => {
  const sites = {
    bells: [
      { id: 1, title: TITLE, body: BODY },
      { id: 2, title: TITLE.toUpperCase(), body: '<p>It smokes.</p>', votes: 5 },
      { id: 3, title: 'Another one about wicks', body: BODY },
    ],
  };

  test('rows with the same title are copies, whatever their bodies', async () => {
    expect(await keptOf(sites, { exact: 'title' })).toMatchObject({
      kept: ['bells/2', 'bells/3'],
      dropped: { duplicate_title: 1 },
    });
  });

  test('rows with the same body are copies, whatever their titles', async () => {
    expect(await keptOf(sites, { exact: 'body' })).toMatchObject({
      kept: ['bells/1', 'bells/2'],
      dropped: { duplicate_body: 1 },
    });
  });
});

describe('what does not count', () => {
  const sites = {
    bells: [
      { id: 1, title: 'Which wick, for a brass lantern?', body: BODY },
      { id: 2, title: 'Which wick for a brass lantern', body: BODY },
      { id: 3, title: 'which WICK for a brass lantern', body: BODY },
    ],
  };

  test.each<[DedupeDefinition['ignore'], string[]]>([
    [undefined, ['bells/1', 'bells/2']],
    [['case'], ['bells/1', 'bells/2']],
    [[], ['bells/1', 'bells/2', 'bells/3']],
    [['punctuation'], ['bells/1', 'bells/3']],
    [['punctuation', 'case'], ['bells/1']],
  ])('%j', async (ignore, kept) => {
    const result = await keptOf(sites, { exact: 'pair', ...(ignore && { ignore }) });
    expect(result).toMatchObject({ kept });
    expect((await verify(result.out)).faults).toEqual([]);
  });
});

test('within a site, copies on another one do not count', async () => {
  const sites = {
    bells: [
      { id: 1, title: TITLE, body: BODY },
      { id: 2, title: TITLE, body: BODY },
    ],
    lanterns: [{ id: 3, title: TITLE, body: BODY }],
  };
  const apart = await keptOf(sites, { within: 'site' });
  expect(apart.kept).toEqual(['bells/1', 'lanterns/3']);
  expect((await verify(apart.out)).faults).toEqual([]);
  expect(await keptOf(sites, {})).toMatchObject({ kept: ['bells/1'] });
});

describe('who stays', () => {
  const sites = {
    bells: [
      {
        id: 1,
        title: TITLE,
        body: BODY,
        votes: 2,
        created: '2019-01-01T00:00:00.000',
        more: 'ContentLicense="CC BY-SA 4.0"',
      },
      {
        id: 2,
        title: TITLE,
        body: '<p>Mine  is too short for the oil.</p><p>It smokes as well.</p>',
        votes: 3,
        created: '2012-01-01T00:00:00.000',
      },
      {
        id: 3,
        title: TITLE,
        body: '<p>Mine</p>',
        votes: 1,
        created: '2010-01-01T00:00:00.000',
        more: 'ContentLicense="CC BY-SA 2.5"',
      },
      {
        id: 4,
        title: TITLE,
        body: '<p>Short</p>',
        votes: -4,
        created: '2024-01-01T00:00:00.000',
        more: 'ContentLicense="CC BY-SA 3.0"',
      },
    ],
  };

  test.each<[NonNullable<DedupeDefinition['keep']>, string[]]>([
    ['votes', ['bells/2']],
    ['oldest', ['bells/3']],
    ['newest', ['bells/4']],
    ['longest', ['bells/2']],
    ['shortest', ['bells/3']],
    ['license', ['bells/1']],
    ['none', []],
  ])('%s', async (keep, kept) => {
    const result = await keptOf(sites, { exact: 'title', keep });
    expect(result).toMatchObject({ kept, dropped: { duplicate_title: 4 - kept.length } });
  });

  test('none of a pair that is there twice, if so asked, and all that are there once', async () => {
    const twice = { bells: [{ id: 1, title: TITLE, body: BODY }, { id: 2, title: TITLE, body: BODY }, { id: 3 }] };
    expect(await keptOf(twice, { keep: 'none' })).toMatchObject({ kept: ['bells/3'], dropped: { duplicate_pair: 2 } });
  });
});

test('copies by title and texts nearly alike by body are one cluster', async () => {
  const words =
    'the wick of my old brass lantern is too short for the oil that is left in it after a night of reading'.split(' ');
  const body = (changed: number) => `<p>${words.with(changed, 'changed').join(' ')}</p>`;
  const sites = {
    bells: [
      { id: 1, title: TITLE, body: body(0) },
      { id: 2, title: 'Quite another title than that', body: body(20) },
      { id: 3, title: 'Quite another title than that', body: '<p>Nothing of the kind.</p>' },
    ],
  };
  const near = { field: 'body', similarity: 0.5, bands: 128, rows: 1 } as const;
  expect(await keptOf(sites, { exact: 'title', near })).toMatchObject({ kept: ['bells/1', 'bells/2'] });
  const clusters = rowsIn((await keptOf(sites, { exact: 'title', near })).out).map(
    ({ provenance }) => provenance.cluster,
  );
  expect(clusters).toEqual(['bells/1', 'bells/1']);
  const dropped = await keptOf(sites, { exact: 'title', near: { ...near, action: 'drop' } });
  expect(dropped).toMatchObject({ kept: ['bells/1'], dropped: { duplicate_title: 1, near_duplicate: 1 } });
});

describe('a rule that the route pass does not know', () => {
  const questions = Array.from({ length: 400 }, (_, i) => ({
    id: i + 1,
    title: `How do I mend lantern ${i % 90}?`,
    votes: i % 7,
  }));
  const sites = { bells: questions.slice(0, 200), lanterns: questions.slice(200) };
  const rule: DedupeDefinition = { exact: 'title', ignore: ['punctuation', 'case'], keep: 'newest' };
  let expected: Record<string, string>;

  beforeAll(async () => {
    expected = digestsOf((await keptOf(sites, rule)).out);
  });

  const withoutSource = (digests: Record<string, string>) =>
    Object.entries(digests).filter(([path]) => path.endsWith('.arrow'));

  test.each<[string, Options]>([
    ['two threads', { threads: 2 }],
    ['small units', { tuning: { unitBytes: 5000 } }],
    [
      'other partitions',
      { tuning: { layout: { sides: { train: 9, validation: 1, test: 1 }, fingerprints: 7, bands: 0 } } },
    ],
  ])('gives the same bytes with %s', async (_, options) => {
    expect(withoutSource(digestsOf((await keptOf(sites, rule, options)).out))).toEqual(withoutSource(expected));
  });

  test('names its losers in what was dropped', async () => {
    const { out } = await keptOf(sites, rule, { keepDropped: true });
    const files = readdirSync(join(out, 'dropped'), { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    const lines = files.flatMap((file) => readFileSync(join(file.parentPath, file.name), 'utf8').trim().split('\n'));
    const reasons = lines.filter(Boolean).map((line) => JSON.parse(line).reason);
    expect(reasons).toEqual(new Array(310).fill('duplicate_title'));
  });
});

test('where copies stay, near-duplicates are marked all the same, copies among them', async () => {
  const near = { field: 'body', similarity: 0.9, bands: 32, rows: 4 } as const;
  const sites = {
    bells: [
      { id: 1, title: TITLE, body: BODY },
      { id: 2, title: TITLE, body: BODY },
    ],
  };
  const { out, kept } = await keptOf(sites, { exact: 'off', near });
  expect(kept).toEqual(['bells/1', 'bells/2']);
  expect(rowsIn(out).map(({ provenance }) => provenance.cluster)).toEqual(['bells/1', 'bells/1']);
  const dropped = await keptOf(sites, { exact: 'off', near: { ...near, action: 'drop' } });
  expect(dropped).toMatchObject({ kept: ['bells/1'], dropped: { near_duplicate: 1 } });
});
