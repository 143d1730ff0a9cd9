// Small shards in an order that stays from dump to dump: ranges of 512 ids.
import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';

export default definePipeline({
  name: 'stable',
  pairs: [titleBody()],
  clean: [htmlToText({ code: 'keep' }), squeeze()],
  dedupe: { exact: 'pair' },
  split: { validation: 0.05, test: 0.05 },
  shard: { rows: 200, order: 'stable' },
});
