// Shards of several batches in an order that stays from dump to dump.
import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';

export default definePipeline({
  name: 'stable_batches',
  pairs: [titleBody()],
  clean: [htmlToText({ code: 'keep' }), squeeze()],
  shard: { rows: 3000, order: 'stable' },
});
