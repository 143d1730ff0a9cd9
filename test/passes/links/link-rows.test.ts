// Links between the passes: what is written is what is read, whatever its size.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { idsAmong, LinkCollector, placeOf, readLinkRows, readWords } from '../../../src/passes/links/link-rows.ts';
import type { Link } from '../../../src/types.ts';
import { makeFolder } from '../../extract/dump-files.ts';
import { linksOf } from './link-list.ts';

function written(links: readonly Link[], byteOf = (row: number) => row) {
  const folder = makeFolder();
  const paths = { links: join(folder, 'links'), ids: join(folder, 'ids') };
  const collector = new LinkCollector();
  for (const [row, link] of links.entries()) collector.add(link, byteOf(row));
  const files = collector.write(paths);
  return { rows: readLinkRows(paths.links), ids: readWords(paths.ids), files };
}

test('links come back in their order, with the byte of their row', () => {
  const { rows } = written(linksOf('7=3 1-2 4294967295?1'), (row) => row * 2 ** 40 + 5);
  const read = Array.from({ length: rows.count }, (_, row) => [
    rows.from(row),
    rows.to(row),
    rows.typeId(row),
    rows.byte(row),
  ]);
  expect(read).toEqual([
    [7, 3, 3, 5],
    [1, 2, 1, 2 ** 40 + 5],
    [4_294_967_295, 1, 7, 2 ** 41 + 5],
  ]);
});

test('no links at all come back as none', () => {
  const { rows, ids, files } = written([]);
  expect([rows.count, [...ids], files.map(({ bytes }) => bytes)]).toEqual([0, [], [0, 0]]);
});

test('the posts that links name are listed once each, in ascending order', () => {
  expect([...written(linksOf('7=3 3-7 9=9 1-7')).ids]).toEqual([1, 3, 7, 9]);
});

test.each([65_535, 65_536, 65_537, 140_000])(
  '%i links come back whole, and the size of both files is what they say',
  (count) => {
    const links = Array.from({ length: count }, (_, i) => ({
      id: i,
      postId: count - i,
      relatedId: 2 * i + 1,
      typeId: 1,
      created: '',
    }));
    const { rows, ids, files } = written(links);
    expect(rows.count).toBe(count);
    for (let row = 0; row < count; row += 997)
      expect([rows.from(row), rows.to(row)]).toEqual([count - row, 2 * row + 1]);
    expect([rows.from(count - 1), rows.to(count - 1)]).toEqual([1, 2 * count - 1]);
    const named = new Set(links.flatMap(({ postId, relatedId }) => [postId, relatedId]));
    expect(ids.length).toBe(named.size);
    expect(ids.every((id, i) => named.has(id) && (i === 0 || ids[i - 1]! < id))).toBe(true);
    expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['links', 20 * count],
      ['ids', 4 * ids.length],
    ]);
  },
);

describe('the place of an id', () => {
  const ids = Uint32Array.of(2, 5, 9, 4_294_967_295);

  test.each([
    [2, 0],
    [5, 1],
    [9, 2],
    [4_294_967_295, 3],
    [0, -1],
    [3, -1],
    [10, -1],
  ])('of %i is %i', (id, place) => {
    expect(placeOf(ids, id)).toBe(place);
    expect(idsAmong(ids)(id)).toBe(place >= 0);
  });

  test('among none is none', () => {
    expect(placeOf(new Uint32Array(), 5)).toBe(-1);
  });
});
