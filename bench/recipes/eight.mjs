// The pipeline under measurement: title-body as it is built in, and seven more recipes in the same reading.
import {
  bestWorstAnswers,
  definePipeline,
  duplicateQuestions,
  htmlToText,
  language,
  length,
  linkedQuestions,
  score,
  squeeze,
  titleAnswer,
  titleBody,
  titleBodyAnswer,
  titleNotices,
} from 'stackpairs';

export default definePipeline({
  name: 'eight_recipes',
  pairs: [
    titleBody(),
    titleAnswer({ answer: 'accepted' }),
    titleBodyAnswer({ answer: 'best' }),
    bestWorstAnswers(),
    duplicateQuestions({ text: 'title' }),
    duplicateQuestions({ text: 'body' }),
    duplicateQuestions({ text: 'title-body' }),
    linkedQuestions(),
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
