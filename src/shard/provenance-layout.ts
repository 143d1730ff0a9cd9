// The layout of a provenance shard: row by row beside the data shard, where a row comes from and whom to credit for it.

import { type Data, Field, Int32, Int64, List, makeData, Schema, Utf8 } from './arrow.ts';
import type { Layout, ShardRow } from './layout.ts';
import { Int32Column, Int64Column } from './number-columns.ts';
import { POST, PostColumns } from './post-columns.ts';
import { TextColumn } from './text-column.ts';

// These are in assembly/pack/origins.ts as well.
/** Bytes of a row besides its texts: fingerprint, an id in digits, two integers and six offsets, rounded up. */
const ROW_BYTES = 128;

/** Bytes of a post besides its texts: three integers, bits, four offsets, role, and the URL around its host, rounded up. */
const POST_BYTES = 128;

/** Bytes of a tag's offset. */
const TAG_BYTES = 4;

/** A UTF-16 unit takes at most three bytes in UTF-8. */
const MOST_BYTES_PER_UNIT = 3;

const TAGS = new List(new Field('item', new Utf8(), true));
const POSTS = new List(new Field('item', POST, true));
/** Its columns. */
export const PROVENANCE = new Schema([
  new Field('site', new Utf8(), true),
  new Field('question_id', new Int64(), true),
  new Field('votes', new Int32(), true),
  new Field('tags', TAGS, true),
  new Field('cluster', new Utf8(), true),
  new Field('fingerprint', new Utf8(), true),
  new Field('posts', POSTS, true),
]);

/** Columns that trace a row to its posts; nullable in the schema although nothing but an author is ever absent. */
export function provenanceLayout(): Layout<ShardRow> {
  const columns = newColumns();
  startLists(columns);
  return {
    schema: PROVENANCE,
    mostBytes: mostProvenanceBytes,
    append: (row) => append(columns, row),
    columns: () => dataOf(columns),
    clear() {
      for (const column of Object.values(columns)) column.clear();
      startLists(columns);
    },
  };
}

type Columns = ReturnType<typeof newColumns>;

function newColumns() {
  return {
    sites: new TextColumn(),
    questionIds: new Int64Column(),
    votes: new Int32Column(),
    tags: new TextColumn(),
    tagEnds: new Int32Column(),
    clusters: new TextColumn(),
    fingerprints: new TextColumn(),
    posts: new PostColumns(),
    postEnds: new Int32Column(),
  };
}

/** A list column has one offset more than rows, and the first is 0. */
function startLists({ tagEnds, postEnds }: Columns): void {
  tagEnds.append(0);
  postEnds.append(0);
}

function append(columns: Columns, row: ShardRow): void {
  columns.sites.appendString(row.site.name);
  columns.questionIds.append(row.questionId);
  columns.votes.append(row.votes);
  for (const tag of row.tags) columns.tags.append(tag);
  columns.tagEnds.append(columns.tags.rows);
  columns.clusters.appendString(`${row.cluster.site.name}/`, row.cluster.id);
  columns.fingerprints.appendHex(row.fingerprint);
  for (const post of row.posts) columns.posts.append(post, row.site.host);
  columns.postEnds.append(columns.posts.rows);
}

function dataOf(columns: Columns): Data[] {
  const { tags, tagEnds, posts, postEnds } = columns;
  return inOrder({
    site: columns.sites.data(),
    question_id: columns.questionIds.data(),
    votes: columns.votes.data(),
    tags: tagLists(tagEnds.values(), tags.data()),
    cluster: columns.clusters.data(),
    fingerprint: columns.fingerprints.data(),
    posts: postLists(postEnds.values(), posts.data()),
  });
}

/** Columns of provenance in their order. */
export function inOrder(columns: Readonly<Record<string, Data>>): Data[] {
  return PROVENANCE.fields.map(({ name }) => columns[name]!);
}

/** Tags by row, from where those of each begin. */
export function tagLists(valueOffsets: Int32Array, child: Data<Utf8>): Data {
  return makeData({ type: TAGS, valueOffsets, nullCount: 0, child });
}

/** Posts by row, likewise. */
export function postLists(valueOffsets: Int32Array, child: Data<typeof POST>): Data {
  return makeData({ type: POSTS, valueOffsets, nullCount: 0, child });
}

/** The most bytes a row takes. */
export function mostProvenanceBytes({ site, tags, cluster, posts }: ShardRow): number {
  let bytes = ROW_BYTES + (site.name.length + cluster.site.name.length) * MOST_BYTES_PER_UNIT;
  for (const { from, to } of tags) bytes += to - from + TAG_BYTES;
  for (const { author, license } of posts) {
    bytes += POST_BYTES + site.host.length * MOST_BYTES_PER_UNIT + license.to - license.from;
    if (author !== undefined) bytes += author.to - author.from;
  }
  return bytes;
}
