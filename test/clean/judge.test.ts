import { describe, expect, test } from 'vitest';
import { type Judgement, type JudgeRules, judgeDuplicates } from '../../src/clean/index.ts';
import { dice } from '../passes/helpers.ts';

interface Row {
  readonly print: string;
  readonly side?: 'train' | 'validation' | 'test';
  readonly votes?: number;
  readonly input?: number;
  readonly id?: number;
  readonly byte?: number;
}

/** What each row was told, and who is the smallest of its group; rows that are alone are told nothing. */
function judge(
  rows: readonly Row[],
  near?: JudgeRules['near'],
  keep = 'votes',
): (readonly [Judgement, number] | undefined)[] {
  const told: (readonly [Judgement, number] | undefined)[] = rows.map(() => undefined);
  const order = Uint32Array.from(rows.keys()).sort((a, b) => (rows[a]!.print < rows[b]!.print ? -1 : 1));
  judgeDuplicates(
    {
      order,
      rules: { exact: 'pair', keep, near },
      // A cluster is named by the letter before a slash, and the copies in it by the whole.
      compareClusters: (a, b) => clusterOf(rows[a]!).localeCompare(clusterOf(rows[b]!)),
      compareFingerprints: (a, b) => rows[a]!.print.localeCompare(rows[b]!.print),
      rank: (row) => rows[row]!.votes ?? 0,
      input: (row) => rows[row]!.input ?? 0,
      byte: (row) => rows[row]!.byte ?? 0,
      id: (row) => rows[row]!.id ?? row,
      side: (row) => ['train', 'validation', 'test'].indexOf(rows[row]!.side ?? 'train'),
    },
    (row, judgement, smallest) => {
      if (told[row] !== undefined) throw new Error(`row ${row} was told twice`);
      told[row] = [judgement, smallest];
    },
  );
  return told;
}

const clusterOf = ({ print }: Row) => print.split('/')[0]!;

const fates = (rows: readonly Row[], near?: JudgeRules['near'], keep?: string) =>
  judge(rows, near, keep).map((one) => one?.[0]);

test('rows without duplicates are told nothing', () => {
  expect(judge([{ print: 'a' }, { print: 'b' }])).toEqual([undefined, undefined]);
});

test('no rows at all are no trouble', () => {
  expect(judge([])).toEqual([]);
});

describe('of two rows with the same fingerprint', () => {
  test.each<[string, Row, Row]>([
    ['more votes win', { print: 'a', votes: 1 }, { print: 'a', votes: 2 }],
    ['few votes win over negative ones', { print: 'a', votes: -5 }, { print: 'a', votes: 0 }],
    ['the earlier site wins a tie', { print: 'a', input: 1, id: 1 }, { print: 'a', input: 0, id: 9 }],
    ['the lower id wins within a site', { print: 'a', id: 9 }, { print: 'a', id: 4 }],
    ['the earlier row wins if even the ids agree', { print: 'a', id: 4, byte: 90 }, { print: 'a', id: 4, byte: 10 }],
    ['votes count more than the site', { print: 'a', input: 0, votes: 1 }, { print: 'a', input: 1, votes: 2 }],
  ])('%s', (_, loser, winner) => {
    expect(fates([loser, winner])).toEqual(['duplicate', 'kept']);
    expect(fates([winner, loser])).toEqual(['kept', 'duplicate']);
  });
});

