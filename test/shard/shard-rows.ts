// Rows to write shards of: one for a number, each a little different.

import type { ShardRow } from '../../src/shard/layout.ts';
import type { DatasetRow, Slice } from '../../src/types.ts';

const site = { name: 'beer.stackexchange.com', host: 'alcohol.stackexchange.com', language: 'en' };

/** A text as the shard writer takes it: somewhere among other bytes. */
function slice(text: string | Uint8Array): Slice {
  const bytes = Buffer.concat([Buffer.from('before'), Buffer.from(text as string), Buffer.from('after')]);
  return { bytes, from: 6, to: bytes.length - 5 };
}

const stringOf = ({ bytes, from, to }: Slice) => bytes.toString('utf8', from, to);

/** What is read back of a row, but for the addresses of its posts. */
export function asRead({ texts: _, ...row }: ShardRow): Omit<DatasetRow, 'texts' | 'site'> & { site: string } {
  const { bytes, from, to } = row.fingerprint;
  return {
    ...row,
    site: row.site.name,
    tags: row.tags.map(stringOf),
    cluster: `${row.cluster.site.name}/${row.cluster.id}`,
    fingerprint: bytes.toString('hex', from, to),
    posts: row.posts.map(({ author, license, ...post }) => ({
      ...post,
      author: author && stringOf(author),
      license: stringOf(license),
    })),
  };
}

/** A row with the given texts, or with some of its own. */
export function shardRow(id: number, texts: readonly string[] = [`title ${id}`, `body of ${id}`]): ShardRow {
  return {
    texts: texts.map(slice),
    site,
    questionId: id,
    votes: id % 2 === 0 ? id : -id,
    tags: ['hops', 'größe', '日本'].slice(0, id % 4).map(slice),
    cluster: { site, id },
    fingerprint: slice(Buffer.from(id.toString(16).padStart(32, '0'), 'hex')),
    posts: [
      {
        role: 'question',
        id,
        authorId: id % 3 === 0 ? undefined : id % 3 === 1 ? -1 : 2 ** 40 + id,
        author: id % 5 === 0 ? undefined : slice('Jürgen 𝔘'),
        license: slice('CC BY-SA 4.0'),
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
