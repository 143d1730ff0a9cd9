// Titles, answers and duplicates to train on, and an evaluation set of every kind of what is held out. It needs PostLinks.xml
// beside Posts.xml. What is in the sets, and what is not: docs/evaluation-sets.md.

import {
  definePipeline,
  duplicatePairs,
  duplicateQuestions,
  duplicateReranking,
  duplicateRetrieval,
  htmlToText,
  language,
  length,
  linkedQuestions,
  questionToAnswer,
  score,
  similarity,
  siteClustering,
  squeeze,
  tagClustering,
  titleAnswer,
  titleBody,
  titleNotices,
  titleToBody,
} from 'stackpairs';

export default definePipeline({
  name: 'stackexchange_evaluated',
  pairs: [titleBody(), titleAnswer(), duplicateQuestions(), linkedQuestions()],
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
  split: { validation: 0.02, test: 0.1 },
  evaluate: [
    titleToBody(),
    questionToAnswer(),
    duplicateRetrieval(),
    duplicateReranking(),
    duplicatePairs(),
    similarity(),
    siteClustering(),
    tagClustering(),
  ],
  shard: { rows: 500_000, order: 'shuffled' },
});
