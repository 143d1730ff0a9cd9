// What two pipelines for tests share: one has a config for each kind of pair, the other for each kind and site.
import { htmlToText, squeeze, titleAnswer, titleBody, titleBodyAnswer } from 'stackpairs';

const SHARED = {
  clean: [htmlToText({ code: 'keep' }), squeeze()],
  split: { validation: 0.1, test: 0.1 },
  shard: { rows: 40 },
} as const;

/** Pairs of questions alone; rows that are nearly alike are marked. */
export const QUESTIONS = {
  ...SHARED,
  name: 'questions',
  pairs: [titleBody()],
  dedupe: { exact: 'pair', near: { field: 'body', similarity: 0.6 } },
} as const;

/** Pairs that are joined of several posts, of two kinds. */
export const ANSWERS = { ...SHARED, name: 'answers', pairs: [titleAnswer(), titleBodyAnswer()] } as const;