describe('a cluster that spans sides stays on the most held-out one', () => {
  test.each<[string, Row, Row]>([
    ['test beats train', { print: 'a', side: 'train' }, { print: 'a', side: 'test' }],
    ['test beats validation', { print: 'a', side: 'validation' }, { print: 'a', side: 'test' }],
    ['validation beats train', { print: 'a', side: 'train' }, { print: 'a', side: 'validation' }],
    ['whatever the votes', { print: 'a', side: 'train', votes: 1000 }, { print: 'a', side: 'test', votes: -3 }],
    ['whatever the site', { print: 'a', side: 'train', input: 0 }, { print: 'a', side: 'test', input: 7 }],
  ])('%s', (_, loser, winner) => {
    expect(fates([loser, winner])).toEqual(['cluster_held_out', 'kept']);
    expect(fates([winner, loser])).toEqual(['kept', 'cluster_held_out']);
  });

  test('a loser on the winning side is a duplicate, one on a lesser side is held out', () => {
    const rows: Row[] = [
      { print: 'a', side: 'test', votes: 1 },
      { print: 'a', side: 'test', votes: 5 },
      { print: 'a', side: 'validation', votes: 9 },
      { print: 'a', side: 'train', votes: 99 },
    ];
    expect(fates(rows)).toEqual(['duplicate', 'kept', 'cluster_held_out', 'cluster_held_out']);
  });
});

test('the smallest of a cluster is that of the earliest site and lowest id, winner or not', () => {
  const rows: Row[] = [
    { print: 'a', input: 2, id: 1, votes: 9 },
    { print: 'a', input: 1, id: 5 },
    { print: 'a', input: 1, id: 4 },
  ];
  expect(judge(rows)).toEqual([
    ['kept', 2],
    ['duplicate', 2],
    ['duplicate', 2],
  ]);
});

test('groups do not mix', () => {
  const rows: Row[] = [{ print: 'b', votes: 1 }, { print: 'a' }, { print: 'b', votes: 2 }, { print: 'a', votes: 1 }];
  expect(fates(rows)).toEqual(['duplicate', 'duplicate', 'kept', 'kept']);
});

test('each group keeps exactly one row, the same one in any order of rows', () => {
  const next = dice(1);
  const sides = ['train', 'validation', 'test'] as const;
  const rows: Row[] = Array.from({ length: 500 }, (_, id) => ({
    print: String(next(150)),
    side: sides[next(3)]!,
    votes: next(3) - 1,
    input: next(3),
    id,
    byte: id * 100,
  }));
  const keptOf = (some: readonly Row[]) => {
    const told = fates(some);
    return some.filter((_, i) => told[i] === 'kept');
  };
  const kept = keptOf(rows);
  expect(new Set(kept.map(({ print }) => print)).size).toBe(kept.length);
  expect(keptOf(rows.toReversed()).toReversed()).toEqual(kept);
});

describe('of rows that are nearly alike', () => {
  const rows: readonly Row[] = [
    { print: 'a/1', votes: 1, id: 5 },
    { print: 'a/1', votes: 2, id: 6 },
    { print: 'a/2', votes: 7, id: 7 },
    { print: 'a/3', votes: 0, id: 4 },
    { print: 'b/1', id: 8 },
  ];

  test('copies are dropped and the others marked', () => {
    expect(judge(rows, 'mark')).toEqual([['duplicate', 3], ['kept', 3], ['kept', 3], ['kept', 3], undefined]);
  });

  test('one is left where they are dropped', () => {
    expect(fates(rows, 'drop')).toEqual(['duplicate', 'near_duplicate', 'kept', 'near_duplicate', undefined]);
  });

  test('the most held-out side wins, and rows on the others are held out', () => {
    const across: readonly Row[] = [
      { print: 'a/1', votes: 9 },
      { print: 'a/2', side: 'test' },
      { print: 'a/2', side: 'validation', votes: 9 },
      { print: 'a/3', side: 'test', votes: 3 },
    ];
    const held = 'cluster_held_out';
    expect(fates(across, 'mark')).toEqual([held, 'kept', held, 'kept']);
    expect(fates(across, 'drop')).toEqual([held, 'near_duplicate', held, 'kept']);
  });

  test('copies on a lesser side do not save each other', () => {
    const across: readonly Row[] = [{ print: 'a/1' }, { print: 'a/1' }, { print: 'a/2', side: 'test' }];
    expect(fates(across, 'mark')).toEqual(['cluster_held_out', 'cluster_held_out', 'kept']);
  });
});
