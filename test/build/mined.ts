// For tests: questions, all their answers and known duplicates, near-duplicates marked, in small shards.
import { definePipeline, duplicateQuestions, htmlToText, squeeze, titleAnswer, titleBody } from 'stackpairs';

export default definePipeline({
  name: 'mined',
  pairs: [titleBody(), titleAnswer({ answer: 'every' }), duplicateQuestions()],
  clean: [htmlToText({ code: 'keep' }), squeeze()],
  dedupe: { exact: 'pair', near: { field: 'body', similarity: 0.8, action: 'mark' } },
  split: { validation: 0.05, test: 0.05 },
  shard: { rows: 80 },
});
