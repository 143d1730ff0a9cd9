// What a router fills with the rows of a block, and empties into its result.

import { RunBuilder } from '../spill/index.ts';
import { type Layout, threadPartitions } from './layout.ts';

/** What a router fills, block after block. */
export type Builders = ReturnType<typeof newBuilders>;

/** Empty builders. */
export function newBuilders(layout: Layout) {
  return {
    records: new RunBuilder(threadPartitions(layout)),
    entries: new RunBuilder(layout.fingerprints),
    dropped: new RunBuilder(1),
  };
}
