// The completion record of the index pass. It stands apart from the pass, which loads all that reads other people's files:
// the main thread does without that.

import { z } from 'zod';
import { workFileSchema } from '../completion.ts';

/** Its shape. */
export const indexedSchema = z.object({
  files: z.array(workFileSchema),
  texts: z.number(),
  keys: z.number(),
  /** Posts that it names on sites of the build. */
  posts: z.number(),
  /** Of the texts in their order, each with a zero byte behind it. */
  sha256: z.string(),
});
export type Indexed = z.infer<typeof indexedSchema>;
