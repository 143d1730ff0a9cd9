// For tests: what was asked after a day is held out, of every kind of pair, beside a share of the rest.
import {
  definePipeline,
  duplicateQuestions,
  htmlToText,
  linkedNegatives,
  linkedQuestions,
  sameTagNegatives,
  squeeze,
  titleAnswer,
  titleBody,
} from 'stackpairs';

export default definePipeline({
  name: 'asked_after',
  pairs: [titleBody(), titleAnswer(), duplicateQuestions(), linkedQuestions(), linkedNegatives(), sameTagNegatives()],
  clean: [htmlToText(), squeeze()],
  split: { validation: 0.1, test: 0.1, after: '2022-01-01' },
  shard: { rows: 300 },
});
