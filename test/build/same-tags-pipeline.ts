import { definePipeline, htmlToText, sameTagNegatives, squeeze } from 'stackpairs';

export default definePipeline({
  name: 'same_tags',
  pairs: [sameTagNegatives()],
  clean: [htmlToText(), squeeze()],
  split: { test: 0.2 },
  shard: { rows: 50 },
});
