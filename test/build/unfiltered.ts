// Every question is a pair, whatever its votes and lengths; only planted posts and duplicates are left out.
import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';

export default definePipeline({
  name: 'unfiltered',
  pairs: [titleBody()],
  clean: [htmlToText({ code: 'keep' }), squeeze()],
  dedupe: { exact: 'pair' },
  split: { validation: 0.2, test: 0.2 },
  shard: { rows: 100, order: 'shuffled' },
});
