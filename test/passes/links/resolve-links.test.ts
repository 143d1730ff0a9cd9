// Duplicates on ids alone: where chains lead, what runs in circles, which questions say the same, and who is linked to whom.
import { describe, expect, test } from 'vitest';
import { duplicateGroups } from '../../../src/passes/links/duplicate-groups.ts';
import { linksAround } from '../../../src/passes/links/links-around.ts';
import { CIRCLE, canonicalOf } from '../../../src/passes/links/resolve-links.ts';
import { dice } from '../helpers.ts';
import { linkRows } from './link-list.ts';

const IDS = Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);

/** Where each of these ids leads: `o` stands for a circle. */
function ends(list: string, asked: readonly number[], ids = IDS): (number | string)[] {
  const canonical = canonicalOf(linkRows(list), ids);
  return asked.map((id) => canonical(ids.indexOf(id))).map((end) => (end === CIRCLE ? 'o' : ids[end]!));
}

describe('the canonical question', () => {
  test.each<[string, string, Record<number, number | string>]>([
    ['of no duplicate is itself', '2-1', { 1: 1, 2: 2 }],
    ['of a duplicate is the one it names', '2=1', { 1: 1, 2: 1 }],
    ['of a chain is the one at its end', '4=3 3=2 2=1', { 4: 1, 3: 1, 2: 1, 1: 1 }],
    ['of a chain whose links stand in any order', '2=1 4=3 3=2', { 4: 1, 3: 1, 2: 1 }],
    ['may be the newer one', '1=2 2=3', { 1: 3, 2: 3, 3: 3 }],
    ['is none in a circle', '1=2 2=3 3=1', { 1: 'o', 2: 'o', 3: 'o' }],
    ['is none in a circle of two', '1=2 2=1', { 1: 'o', 2: 'o' }],
    ['is none of what leads into a circle', '5=4 4=1 1=2 2=1', { 5: 'o', 4: 'o', 1: 'o' }],
    ['does not change by a link to itself', '1=1 2=1', { 1: 1, 2: 1 }],
    ['by a link to itself and another, the other', '1=1 1=2', { 1: 2 }],
    ['of several targets is by the first row', '3=2 3=1', { 3: 2 }],
    ['of several targets is by the first row, later than one to itself', '3=3 3=2 3=1', { 3: 2 }],
    ['of a repeated link', '2=1 2=1', { 2: 1 }],
    ['does not follow mere links', '2=1 1-3', { 2: 1, 1: 1 }],
    ['does not follow other kinds', '2=1 1?3', { 2: 1 }],
    ['is the last one that is there, where the end dangles', '3=2 2=77', { 3: 2, 2: 2 }],
    ['is by the first target that is there', '3=77 3=2', { 3: 2 }],
    ['ends before a dangling middle', '3=2 2=77 77=1', { 3: 2, 2: 2, 1: 1 }],
    ['of two branches is one', '5=3 4=3 3=1', { 5: 1, 4: 1, 3: 1 }],
  ])('%s', (_, list, expected) => {
    const asked = Object.keys(expected).map(Number);
    expect(ends(list, asked)).toEqual(Object.values(expected));
    expect(ends(list, asked.toReversed())).toEqual(Object.values(expected).toReversed());
  });

  test('of a chain of 100,000 is found without running out of stack', () => {
    const ids = Uint32Array.from({ length: 100_000 }, (_, i) => i + 1);
    const links = {
      ...linkRows(''),
      count: ids.length - 1,
      from: (row: number) => row + 2,
      to: (row: number) => row + 1,
      typeId: () => 3,
    };
    expect(canonicalOf(links, ids)(ids.length - 1)).toBe(0);
  });

  test('does not depend on who asks first', () => {
    const below = dice(9);
    for (let i = 0; i < 200; i++) {
      const list = Array.from({ length: 8 }, () => `${1 + below(9)}=${1 + below(9)}`).join(' ');
      const asked = [...IDS]
        .map((id) => ({ id, rank: below(1000) }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ id }) => id);
      const canonical = new Map(asked.map((id, at) => [id, ends(list, asked)[at]]));
      for (const id of IDS) expect(ends(list, [id]), list).toEqual([canonical.get(id)]);
    }
  });
});

describe('two questions are duplicates', () => {
  const areDuplicates = (list: string, a: number, b: number) =>
    duplicateGroups(linkRows(list), IDS)(IDS.indexOf(a), IDS.indexOf(b));

  test.each<[string, string, number, number, boolean]>([
    ['of each other, whichever way round', '2=1', 1, 2, true],
    ['through a third', '2=1 3=1', 2, 3, true],
    ['in a circle', '1=2 2=1', 1, 2, true],
    ['by a second target', '3=2 3=1', 1, 3, true],
    ['of itself', '', 4, 4, true],
    ['and not by mere links', '2-1', 1, 2, false],
    ['and not by one that is not there', '2=77 3=77', 2, 3, false],
    ['and not where there is no way', '2=1 4=3', 1, 3, false],
  ])('%s', (_, list, a, b, expected) => {
    expect([areDuplicates(list, a, b), areDuplicates(list, b, a)]).toEqual([expected, expected]);
  });
});

describe('the links around a question', () => {
  const around = (list: string, id: number) =>
    [...linksAround(linkRows(list), IDS)(IDS.indexOf(id))].map(({ row, place }) => `${row}:${IDS[place]}`);

  test.each<[string, string, number, string[]]>([
    ['are those from it and to it, in the order of their rows', '1-2 3-1 4-5 1-9', 1, ['0:2', '1:3', '3:9']],
    ['are none of duplicates', '1=2 1-3', 1, ['1:3']],
    ['are none to itself', '1-1 1-2', 1, ['1:2']],
    ['are none to what is not there', '1-77 77-1 1-2', 1, ['2:2']],
    ['are each of those that are repeated', '1-2 2-1', 1, ['0:2', '1:2']],
    ['are none where there is none', '1-2', 9, []],
    ['are those of the last question', '9-1 8-9', 9, ['0:1', '1:8']],
  ])('%s', (_, list, id, expected) => {
    expect(around(list, id)).toEqual(expected);
  });
});
