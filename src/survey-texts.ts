// What stackpairs understands of other people's texts: how many of which kind, and of how many the post is known; or how
// many pairs or triplets, and what is none. One reading. Memory: the first of them, and a count for each site and reason.
import type { ForeignExample, ForeignOptions, ForeignRole, ForeignText } from './foreign.ts';
import { readForeign, readForeignRows } from './read-foreign.ts';

/** What to read, and how many of the first items to show. */
export interface SurveyOptions extends ForeignOptions {
  readonly limit: number;
}

/** What was found. */
export interface TextSurvey {
  readonly source: string;
  readonly texts: number;
  /** Texts by what they are in the set. */
  readonly roles: Readonly<Partial<Record<ForeignRole, number>>>;
  /** Texts whose post is known, by site. */
  readonly posts: Readonly<Record<string, number>>;
  readonly first: readonly ForeignText[];
}

/** Counts the texts of a file or folder. */
export async function surveyTexts(path: string, options: SurveyOptions): Promise<TextSurvey> {
  const roles: Partial<Record<ForeignRole, number>> = {};
  const posts: Record<string, number> = {};
  const first: ForeignText[] = [];
  let source = options.name ?? '';
  let texts = 0;
  for await (const batch of readForeign(path, options)) {
    texts += batch.length;
    for (const text of batch) {
      source = text.source;
      roles[text.role] = (roles[text.role] ?? 0) + 1;
      if (text.post !== undefined) posts[text.post.site] = (posts[text.post.site] ?? 0) + 1;
      if (first.length < options.limit) first.push(text);
    }
  }
  return { source, texts, roles, posts, first };
}

/** What a set gives for training. */
export interface ExampleSurvey {
  readonly source: string;
  /** Names of the texts, anchor first. */
  readonly columns: readonly string[];
  /** Rows seen: those that are kept, and those that are dropped. */
  readonly rows: number;
  readonly kept: number;
  /** Rows by the reason that they give no example. */
  readonly dropped: Readonly<Record<string, number>>;
  readonly first: readonly ForeignExample[];
}

/** Counts the rows of a file or folder that are pairs or triplets, and the others by their reasons. */
export async function surveyExamples(path: string, options: SurveyOptions): Promise<ExampleSurvey> {
  const dropped: Record<string, number> = {};
  const first: ForeignExample[] = [];
  let [source, columns, kept, left] = [options.name ?? '', [] as readonly string[], 0, 0];
  for await (const batch of readForeignRows(path, options)) {
    ({ source, columns } = batch);
    kept += batch.rows.length;
    first.push(...batch.rows.slice(0, options.limit - first.length));
    for (const [reason, count] of Object.entries(batch.dropped)) {
      dropped[reason] = (dropped[reason] ?? 0) + count;
      left += count;
    }
  }
  return { source, columns, rows: kept + left, kept, dropped, first };
}
