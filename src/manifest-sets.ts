// What a manifest says of evaluation sets.

import { z } from 'zod';
import { TASKS } from './evaluation-rule.ts';

const count = z.int().min(0);
/** Files are read by what a manifest says, which may be anybody's: none of its names leads out of its folder. */
const SET_NAME = /^(?!\.)[^/\\\0]+$/;
const EVALUATION_PATH = /^evaluation(?:\/(?!\.)[^/\\\0]+){2,3}$/;

/** A file below `evaluation/`. */
const evaluationFile = z.strictObject({
  path: z.string().regex(EVALUATION_PATH, 'expected evaluation/SET/TABLE/FILE'),
  rows: z.int().min(1),
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits'),
});

/** An evaluation set; one without files was left out, as there was nothing to make it of. */
const evaluationSet = z.strictObject({
  name: z.string().regex(SET_NAME),
  task: z.enum(TASKS),
  /** Rows that it was made of, and that were left out of it, by reason. */
  used: count,
  dropped: z.record(z.string(), count),
  files: z.array(evaluationFile),
});

/** Checks that part of a manifest. */
export const evaluation = z.strictObject({
  sets: z.array(evaluationSet),
  /** Known duplicates of its questions, which no training row may hold. Null where there are none. */
  duplicates: evaluationFile.nullable(),
});

/** An evaluation set of a dataset. */
export type ManifestSet = z.infer<typeof evaluationSet>;

/** A file of an evaluation set. */
export type ManifestSetFile = z.infer<typeof evaluationFile>;
