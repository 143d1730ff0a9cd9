// What a refresh remembers in its folder: `refresh.json`, written when all is done, says what the dataset there was made of;
// `next.json`, written before anything is done, says what the one under way is being made of.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import { parseJson } from '../parse-json.ts';

/** Names of the two files. */
export const STATE_FILE = 'refresh.json';
export const NEXT_FILE = 'next.json';

const publishedSchema = z.strictObject({
  /** `NAMESPACE/NAME@BRANCH`. */
  target: z.string(),
  /** Digest of its manifest. */
  manifest: z.string(),
});

/** A dataset that was published. */
export type Published = z.infer<typeof publishedSchema>;

const madeOf = z.strictObject({
  formatVersion: z.literal(1),
  /** Name of the source. */
  source: z.string(),
  dump: z.string(),
  /** Fingerprint by site. */
  sites: z.record(z.string(), z.string()),
  /** Digest of the pipeline and of what else the rows depend on beside the dump. */
  pipeline: z.string(),
});

const stateSchema = madeOf.extend({
  /** The dataset as it was last published; null where it was not. */
  published: publishedSchema.nullable().default(null),
});

const nextSchema = madeOf.extend({
  /** Digest of what else the bytes depend on: another one cannot go on with what this one began. */
  means: z.string(),
});

/** What a dataset was made of. */
export type RefreshState = z.infer<typeof stateSchema>;

/** What a dataset is being made of. */
export type NextState = z.infer<typeof nextSchema>;

/** What the last refresh left; undefined before the first one. */
export function readState(folder: string): RefreshState | undefined {
  return read(join(folder, STATE_FILE), stateSchema);
}

/** What the refresh under way, or the last one that was cut off, is about. */
export function readNext(folder: string): NextState | undefined {
  return read(join(folder, NEXT_FILE), nextSchema);
}

/** Writes the record of what a dataset was made of, and where it was published. */
export function writeState(folder: string, made: RefreshState | NextState, published: Published | null): void {
  const { formatVersion, source, dump, sites, pipeline } = made;
  const state: RefreshState = { formatVersion, source, dump, sites, pipeline, published };
  writeDurably(join(folder, STATE_FILE), `${JSON.stringify(state, null, 2)}\n`);
}

export function writeNext(folder: string, next: NextState): void {
  writeDurably(join(folder, NEXT_FILE), `${JSON.stringify(next, null, 2)}\n`);
}

/** True if two refreshes are about the same files and rules. */
export function isSameState(a: RefreshState | undefined, b: NextState | undefined): boolean {
  return a !== undefined && b !== undefined && identity(a) === identity(b);
}

function identity({ dump, sites, pipeline }: Pick<RefreshState, 'dump' | 'sites' | 'pipeline'>): string {
  const sorted = Object.entries(sites).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([dump, sorted, pipeline]);
}

function read<Schema extends z.ZodType>(path: string, schema: Schema): z.infer<Schema> | undefined {
  if (!existsSync(path)) return undefined;
  const found = schema.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (found.success) return found.data;
  throw new StackpairsError('damaged_output', 'not the record of a refresh', {
    at: path,
    hint: 'Remove all but dumps and takedowns.txt from its folder, and start again',
  });
}
