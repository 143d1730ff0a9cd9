// What stackpairs understands of other people's texts: how many of which kind, and of how many the post is known.
// One reading. Memory: the first texts, and a count for each site.
import type { ForeignOptions, ForeignPair, ForeignRole, ForeignText } from './foreign.ts';
import { readForeign, readForeignPairs } from './read-foreign.ts';

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

/** How many pairs there are, and the first of them. */
export interface PairSurvey {
  readonly pairs: number;
  readonly first: readonly ForeignPair[];
}

/** Counts the rows of a file or folder that have two texts. */
export async function surveyPairs(path: string, options: SurveyOptions): Promise<PairSurvey> {
  const first: ForeignPair[] = [];
  let pairs = 0;
  for await (const batch of readForeignPairs(path, options)) {
    pairs += batch.length;
    first.push(...batch.slice(0, options.limit - first.length));
  }
  return { pairs, first };
}
