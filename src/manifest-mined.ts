// What a manifest says of hard negatives that were mined: which rows they were put beside, by which model and rules.

import { z } from 'zod';

const count = z.int().min(0);

/** Checks that part of a manifest. */
export const mined = z.strictObject({
  /** Name of the config with the negatives, and of the one whose train rows they were put beside. */
  config: z.string(),
  from: z.string(),
  /** Train rows of `from` when it was mined, and what became of them: rows = kept + the sum of the drop reasons. */
  rows: count,
  kept: count,
  dropped: z.record(z.string(), count),
  /** The encoder, by its name; and SHA-256 of what it says it is, such as the digests of its files, where it does. */
  model: z.string(),
  modelSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits')
    .nullable(),
  dimensions: z.int().min(1),
  /** Negatives of a row. */
  negatives: z.int().min(1),
  /** A negative is at most 1 - relativeMargin times as similar to the anchor as the positive is. */
  relativeMargin: z.number().min(0).max(1),
  /** Neighbours of the anchor that negatives are taken from, by rank: behind the first `rangeMin`, and up to `rangeMax`. */
  rangeMin: count,
  rangeMax: z.int().min(1),
  /** Rows at most that were searched together: negatives of a row are among those. */
  block: z.int().min(2),
  /** Questions that are known to have a duplicate, by the rows of the dataset and the links that were given. */
  knownDuplicates: count,
});

/** Hard negatives of a config. */
export type ManifestMined = z.infer<typeof mined>;
