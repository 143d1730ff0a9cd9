// What the tests of links share: links written as `1=2 3-4`, the first a duplicate and the second merely linked.
import type { LinkRows } from '../../../src/passes/links/link-rows.ts';
import type { Link } from '../../../src/types.ts';

const TYPES: Readonly<Record<string, number>> = { '=': 3, '-': 1, '?': 7 };

/** Links as rows of PostLinks.xml say them. */
export function linksOf(list: string): Link[] {
  const words = list.split(' ').filter((word) => word !== '');
  return words.map((word, i) => {
    const [, from, kind, to] = /^(\d+)(.)(\d+)$/.exec(word)!;
    return { id: i + 1, postId: Number(from), relatedId: Number(to), typeId: TYPES[kind!]!, created: '' };
  });
}

/** The same as the passes have them; a row's byte is a hundred times its number. */
export function linkRows(list: string): LinkRows {
  const links = linksOf(list);
  return {
    count: links.length,
    from: (row) => links[row]!.postId,
    to: (row) => links[row]!.relatedId,
    typeId: (row) => links[row]!.typeId,
    byte: (row) => 100 * row,
  };
}
