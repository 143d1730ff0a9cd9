// The built-in pipeline with shards so small and shares so large that a small dump fills several shards of each side.
import { definePipeline, htmlToText, length, score, squeeze, titleBody, titleNotices } from 'stackpairs';

export default definePipeline({
  name: 'small_shards',
  pairs: [titleBody()],
  keep: [score({ min: 0 })],
  clean: [
    titleNotices(),
    htmlToText({ code: 'keep' }),
    squeeze(),
    length('title', { min: 20 }),
    length('body', { min: 20, max: 4096 }),
  ],
  dedupe: { exact: 'pair' },
  split: { validation: 0.1, test: 0.1 },
  shard: { rows: 70, order: 'shuffled' },
});
