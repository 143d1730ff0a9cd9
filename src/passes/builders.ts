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

/** What may drive a pair that is joined of several rows. */
export const DRIVERS = ['question', 'answer'] as const;
export type Driver = (typeof DRIVERS)[number];

/** The same where pairs are joined. */
export type PostBuilders = ReturnType<typeof newPostBuilders>;

/** Empty builders where pairs are joined; what was dropped goes by driver. */
export function newPostBuilders(layout: Layout) {
  return { posts: new RunBuilder(threadPartitions(layout)), dropped: new RunBuilder(DRIVERS.length) };
}
