// For tests: what was asked after a day is held out, where a pair takes one row alone.
import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';

export default definePipeline({
  name: 'asked_after_alone',
  pairs: [titleBody()],
  clean: [htmlToText(), squeeze()],
  split: { validation: 0.1, after: '2022-01-01' },
  shard: { rows: 300 },
});
