// The shapes of what units note for the report, in their completion records. Apart from what notes it, since the threads
// do not check records, and would load the checker in vain.

import { z } from 'zod';
import { ROLES } from '../types.ts';
import type { ClusterCounts } from './cluster-tally.ts';
import type { RowSample } from './row-samples.ts';
import type { Seen } from './seen-rows.ts';

const place = { key: z.number(), input: z.number(), byte: z.number() };

/** Of a unit of the route pass. */
export const samplesSchema: z.ZodType<RowSample[]> = z.array(
  z.object({ ...place, title: z.string(), body: z.string() }),
);

/** Of a unit of the agree pass. */
export const clustersSchema: z.ZodType<ClusterCounts> = z.object({
  sizes: z.array(z.number()),
  largest: z.array(z.object({ size: z.number(), input: z.number(), id: z.number(), kept: z.object(place) })),
});

const shownPost = z.object({
  role: z.enum(ROLES),
  isAnswer: z.boolean(),
  id: z.number(),
  author: z.string().nullable(),
  authorId: z.number().nullable(),
  license: z.string(),
});
const shownRow = z.object({
  input: z.number(),
  byte: z.number(),
  votes: z.number(),
  texts: z.array(z.string()),
  posts: z.array(shownPost),
});
const tally = z.object({
  lengths: z.array(z.object({ total: z.number(), buckets: z.array(z.number()) })),
  years: z.record(z.string(), z.number()),
});

/** Of a shard, part by part. */
export const seenShape = {
  licenses: z.record(z.string(), z.number()),
  tally,
  shown: z.array(shownRow),
  sample: z.array(z.array(z.string())),
  first: z.array(shownRow),
} satisfies { [Part in keyof Seen]: z.ZodType<Seen[Part]> };
