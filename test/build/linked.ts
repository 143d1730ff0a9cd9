// Pairs of answers and of linked questions, which are joined of what the route pass spilled of posts and links.
import { definePipeline, duplicateQuestions, htmlToText, squeeze, titleAnswer } from 'stackpairs';

export default definePipeline({
  name: 'linked',
  pairs: [titleAnswer(), duplicateQuestions()],
  clean: [htmlToText({ code: 'keep' }), squeeze()],
  dedupe: { exact: 'pair' },
  split: { validation: 0.1, test: 0.1 },
  shard: { rows: 500, order: 'shuffled' },
});
