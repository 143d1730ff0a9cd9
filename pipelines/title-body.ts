// Questions as (title, body) pairs: the successor of the set that stackoverflow_mpnet-base was trained on.

import { definePipeline, htmlToText, language, length, score, squeeze, titleBody, titleNotices } from 'stackpairs';

export default definePipeline({
  name: 'stackexchange_title_body',
  pairs: [titleBody()],
  keep: [language({ only: ['en'] }), score({ min: 0 })],
  clean: [
    titleNotices(),
    htmlToText({ code: 'keep' }),
    squeeze(),
    length('title', { min: 20 }),
    length('body', { min: 20, max: 4096 }),
  ],
  dedupe: { exact: 'pair' },
  split: { validation: 0.005, test: 0.005 },
  shard: { rows: 500_000, order: 'shuffled' },
});
