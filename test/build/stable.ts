// The small shards in an order that stays from dump to dump.
import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';

export default definePipeline({
  name: 'stable',
  pairs: [titleBody()],
  clean: [htmlToText({ code: 'keep' }), squeeze()],
  dedupe: { exact: 'pair' },
  split: { validation: 0.05, test: 0.05 },
  shard: { rows: 2000, order: 'stable' },
});
