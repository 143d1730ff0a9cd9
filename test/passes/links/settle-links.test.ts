// What becomes of each link: the two questions it pairs, or one reason, the first in a fixed order.
import { describe, expect, test } from 'vitest';
import { duplicateGroups } from '../../../src/passes/links/duplicate-groups.ts';
import { canonicalOf } from '../../../src/passes/links/resolve-links.ts';
import { type KnownLinks, linkedFinder, linkSettler } from '../../../src/passes/links/settle-links.ts';
import { linkRows } from './link-list.ts';

const IDS = Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

interface Facts {
  readonly leftOut?: readonly number[];
  /** Questions in the test split. */
  readonly tested?: readonly number[];
}

function known(list: string, { leftOut = [], tested = [] }: Facts): KnownLinks {
  const links = linkRows(list);
  return {
    links,
    questions: {
      ids: IDS,
      isLeftOut: (place) => leftOut.includes(IDS[place]!),
      read: () => expect.unreachable('no text is read to settle a link'),
      close() {},
    },
    canonical: canonicalOf(links, IDS),
    areDuplicates: duplicateGroups(links, IDS),
    sideOf: (id) => (tested.includes(id) ? 'test' : 'train'),
  };
}

/** Each link as `2>1`, or its reason. */
function settled(kind: 'duplicates' | 'linked', list: string, facts: Facts = {}): string[] {
  const all = known(list, facts);
  const settle = linkSettler(all, kind);
  return Array.from({ length: all.links.count }, (_, row) => settle(row)).map((made) =>
    typeof made === 'string' ? made : `${IDS[made.from]}>${IDS[made.to]}`,
  );
}

describe('a link of duplicates', () => {
  test.each<[string, string, string[], Facts?]>([
    ['pairs a duplicate with its canonical question', '2=1', ['2>1']],
    ['of another kind is none', '2-1 2?1', ['not_a_duplicate', 'not_a_duplicate']],
    ['to itself', '2=2', ['self_link']],
    ['from what is not there', '77=1', ['dangling_link']],
    ['to what is not there', '1=77', ['dangling_link']],
    ['of what is not there to itself is one to itself', '77=77', ['self_link']],
    ['in a chain pairs each with the end', '4=3 3=2 2=1', ['4>1', '3>1', '2>1']],
    ['in a chain whose end dangles pairs each with the last one there', '3=2 2=77', ['3>2', 'dangling_link']],
    ['around a dangling middle', '3=77 77=1', ['dangling_link', 'dangling_link']],
    ['in a circle', '1=2 2=3 3=1', Array(3).fill('duplicate_circle')],
    ['into a circle', '4=1 1=2 2=1', Array(3).fill('duplicate_circle')],
    ['with several targets pairs each', '3=2 3=1', ['3>2', '3>1']],
    ['with several targets that lead to one pairs it once', '3=2 2=1 3=1', ['3>1', '2>1', 'repeated_link']],
    ['that is repeated', '2=1 2=1', ['2>1', 'repeated_link']],
    ['the other way round as well is a circle', '2=1 1=2', Array(2).fill('duplicate_circle')],
    ['of a question that was left out', '2=1', ['question_left_out'], { leftOut: [2] }],
    ['to a canonical question that was left out', '2=1', ['question_left_out'], { leftOut: [1] }],
    ['through one that was left out', '3=2 2=1', ['3>1', 'question_left_out'], { leftOut: [2] }],
    [
      'to an end that was left out, though the middle was not',
      '3=2 2=1',
      Array(2).fill('question_left_out'),
      { leftOut: [1] },
    ],
    ['from one side of the split to another', '2=1', ['cluster_held_out'], { tested: [1] }],
    ['within the test side', '2=1', ['2>1'], { tested: [1, 2] }],
    [
      'whose end is on another side, though the middle is not',
      '3=2 2=1',
      Array(2).fill('cluster_held_out'),
      { tested: [1] },
    ],
  ])('%s', (_, list, expected, facts) => {
    expect(settled('duplicates', list, facts)).toEqual(expected);
  });
});

