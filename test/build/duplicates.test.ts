// Questions with the same texts: which one stays, on which side, and what is said of the others.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sideOf } from '../../src/order-key.ts';
import type { Split } from '../../src/types.ts';
import { buildFrom, rowsIn, testFolder, UNFILTERED } from './dataset.ts';
import { type Question, writeDump } from './dump.ts';

const root = testFolder();
const SHARES = { validation: 0.2, test: 0.2 };
const SAME = { title: 'Which wick for a brass lantern?', body: '<p>Mine is too short\nfor the oil.</p>' };
const RESPACED = {
  title: ' which WICK for  a brass\u00a0lantern?',
  body: '<p>MINE is too short for   the oil.</p>\n\n',
};

/** The first ids of a site on this side. */
function idsOn(side: Split, site: string, count: number): number[] {
  const on = sideOf(SHARES, site);
  const ids: number[] = [];
  for (let id = 1; ids.length < count; id++) if (on(id) === side) ids.push(id);
  return ids;
}

async function keptOf(name: string, sites: Readonly<Record<string, readonly Question[]>>) {
  const folder = writeDump(join(root, name, 'dump'), sites);
  const { books } = await buildFrom([folder], join(root, name, 'out'), { pipeline: UNFILTERED });
  const kept = rowsIn(join(root, name, 'out')).map(({ split, provenance: { site, questionId, cluster } }) => ({
    split,
    id: `${site}/${questionId}`,
    cluster,
  }));
  return { kept, dropped: Object.fromEntries(books.map(({ file, dropped }) => [file.split('/')[0], dropped])) };
}

describe('D7: of questions with the same texts but for case and white space', () => {
  const [first, second, third] = idsOn('train', 'bells', 3) as [number, number, number];
  const [other] = idsOn('train', 'lanterns', 1) as [number];

  test('the one with more votes stays, and its cluster names the smallest', async () => {
    const { kept, dropped } = await keptOf('votes', {
      bells: [
        { id: first, ...SAME, votes: 2 },
        { id: second, ...RESPACED, votes: 9 },
        { id: third, ...SAME, votes: 3 },
      ],
    });
    expect(kept).toEqual([{ split: 'train', id: `bells/${second}`, cluster: `bells/${first}` }]);
    expect(dropped).toEqual({ bells: { duplicate_pair: 2 } });
  });

  test('the one with the lower id stays when votes are equal, wherever it stands in the file', async () => {
    const { kept } = await keptOf('ids', {
      bells: [
        { id: third, ...SAME },
        { id: first, ...RESPACED },
        { id: second, ...SAME },
      ],
    });
    expect(kept).toEqual([{ split: 'train', id: `bells/${first}`, cluster: `bells/${first}` }]);
  });

  test('the one of the earlier site stays when votes are equal, and the loser is charged to its own file', async () => {
    const { kept, dropped } = await keptOf('sites', {
      lanterns: [{ id: other, ...SAME }],
      bells: [{ id: second, ...RESPACED }],
    });
    expect(kept).toEqual([{ split: 'train', id: `bells/${second}`, cluster: `bells/${second}` }]);
    expect(dropped).toEqual({ bells: {}, lanterns: { duplicate_pair: 1 } });
  });

  test('more votes on another site win over the earlier site', async () => {
    const { kept, dropped } = await keptOf('site-votes', {
      bells: [{ id: second, ...SAME }],
      lanterns: [{ id: other, ...RESPACED, votes: 5 }],
    });
    expect(kept).toEqual([{ split: 'train', id: `lanterns/${other}`, cluster: `bells/${second}` }]);
    expect(dropped).toEqual({ bells: { duplicate_pair: 1 }, lanterns: {} });
  });

  test.each([
    ['another title', { ...SAME, title: 'Which wick for a brass lamp?' }],
    ['another body', { ...SAME, body: '<p>Mine is too short for the oils.</p>' }],
    ['texts that are joined elsewhere', { title: `${SAME.title} Mine`, body: '<p>is too short for the oil.</p>' }],
  ])('none is lost to a question with %s', async (name, question) => {
    const { kept } = await keptOf(name, {
      bells: [
        { id: first, ...SAME },
        { id: second, ...question },
      ],
    });
    expect(kept.map(({ id, cluster }) => id === cluster)).toEqual([true, true]);
  });

  test('a question that the filters dropped takes none with it', async () => {
    const { kept } = await keptOf('filtered', {
      bells: [
        { id: 1_000_000_001, ...SAME, votes: 99, owner: -1 },
        { id: first, ...SAME, body: '' },
        { id: second, ...SAME },
      ],
    });
    expect(kept.map(({ id }) => id)).toContain(`bells/${second}`);
  });
});

describe('of questions with the same texts on several sides of the split', () => {
  const on = {
    train: idsOn('train', 'bells', 2),
    validation: idsOn('validation', 'bells', 1),
    test: idsOn('test', 'bells', 2),
  };
  const same = (id: number, votes = 1) => ({ id, ...SAME, votes });
  const smallest = `bells/${Math.min(...on.train, ...on.validation, ...on.test)}`;

  test('test beats validation beats train, whatever the votes', async () => {
    const { kept, dropped } = await keptOf('spanning', {
      bells: [
        ...on.train.map((id) => same(id, 50)),
        ...on.validation.map((id) => same(id, 20)),
        ...on.test.map((id) => same(id)),
      ],
    });
    expect(kept).toEqual([{ split: 'test', id: `bells/${on.test[0]}`, cluster: smallest }]);
    expect(dropped).toEqual({ bells: { cluster_held_out: 3, duplicate_pair: 1 } });
  });

  test('validation beats train, across sites too', async () => {
    const { kept, dropped } = await keptOf('validation', {
      bells: on.train.map((id) => same(id, 50)),
      lanterns: idsOn('validation', 'lanterns', 1).map((id) => same(id)),
    });
    expect(kept).toMatchObject([{ split: 'validation', cluster: `bells/${on.train[0]}` }]);
    expect(dropped).toEqual({ bells: { cluster_held_out: 2 }, lanterns: {} });
  });
});
