// Provenance columns of one record batch back into rows: the reverse of provenance-layout.ts and post-columns.ts.

import type { Credit, DatasetRow } from '../types.ts';
import type { RecordBatch, Vector } from './arrow.ts';
import { columnTexts } from './column-texts.ts';
import { POST } from './post-columns.ts';

/** A credited post and its address. */
export interface CreditedPost extends Credit {
  readonly url: string;
}

/** A row of a provenance shard. */
export interface ProvenanceRow extends Omit<DatasetRow, 'texts' | 'site' | 'posts'> {
  readonly site: string;
  readonly posts: readonly CreditedPost[];
}

/** Gives the rows of a batch by their number in it. */
export function provenanceRows(batch: RecordBatch): (row: number) => ProvenanceRow {
  const site = column(batch, 'site');
  const questionId = column(batch, 'question_id');
  const votes = column(batch, 'votes');
  const tagsAt = listAt(column(batch, 'tags'), (tags) => (at) => tags.get(at) as string);
  const cluster = column(batch, 'cluster');
  const fingerprint = column(batch, 'fingerprint');
  const postsAt = listAt(column(batch, 'posts'), creditedPosts);
  return (row) => ({
    site: site.get(row),
    questionId: Number(questionId.get(row)),
    votes: votes.get(row),
    tags: tagsAt(row),
    cluster: cluster.get(row),
    fingerprint: fingerprint.get(row),
    posts: postsAt(row),
  });
}

/** Reads lists by their offsets: apache-arrow makes a vector and a proxy of each, at six times the cost. */
function listAt<Item>(list: Vector, itemsOf: (items: Vector) => (at: number) => Item): (row: number) => Item[] {
  const { valueOffsets } = list.data[0]!;
  const all = filled(list.getChildAt(0));
  const itemAt = itemsOf(all);
  return (row) => {
    const [from, to] = [valueOffsets[row]!, valueOffsets[row + 1]!];
    if (from < 0 || to > all.length) throw new Error(`a list of items ${from} to ${to} of ${all.length}`);
    const items: Item[] = [];
    for (let at = from; at < to; at++) items.push(itemAt(at));
    return items;
  };
}

function creditedPosts(posts: Vector): (at: number) => CreditedPost {
  const field = (name: string) => posts.getChildAt(POST.children.findIndex((field) => field.name === name));
  const [role, id, url] = [filled(field('role')), filled(field('id')), filled(field('url'))];
  const [authorId, author] = [there(field('author_id')), there(field('author'))];
  const [license, licenseDerived] = [filled(field('license')), filled(field('license_derived'))];
  const created = filled(field('created'));
  const authorAt = columnTexts(author);
  return (at) => ({
    role: role.get(at),
    id: Number(id.get(at)),
    url: url.get(at),
    authorId: authorId.isValid(at) ? Number(authorId.get(at)) : undefined,
    author: author.isValid(at) ? authorAt(at) : undefined,
    license: license.get(at),
    licenseDerived: licenseDerived.get(at),
    created: created.get(at),
  });
}

function column(batch: RecordBatch, name: string): Vector {
  return filled(batch.getChild(name));
}

/** A column that every row has a value in. */
export function filled(column: Vector | null): Vector {
  const found = there(column);
  if (found.nullCount > 0) throw new Error(`${found.nullCount} rows without a value`);
  return found;
}

function there(column: Vector | null): Vector {
  if (column === null) throw new Error('a column is missing');
  return column;
}
