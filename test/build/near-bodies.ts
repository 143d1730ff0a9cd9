// A pipeline for tests: the built-in one, near-duplicates of bodies dropped as well.

import { definePipeline, htmlToText, language, length, score, squeeze, titleBody, titleNotices } from 'stackpairs';

export default definePipeline({
  name: 'near_bodies',
  pairs: [titleBody()],
  keep: [language({ only: ['en'] }), score({ min: 0 })],
  clean: [
    titleNotices(),
    htmlToText({ code: 'keep' }),
    squeeze(),
    length('title', { min: 20 }),
    length('body', { min: 20, max: 4096 }),
  ],
  dedupe: { exact: 'pair', near: { field: 'body', similarity: 0.8, action: 'drop' } },
  split: { validation: 0.005, test: 0.005 },
  shard: { rows: 500_000, order: 'shuffled' },
});
