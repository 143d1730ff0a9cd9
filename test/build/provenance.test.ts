// What the original set did not have: names that stay whole, rows that are never doubled, rows that can be traced.
// D6 and D10 are its defects; those of its cleaning are in test/clean, D7 in duplicates.test.ts, D12 in memory.test.ts.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeSample } from '../../src/sample/index.ts';
import { makeArchive } from '../extract/make-archive.ts';
import { buildFrom, digestsOf, rowsIn, testFolder, UNFILTERED } from './dataset.ts';
import { postsXml, writeDump } from './dump.ts';

const root = testFolder();

describe('D10: a site whose name begins or ends with a letter of its extension', () => {
  const sites = ['7z.stackexchange.com', 'zz7.stackexchange.com', 'z7z', '7', 'z'];

  test.each(['7z', 'xml', 'folder'])('keeps its whole name as a %s', async (form) => {
    const folder = join(root, form);
    mkdirSync(folder);
    for (const [index, site] of sites.entries()) {
      const posts = postsXml([{ id: index + 1 }]);
      if (form === 'folder') writeDump(folder, { [site]: [{ id: index + 1 }] });
      else
        writeFileSync(
          join(folder, `${site}.${form}`),
          form === '7z' ? await makeArchive({ 'Posts.xml': posts }) : posts,
        );
    }
    const dumps = form === 'xml' ? sites.map((site) => join(folder, `${site}.xml`)) : [folder];
    const manifest = await buildFrom(dumps, join(root, `${form}-out`));
    expect(manifest.inputs.map(({ site }) => site).sort()).toEqual([...sites].sort());
    expect(
      rowsIn(join(root, `${form}-out`))
        .map(({ provenance }) => provenance.site)
        .sort(),
    ).toEqual([...sites].sort());
  });
});

test('D10: a second run of the same command doubles no row', async () => {
  const dump = writeDump(join(root, 'twice'), { bells: [{ id: 1 }, { id: 2 }] });
  const out = join(root, 'twice-out');
  for (let run = 0; run < 3; run++) {
    await buildFrom([dump], out);
    expect(
      rowsIn(out)
        .map(({ provenance }) => provenance.questionId)
        .sort(),
    ).toEqual([1, 2]);
  }
  expect(Object.keys(digestsOf(out)).length).toBeLessThan(12);
});

test('D6: every row of a sample says its site, id, address, author, licence and date', async () => {
  const dump = join(root, 'sample');
  await writeSample(dump, { bytes: 1_000_000 });
  const manifest = await buildFrom([dump], join(root, 'sample-out'), { pipeline: UNFILTERED });
  const rows = rowsIn(join(root, 'sample-out'));
  expect(rows.length).toBe(manifest.books.reduce((sum, { kept }) => sum + kept, 0));
  const sites = new Set(manifest.inputs.map(({ site }) => site));
  for (const { provenance } of rows) {
    const { site, questionId, posts, fingerprint, cluster } = provenance;
    expect(sites).toContain(site);
    expect(posts).toEqual([
      {
        role: 'question',
        id: questionId,
        url: `https://${site}/q/${questionId}`,
        authorId: posts[0]!.author === undefined ? expect.any(Number) : posts[0]!.authorId,
        author: posts[0]!.author,
        license: expect.stringMatching(/^CC BY-SA (?:2\.5|3\.0|4\.0)$/),
        licenseDerived: expect.any(Boolean),
        created: expect.any(Number),
      },
    ]);
    expect(fingerprint).toMatch(/^[0-9a-f]{32}$/);
    expect(cluster).toMatch(/^\S+\/\d+$/);
  }
});

test('a row says of its post what the dump says', async () => {
  const dump = writeDump(join(root, 'exact'), {
    'beer.stackexchange.com': [
      {
        id: 5,
        votes: -3,
        tags: ['ale', 'c++'],
        created: '2019-05-06T07:08:09.010',
        more: 'OwnerDisplayName="A &amp; B"',
      },
      { id: 6, created: '2012-01-01T00:00:00.000', more: 'ContentLicense="CC BY-SA 3.0"' },
    ],
  });
  await buildFrom([dump], join(root, 'exact-out'), { pipeline: UNFILTERED });
  const [five, six] = rowsIn(join(root, 'exact-out'))
    .map(({ provenance }) => provenance)
    .sort((a, b) => a.questionId - b.questionId);
  expect(five).toMatchObject({
    site: 'beer.stackexchange.com',
    questionId: 5,
    votes: -3,
    tags: ['ale', 'c++'],
    cluster: 'beer.stackexchange.com/5',
    posts: [
      {
        role: 'question',
        id: 5,
        url: 'https://alcohol.stackexchange.com/q/5',
        authorId: 7,
        author: 'A & B',
        license: 'CC BY-SA 4.0',
        licenseDerived: true,
        created: Date.parse('2019-05-06T07:08:09.010Z'),
      },
    ],
  });
  expect(six!.posts[0]).toMatchObject({ license: 'CC BY-SA 3.0', licenseDerived: false });
});
