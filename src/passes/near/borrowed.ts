// The completion record of the borrow pass. It stands apart from the pass, which loads all that reads other people's files:
// the main thread does without that.

import { z } from 'zod';
import { workFileSchema } from '../completion.ts';

/** Its shape. */
export const borrowedSchema = z.object({
  files: z.array(workFileSchema),
  /** Rows by partition. */
  counts: z.array(z.number()),
  /** Of the texts in their order, each with a zero byte behind it. */
  sha256: z.string(),
});
export type Borrowed = z.infer<typeof borrowedSchema>;
