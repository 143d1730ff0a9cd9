// The completion record of a unit of the route pass.

import { z } from 'zod';
import { workFileSchema } from './completion.ts';
import { samplesSchema } from './noted-shapes.ts';

const count = z.number();
const summed = z.object({ blocks: count, sum: count });
/** What a part of an archive held: see `PartFound`. */
const packedSchema = z.object({
  blocks: z.object({ first: count, next: count.nullable() }).nullable(),
  bytes: count,
  crc: count,
  sums: z.object({ before: summed, end: count.nullable(), behind: summed }),
  /** True if it was read from where the one before it ended, since it seemed to begin elsewhere. */
  follows: z.boolean(),
});

const counts = z.record(z.string(), z.number());

/** Its shape. */
export const routedSchema = z.object({
  files: z.array(workFileSchema),
  /** Of pairs, or where they are joined, by what drives a pair. */
  books: z.array(z.object({ rows: z.number(), kept: z.number(), dropped: counts, repaired: z.number() })),
  /** Pairs by thread partition. */
  counts: z.array(z.number()),
  samples: samplesSchema,
  xmlBytes: z.number(),
  /** Of a part of an archive. */
  packed: packedSchema.optional(),
  /** Where reading began, and where the first row of the next unit begins; null when the file ended before one. */
  from: z.number(),
  next: z.number().nullable(),
  /** True if there may be comments between the rows, one of which may reach into the next unit. */
  comments: z.boolean(),
  /** What came after the last row: `</posts>`, the end of the file in the middle of it, or something else. */
  end: z.enum(['closed', 'in_row', 'open']),
});
export type Routed = z.infer<typeof routedSchema>;
