// The completion record of a unit that joins pairs.

import { z } from 'zod';
import { workFileSchema } from '../completion.ts';

const rows = z.object({
  kept: z.number(),
  dropped: z.record(z.string(), z.number()),
  /** Pairs by thread partition. */
  counts: z.array(z.number()),
});

/** Its shape: what was made of each config. */
export const joinedSchema = z.object({ files: z.array(workFileSchema), rows: z.record(z.string(), rows) });
