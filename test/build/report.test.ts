// report.html of whole builds: what it shows are the rows of the dumps and of the dataset.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { verify } from '../../src/verify.ts';
import { buildFrom, rowsIn, testFolder, UNFILTERED } from './dataset.ts';
import { postsXml, type Question, writeDump } from './dump.ts';

const root = testFolder();

async function reportOf(name: string, questions: readonly Question[]): Promise<string> {
  const out = join(root, name, 'out');
  await buildFrom([writeDump(join(root, name), { bells: questions })], out, { pipeline: UNFILTERED });
  expect((await verify(out)).faults).toEqual([]);
  return readFileSync(join(out, 'report.html'), 'utf8');
}

const textOf = (page: string) => page.replace(/<[^>]*>/g, '|').replace(/[|\s]*\|[|\s]*/g, '|');

test('a sample stands there as in the dump and as in the dataset', async () => {
  const body = '<p>It <em>hums</em> &amp; rings\nall night.</p>';
  const page = await reportOf('sample', [{ id: 1, title: 'Why does my bell hum?', body, owner: 9, votes: 3 }]);
  expect(page).toContain(
    '<pre dir="auto" lang="en">&lt;p&gt;It &lt;em&gt;hums&lt;/em&gt; &amp;amp; rings\nall night.&lt;/p&gt;</pre>',
  );
  expect(page).toContain('>It hums &amp; rings all night.</dd>');
  expect(textOf(page)).toContain('bells 1, 3 votes, by|user 9|, CC BY-SA 4.0');
});

test('of rows with the same texts it tells how many there are and which stayed', async () => {
  const same = { title: 'Which rope for a large bell?', body: '<p>Mine is worn out.</p>' };
  const copies = [1, 2, 3].map((id) => ({ id, ...same, votes: id }));
  const page = textOf(await reportOf('copies', [...copies, { id: 4 }, { id: 5 }]));
  expect(page).toContain('1 cluster: rows with the same texts. Of each one row stays.');
  expect(page).toMatch(/3 rows\|1\|100\.0 %/);
  const kept = rowsIn(join(root, 'copies', 'out')).find(({ texts }) => texts.title === same.title)!.provenance
    .questionId;
  expect(page).toContain(`|rows|${same.title}|Mine is worn out.|bells ${kept}, `);
});

test('lengths are counted in code points, and years in UTC', async () => {
  const page = textOf(
    await reportOf('shapes', [
      { id: 1, title: '漢'.repeat(30), body: `<p>${'😀'.repeat(45)}</p>`, created: '2019-12-31T23:59:59.999' },
      { id: 2, title: 'é'.repeat(31), body: `<p>${'y'.repeat(200)}</p>`, created: '2020-01-01T00:00:00.000' },
    ]),
  );
  expect(page).toContain('Length of the title|Mean 31, median about');
  expect(page).toContain('|28 to 31|2|');
  expect(page).toContain('|45 to 49|1|');
  expect(page).toContain('|200 to 223|1|');
  expect(page).toContain('Asked from 2019 to 2020');
});

test('the samples are rows of the dataset, whatever became of their copies', async () => {
  const questions = Array.from({ length: 300 }, (_, i) => ({
    id: i + 1,
    title: `Does bell number ${i % 150} ring in time?`,
    body: `<p>Ask ${i % 150}.</p>`,
  }));
  const page = textOf(await reportOf('survivors', questions));
  const kept = rowsIn(join(root, 'survivors', 'out')).map(({ provenance }) => provenance.questionId);
  const shown = [...page.slice(page.indexOf('Rows at random')).matchAll(/bells (\d+), /g)].map(([, id]) => Number(id));
  expect(shown.length).toBeGreaterThan(0);
  expect(kept).toEqual(expect.arrayContaining(shown));
});

test('where nothing is left it says what became of the rows', async () => {
  const out = join(root, 'empty', 'out');
  const dump = writeDump(join(root, 'empty'), { bells: [{ id: 1 }, { id: 2 }] });
  await buildFrom([dump], out, { pipeline: UNFILTERED, selection: { since: '2030-01-01' } });
  expect(textOf(readFileSync(join(out, 'report.html'), 'utf8'))).toMatch(
    /No pair is left of 2 rows.*asked_too_early.*\|2\|100\.0 %/,
  );
  expect((await verify(out)).faults).toEqual([]);
});

test('the rows shown do not depend on the container of the dump', async () => {
  const questions = Array.from({ length: 40 }, (_, i) => ({ id: i + 1 }));
  const page = await reportOf('plain', questions);
  const file = join(root, 'bells.xml.gz');
  writeFileSync(file, gzipSync(postsXml(questions)));
  const out = join(root, 'packed');
  await buildFrom([file], out, { pipeline: UNFILTERED });
  const from = (text: string) => text.slice(text.indexOf('id="shapes"'), text.indexOf('<footer>'));
  expect(from(readFileSync(join(out, 'report.html'), 'utf8'))).toBe(from(page));
});
