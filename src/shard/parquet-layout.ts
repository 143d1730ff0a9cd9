// What shards look like in Parquet: the schemas, and the columns of a batch of rows. Lists have the three levels that the
// format asks for, and everything is nullable, as it is in Arrow: equal rows load with equal types.

import type { SchemaElement } from './parquet.ts';
import type { ProvenanceRow } from './provenance-rows.ts';

/** Values of a column, one for each row. */
export interface ParquetColumn {
  readonly name: string;
  readonly data: unknown[];
}

/** The schema of a data shard. */
export function textSchema(columns: readonly string[]): SchemaElement[] {
  return [root(columns.length), ...columns.map(text)];
}

/** The schema of a provenance shard. */
export function provenanceSchema(): SchemaElement[] {
  return [
    root(7),
    text('site'),
    integer('question_id', 'INT64'),
    integer('votes', 'INT32'),
    ...list('tags', [text('element')]),
    text('cluster'),
    text('fingerprint'),
    ...list('posts', [
      { name: 'element', repetition_type: 'OPTIONAL', num_children: 8 },
      text('role'),
      integer('id', 'INT64'),
      text('url'),
      integer('author_id', 'INT64'),
      text('author'),
      text('license'),
      { name: 'license_derived', type: 'BOOLEAN', repetition_type: 'OPTIONAL' },
      { ...integer('created', 'INT64'), converted_type: 'TIMESTAMP_MILLIS', logical_type: MILLISECONDS },
    ]),
  ];
}

const MILLISECONDS = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } as const;

function root(num_children: number): SchemaElement {
  return { name: 'schema', num_children };
}

function text(name: string): SchemaElement {
  const logical_type = { type: 'STRING' } as const;
  return { name, type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL', converted_type: 'UTF8', logical_type };
}

function integer(name: string, type: 'INT32' | 'INT64'): SchemaElement {
  return { name, type, repetition_type: 'OPTIONAL' };
}

function list(name: string, item: readonly SchemaElement[]): SchemaElement[] {
  const logical_type = { type: 'LIST' } as const;
  return [
    { name, repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST', logical_type },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...item,
  ];
}

/** The columns of provenance rows. */
export function provenanceColumns(rows: readonly ProvenanceRow[]): ParquetColumn[] {
  return [
    { name: 'site', data: rows.map(({ site }) => site) },
    { name: 'question_id', data: rows.map(({ questionId }) => BigInt(questionId)) },
    { name: 'votes', data: rows.map(({ votes }) => votes) },
    { name: 'tags', data: rows.map(({ tags }) => tags) },
    { name: 'cluster', data: rows.map(({ cluster }) => cluster) },
    { name: 'fingerprint', data: rows.map(({ fingerprint }) => fingerprint) },
    { name: 'posts', data: rows.map(({ posts }) => posts.map(storedPost)) },
  ];
}

function storedPost({ authorId, author, ...post }: ProvenanceRow['posts'][number]) {
  return {
    role: post.role,
    id: BigInt(post.id),
    url: post.url,
    author_id: authorId === undefined ? null : BigInt(authorId),
    author: author ?? null,
    license: post.license,
    license_derived: post.licenseDerived,
    created: BigInt(post.created),
  };
}

/** A provenance row as it is read from its columns. */
export type StoredRow = Omit<ProvenanceRow, 'questionId' | 'posts'> & {
  readonly question_id: bigint;
  readonly posts: readonly ReadPost[];
};
type ReadPost = Omit<ReturnType<typeof storedPost>, 'created'> & { readonly created: Date };

/** A row out of what was read. */
export function provenanceRow({ question_id, posts, ...row }: StoredRow): ProvenanceRow {
  return {
    ...row,
    questionId: Number(question_id),
    posts: posts.map(({ id, author_id, author, license_derived, created, ...post }) => ({
      ...post,
      id: Number(id),
      authorId: author_id === null ? undefined : Number(author_id),
      author: author ?? undefined,
      licenseDerived: license_derived,
      created: created.getTime(),
    })),
  };
}
