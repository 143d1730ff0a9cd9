// Rows as plain values, for formats that are written from those, and back into the bytes that shards are written from.

import { StackpairsError } from '../errors.ts';
import type { Slice } from '../types.ts';
import type { ShardRow } from './layout.ts';
import { addressOf, isAnswerByAddress } from './post-columns.ts';
import type { ProvenanceRow } from './provenance-rows.ts';

/** A text as a string; unlike a TextDecoder it keeps a byte-order mark at the start. */
export function stringOf({ bytes, from, to }: Slice): string {
  return bytes.toString('utf8', from, to);
}

/** What is read back of a row's provenance. */
export function provenanceOf({ site, questionId, votes, tags, cluster, fingerprint, posts }: ShardRow): ProvenanceRow {
  return {
    site: site.name,
    questionId,
    votes,
    tags: tags.map(stringOf),
    cluster: `${cluster.site.name}/${cluster.id}`,
    fingerprint: fingerprint.bytes.toString('hex', fingerprint.from, fingerprint.to),
    posts: posts.map(({ role, isAnswer = false, id, authorId, author, license, licenseDerived, created }) => ({
      role,
      id,
      url: `${addressOf({ role, isAnswer }, site.host)}${id}`,
      authorId,
      author: author && stringOf(author),
      license: stringOf(license),
      licenseDerived,
      created,
    })),
  };
}

/** A row that was read, to be written again. Throws where it holds what no row was written with. */
export function shardRowOf(texts: readonly string[], row: ProvenanceRow): ShardRow {
  const host = hostOf(row);
  const at = row.cluster.lastIndexOf('/');
  return {
    texts: texts.map(sliceOf),
    site: { name: row.site, host },
    questionId: row.questionId,
    votes: row.votes,
    tags: row.tags.map(sliceOf),
    cluster: { site: { name: row.cluster.slice(0, at) }, id: Number(row.cluster.slice(at + 1)) },
    fingerprint: wholeSlice(Buffer.from(row.fingerprint, 'hex')),
    posts: row.posts.map(({ url, author, license, ...post }) => ({
      ...post,
      isAnswer: isAnswerByAddress(post.role, url),
      author: author === undefined ? undefined : sliceOf(author),
      license: sliceOf(license),
    })),
  };
}

/** The host that all addresses of a row are on. */
function hostOf({ site, questionId, posts }: ProvenanceRow): string {
  const host = posts[0]?.url.split('/')[2] ?? '';
  const expected = ({ role, id, url }: ProvenanceRow['posts'][number]) =>
    `${addressOf({ role, isAnswer: isAnswerByAddress(role, url) }, host)}${id}`;
  const other = posts.find((post) => post.url !== expected(post));
  if (other === undefined) return host;
  throw new StackpairsError('damaged_output', 'an address that is not one of a post', {
    at: `question ${questionId} of ${site}`,
    expected: expected(other),
    found: other.url,
  });
}

function sliceOf(text: string): Slice {
  return wholeSlice(Buffer.from(text, 'utf8'));
}

function wholeSlice(bytes: Buffer): Slice {
  return { bytes, from: 0, to: bytes.length };
}
