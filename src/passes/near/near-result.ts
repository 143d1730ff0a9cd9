// What a unit of the search for near-duplicates leaves behind: the files it wrote and what it counted.

import { z } from 'zod';
import { workFileSchema } from '../completion.ts';

/** The shape of its completion record. */
export const nearResultSchema = z.object({
  files: z.array(workFileSchema),
  /** `candidates`: pairs that met; `verified`: those alike enough; `crowded`: buckets not compared all with all. */
  tally: z.record(z.string(), z.number()),
});

/** Files and counts. */
export type NearResult = z.infer<typeof nearResultSchema>;
