// The pipeline with small shards, and every kind of recipe in one reading; margins so small that a sample meets them.
import {
  bestWorstAnswers,
  definePipeline,
  duplicateQuestions,
  htmlToText,
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
  name: 'recipes',
  pairs: [
    titleBody(),
    titleAnswer({ answer: 'accepted' }),
    titleAnswer({ answer: 'every', min: 1, name: 'title-answer-every' }),
    titleBodyAnswer(),
    bestWorstAnswers({ margin: 3 }),
    duplicateQuestions(),
    duplicateQuestions({ text: 'body' }),
    duplicateQuestions({ text: 'title-body' }),
    linkedQuestions(),
    linkedNegatives(),
  ],
  keep: [score({ min: 0 })],
  clean: [
    titleNotices(),
    htmlToText({ code: 'keep' }),
    squeeze(),
    length('title', { min: 20 }),
    length('body', { min: 20, max: 4096 }),
    length('answer', { min: 20, max: 4096 }),
  ],
  dedupe: { exact: 'pair' },
  split: { validation: 0.1, test: 0.1 },
  shard: { rows: 70, order: 'shuffled' },
});