describe('a mere link', () => {
  test.each<[string, string, string[], Facts?]>([
    ['pairs the two', '1-2', ['1>2']],
    ['of another kind is none', '1=2 1?2', ['not_linked', 'not_linked']],
    ['to itself', '1-1', ['self_link']],
    ['to or from what is not there', '1-77 77-1', Array(2).fill('dangling_link')],
    [
      'between a duplicate and its canonical question',
      '2=1 2-1 1-2',
      ['not_linked', 'also_duplicate', 'also_duplicate'],
    ],
    ['between two duplicates of one question', '2=1 3=1 2-3', ['not_linked', 'not_linked', 'also_duplicate']],
    ['within a circle', '1=2 2=1 1-2', ['not_linked', 'not_linked', 'also_duplicate']],
    ['between two circles', '1=2 2=1 3=4 4=3 1-3', [...Array(4).fill('not_linked'), '1>3']],
    ['to a second target', '3=2 3=1 3-1', ['not_linked', 'not_linked', 'also_duplicate']],
    ['between two that are duplicates of others', '2=1 4=3 2-4', ['not_linked', 'not_linked', '2>4']],
    ['that is repeated', '1-2 1-2', ['1>2', 'repeated_link']],
    ['the other way round as well', '1-2 2-1', ['1>2', 'repeated_link']],
    ['of a question that was left out', '1-2 3-2', Array(2).fill('question_left_out'), { leftOut: [2] }],
    ['from one side of the split to another', '1-2', ['cluster_held_out'], { tested: [2] }],
  ])('%s', (_, list, expected, facts) => {
    expect(settled('linked', list, facts)).toEqual(expected);
  });
});

// Each row has the fault of its line and every one of those below, as far as they go together.
test('a link has one reason, the first in a fixed order', () => {
  const facts = { leftOut: [3], tested: [4] };
  expect(settled('duplicates', '77-77 77=77 77=3 5=6 6=5 3=4 7=4', facts)).toEqual([
    'not_a_duplicate',
    'self_link',
    'dangling_link',
    'duplicate_circle',
    'duplicate_circle',
    'question_left_out',
    'cluster_held_out',
  ]);
  expect(settled('linked', '3=4 77=77 77-77 77-3 3-4 3-5 4-7 7-4', facts)).toEqual([
    'not_linked',
    'not_linked',
    'self_link',
    'dangling_link',
    'also_duplicate',
    'question_left_out',
    'cluster_held_out',
    'repeated_link',
  ]);
});

test('a question that is linked to two merely linked ones is neither of them, and no duplicate of one', () => {
  const find = linkedFinder(known('1-2 2-3 3=1 2-4 4=2 1-5', {}));
  expect(IDS[find({ from: 0, to: 1 })!]).toBe(5);
});

describe('the negative of a duplicate 2 and its canonical question 1', () => {
  const found = (list: string, facts: Facts = {}) => {
    const place = linkedFinder(known(list, facts))({ from: 1, to: 0 });
    return place === undefined ? undefined : IDS[place];
  };

  test.each<[string, string, number | undefined, Facts?]>([
    ['is linked to the duplicate', '2=1 2-5', 5],
    ['is linked to the canonical question', '2=1 1-5', 5],
    ['links to either', '2=1 5-1', 5],
    ['is of the earliest row', '2=1 1-6 2-5', 6],
    ['is of the earliest row, whoever it is at', '2=1 2-5 1-6', 5],
    ['is none of the two', '2=1 2-1 1-5', 5],
    ['is no other duplicate of the canonical question', '2=1 3=1 2-3 1-5', 5],
    ['is no question through which the chain goes', '2=3 3=1 2-3 2-5', 5],
    ['may be a duplicate of another one', '2=1 5=6 2-5', 5],
    ['may be in a circle elsewhere', '2=1 5=6 6=5 2-5', 5],
    ['passed the rules', '2=1 2-5 2-6', 6, { leftOut: [5] }],
    ['is on the same side of the split', '2=1 2-5 2-6', 6, { tested: [5] }],
    ['is not there', '2=1', undefined],
    ['is not one that is missing', '2=1 2-77', undefined],
  ])('%s', (_, list, expected, facts) => {
    expect(found(list, facts)).toBe(expected);
  });
});
