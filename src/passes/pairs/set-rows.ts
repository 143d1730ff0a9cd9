// What a set of other people's pairs left when it was read: its completion record. It stands apart from the reading, which
// loads all that reads other people's files: the main thread does without that.

import { z } from 'zod';
import { workFileSchema } from '../completion.ts';

/** Its shape. */
export const setRowsSchema = z.object({
  files: z.array(workFileSchema),
  /** Anchor first. */
  columns: z.array(z.string()),
  book: z.object({
    rows: z.number(),
    kept: z.number(),
    dropped: z.record(z.string(), z.number()),
    repaired: z.number(),
  }),
  /** Rows by thread partition. */
  counts: z.array(z.number()),
  /** Of the texts as they were read, in their order, each with a zero byte behind it. */
  sha256: z.string(),
});
export type SetRows = z.infer<typeof setRowsSchema>;
