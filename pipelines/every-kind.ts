// Every kind of pair that a dump has, all in one reading: titles and bodies, answers, duplicates and linked questions. It needs
// PostLinks.xml beside Posts.xml. What each is made of: docs/recipes.md.

import {
  bestWorstAnswers,
  definePipeline,
  duplicateQuestions,
  htmlToText,
  language,
  length,
  linkedNegatives,
  linkedQuestions,
  score,
  squeeze,
  titleAnswer,
  titleBody,
  titleBodyAnswer,
  titleNotices,
} from 'stackpairs';

export default definePipeline({
  name: 'stackexchange_every_kind',
  pairs: [
    titleBody(),
    titleAnswer(),
    titleBodyAnswer(),
    bestWorstAnswers(),
    duplicateQuestions({ text: 'title' }),
    duplicateQuestions({ text: 'body' }),
    duplicateQuestions({ text: 'title-body' }),
    linkedQuestions(),
    linkedNegatives(),
  ],
  keep: [language({ only: ['en'] }), score({ min: 0 })],
  clean: [
    titleNotices(),
    htmlToText({ code: 'keep' }),
    squeeze(),
    length('title', { min: 20 }),
    length('body', { min: 20, max: 4096 }),
    length('answer', { min: 20, max: 4096 }),
  ],
  dedupe: { exact: 'pair' },
  split: { validation: 0.005, test: 0.005 },
  shard: { rows: 500_000, order: 'shuffled' },
});
