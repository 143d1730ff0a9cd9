// The data set that stackoverflow_mpnet-base was trained on, row for row, with all its faults. Of the dump of 2021-06-07
// it must give 18,562,443 rows for Stack Overflow.

import { definePipeline, length, score, seedClean, titleBody } from 'stackpairs';

export default definePipeline({
  name: 'stackexchange_title_body_seed',
  pairs: [titleBody()],
  fabricated: 'keep',
  keep: [score({ min: 0 })],
  clean: [seedClean(), length('title', { min: 20 }), length('body', { min: 20, max: 4096 })],
  dedupe: { exact: 'off' },
  shard: { rows: 500_000, order: 'seed-compat', seed: 42 },
});
