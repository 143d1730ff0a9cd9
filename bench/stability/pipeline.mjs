// The pipeline under measurement, in one order or the other. Shards are small, so that there are as many of them as there are of a
// large site in shards of the usual size.
import { definePipeline, htmlToText, length, squeeze, titleBody } from 'stackpairs';

const SHARD_ROWS = 5000;

export const pipelineInOrder = (order) =>
  definePipeline({
    name: `stability_${order}`,
    pairs: [titleBody()],
    clean: [htmlToText({ code: 'keep' }), squeeze(), length('body', { max: 4096 })],
    // Of copies, the one that was there before.
    dedupe: { exact: 'pair', keep: 'oldest' },
    split: { validation: 0.005, test: 0.005 },
    shard: { rows: SHARD_ROWS, order },
  });
