// The pairs of title-body without those of poor quality, and with the contacts of people masked. It reads each post several
// times over, so it is slower. Where each bound comes from: docs/pipeline.md.

import {
  capitals,
  codeRatio,
  definePipeline,
  detectLanguage,
  distinctWords,
  htmlToText,
  imageOnly,
  language,
  length,
  linkOnly,
  maskContacts,
  repetition,
  score,
  squeeze,
  titleBody,
  titleNotices,
} from 'stackpairs';

export default definePipeline({
  name: 'stackexchange_title_body_strict',
  pairs: [titleBody()],
  keep: [language({ only: ['en'] }), score({ min: 0 })],
  clean: [
    titleNotices(),
    // While the body is HTML, code can be told from prose.
    linkOnly(),
    imageOnly(),
    codeRatio(),
    detectLanguage({ only: ['en'] }),
    distinctWords('title', { min: 2 }),
    distinctWords('body'),
    capitals('title'),
    capitals('body'),
    repetition('title'),
    repetition('body'),
    maskContacts(),
    htmlToText({ code: 'keep' }),
    squeeze(),
    length('title', { min: 20 }),
    length('body', { min: 20, max: 4096 }),
  ],
  dedupe: { exact: 'pair' },
  split: { validation: 0.005, test: 0.005 },
  shard: { rows: 500_000, order: 'shuffled' },
});
