// Rows as lines of JSON, and back. Times are ISO 8601, absent authors null.

import type { ProvenanceRow } from './provenance-rows.ts';

/** Whatever some program takes for the end of a line, and JSON lets stand: Python's `splitlines` goes by all of these. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;

/** A line of JSON that is one line to everybody. */
function lineOf(value: object): string {
  const hex = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value).replace(LINE_ENDS, hex)}\n`;
}

/** The line of a data row. */
export function textLine(texts: readonly string[]): string {
  return lineOf({ texts });
}

/** The line of a provenance row. */
export function provenanceLine(row: ProvenanceRow): string {
  return lineOf({
    site: row.site,
    question_id: row.questionId,
    votes: row.votes,
    tags: row.tags,
    cluster: row.cluster,
    fingerprint: row.fingerprint,
    posts: row.posts.map(({ role, id, url, authorId = null, author = null, ...post }) => ({
      role,
      id,
      url,
      author_id: authorId,
      author,
      license: post.license,
      license_derived: post.licenseDerived,
      created: new Date(post.created).toISOString(),
    })),
  });
}

/** Texts by column name. Throws where the line is not of as many. */
export function parseTexts(line: string, columns: readonly string[]): Record<string, string> {
  const { texts } = JSON.parse(line) as { readonly texts?: unknown };
  if (!Array.isArray(texts) || texts.length !== columns.length || !texts.every((text) => typeof text === 'string')) {
    throw new Error(`not ${columns.length} texts`);
  }
  return Object.fromEntries(columns.map((column, i) => [column, texts[i] as string]));
}

/** A provenance row as its line has it. */
interface StoredRow extends Omit<ProvenanceRow, 'questionId' | 'posts'> {
  readonly question_id: number;
  readonly posts: readonly StoredPost[];
}
interface StoredPost extends Pick<ProvenanceRow['posts'][number], 'role' | 'id' | 'url' | 'license'> {
  readonly author_id: number | null;
  readonly author: string | null;
  readonly license_derived: boolean;
  readonly created: string;
}

/** A provenance row. Throws where the line is none. */
export function parseProvenance(line: string): ProvenanceRow {
  const { question_id: questionId, posts, ...row } = JSON.parse(line) as StoredRow;
  return {
    ...row,
    questionId,
    posts: posts.map(({ author_id, author, license_derived: licenseDerived, created, ...post }) => ({
      ...post,
      authorId: author_id ?? undefined,
      author: author ?? undefined,
      licenseDerived,
      created: Date.parse(created),
    })),
  };
}
