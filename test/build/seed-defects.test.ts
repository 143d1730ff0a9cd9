// Defects of the original script that only a whole build can have; those of its cleaning are in test/clean.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildFrom, digestsOf, rowsIn, testFolder, UNFILTERED } from './dataset.ts';
import { writeDump } from './dump.ts';

const root = testFolder();
const build = (dump: string, out: string) => buildFrom([dump], out, { pipeline: UNFILTERED });

test('D6: every row says its site, question, votes, tags, author, licence and date', async () => {
  const question = { id: 12, votes: 5, owner: 34, tags: ['wick'], created: '2019-01-02T03:04:05.678' };
  await build(writeDump(join(root, 'd6'), { 'lanterns.stackexchange.com': [question] }), join(root, 'd6-out'));
  expect(rowsIn(join(root, 'd6-out')).map(({ provenance }) => provenance)).toMatchObject([
    {
      site: 'lanterns.stackexchange.com',
      questionId: 12,
      votes: 5,
      tags: ['wick'],
      posts: [
        {
          role: 'question',
          id: 12,
          url: 'https://lanterns.stackexchange.com/q/12',
          authorId: 34,
          license: 'CC BY-SA 4.0',
          created: Date.UTC(2019, 0, 2, 3, 4, 5, 678),
        },
      ],
    },
  ]);
});

test('D7: a repost is kept once, within a site and across sites', async () => {
  const same = { title: 'Which wick for a brass lantern?', body: '<p>Mine is too short.</p>' };
  const sites = {
    bells: [
      { id: 1, ...same },
      { id: 2, ...same },
    ],
    lanterns: [{ id: 3, ...same }, { id: 4 }],
  };
  const { books } = await build(writeDump(join(root, 'd7'), sites), join(root, 'd7-out'));
  expect(books.map(({ kept }) => kept).reduce((a, b) => a + b)).toBe(2);
  expect(new Set(rowsIn(join(root, 'd7-out')).map(({ texts }) => texts.title)).size).toBe(2);
});

test('D10: a site keeps its name, whichever letters it begins and ends with', async () => {
  const sites = { '7zeppelins.stackexchange.com': [{ id: 1 }], zzz7: [{ id: 1, title: 'And another question?' }] };
  const { inputs } = await build(writeDump(join(root, 'd10'), sites), join(root, 'd10-out'));
  expect(inputs.map(({ site }) => site)).toEqual(['7zeppelins.stackexchange.com', 'zzz7']);
});

test('D10: a second run into the same folder adds nothing', async () => {
  const dump = writeDump(join(root, 'twice'), { bells: [{ id: 1 }, { id: 2 }] });
  await build(dump, join(root, 'twice-out'));
  cpSync(join(root, 'twice-out'), join(root, 'once'), { recursive: true });
  await build(dump, join(root, 'twice-out'));
  expect(digestsOf(join(root, 'twice-out'))).toEqual(digestsOf(join(root, 'once')));
});
