// Many small shards, weighed by rows with numbers so small that a small dump has weights above 1.
import { definePipeline, htmlToText, length, squeeze, titleBody } from 'stackpairs';

export default definePipeline({
  name: 'weighted',
  pairs: [titleBody()],
  clean: [
    htmlToText({ code: 'keep' }),
    squeeze(),
    length('title', { min: 20 }),
    length('body', { min: 20, max: 4096 }),
  ],
  mix: { weights: { rule: 'rows', rowsPerUnit: 12, cap: 1000 } },
  split: { validation: 0.1, test: 0.1 },
  shard: { rows: 25, order: 'shuffled' },
});
