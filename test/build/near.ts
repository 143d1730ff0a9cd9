// A pipeline for tests: every question a pair, near-duplicates marked, many small shards; with bands of one row all pairs meet.
import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';

export default definePipeline({
  name: 'near',
  pairs: [titleBody()],
  clean: [htmlToText({ code: 'keep' }), squeeze()],
  dedupe: { exact: 'pair', near: { field: 'body', similarity: 0.6, bands: 128, rows: 1 } },
  split: { validation: 0.1, test: 0.1 },
  shard: { rows: 100 },
});
