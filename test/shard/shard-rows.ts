// Rows to write shards of: one for a number, each a little different.

import type { ShardRow } from '../../src/shard/layout.ts';

/** A text as the shard writer takes it. */
function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A row with the given texts, or with some of its own. */
export function shardRow(id: number, texts: readonly string[] = [`title ${id}`, `body of ${id}`]): ShardRow {
  return {
    texts: texts.map(utf8),
    site: { name: 'beer.stackexchange.com', host: 'alcohol.stackexchange.com', language: 'en' },
    questionId: id,
    votes: id % 2 === 0 ? id : -id,
    tags: ['hops', 'größe', '日本'].slice(0, id % 4),
    cluster: `beer.stackexchange.com/${id}`,
    fingerprint: id.toString(16).padStart(32, '0'),
    posts: [
      {
        role: 'question',
        id,
        authorId: id % 3 === 0 ? undefined : id % 3 === 1 ? -1 : 2 ** 40 + id,
        author: id % 5 === 0 ? undefined : 'Jürgen 𝔘',
        license: 'CC BY-SA 4.0',
        licenseDerived: id % 2 === 0,
        created: 1_217_540_572_667 + id,
      },
    ],
  };
}

/** All items, in order. */
export async function all<T>(items: Iterable<T> | AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
