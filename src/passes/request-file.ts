// What a build was asked for, kept beside its plan, so that a process on another machine can do its share of it with no
// more than the folder. Every path in it must be one that all machines see.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { codeDigest } from '../code-digest.ts';
import { writeDurably } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import { FORMATS } from '../formats.ts';
import { parseJson } from '../parse-json.ts';
import type { BuildRequest } from './build-request.ts';
import { planSchema } from './plan.ts';
import { withPaths } from './request-paths.ts';

/** Name of the file in the work folder. */
const REQUEST_FILE = 'request.json';
/** Enough to tell two apart, and to find one among files. */
const SHOWN_DIGITS = 12;

const container = z.enum(['7z', 'xml', 'gz', 'bz2', 'zst']);
const table = z.strictObject({
  table: z.enum(['PostLinks', 'Users']),
  path: z.string(),
  file: z.string(),
  container,
  bytes: z.number(),
  xmlBytes: z.number(),
});
const input = z.strictObject({
  path: z.string(),
  file: z.string(),
  container,
  site: z.string(),
  dumpDate: z.string().optional(),
  bytes: z.number(),
  xmlBytes: z.number(),
  tables: z.strictObject({ links: table.optional(), users: table.optional() }),
});
const paths = z.array(z.string()).optional();

const requestSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** Digest of the code that planned it; the plan has its version. */
  code: z.string(),
  /** Name of a built-in pipeline, or the path of another one. */
  pipeline: z.string(),
  selection: z.strictObject({
    since: z.string().optional(),
    before: z.string().optional(),
    tags: z.array(z.string()).optional(),
  }),
  inputs: z.array(input),
  pairs: paths,
  against: paths,
  benchmarks: paths,
  contamination: z.enum(['drop', 'report']).optional(),
  takedowns: z.string().optional(),
  limit: z.int().min(1).optional(),
  strict: z.boolean().optional(),
  format: z.enum(FORMATS).optional(),
  keepDropped: z.boolean().optional(),
  kernel: z.enum(['wasm', 'js']).optional(),
  unpack: z.enum(['own', '7zip']).optional(),
  tuning: z
    .strictObject({
      unitBytes: z.number().optional(),
      unitPosts: z.number().optional(),
      layout: planSchema.shape.layout.optional(),
    })
    .optional(),
});
/** The part of a request that any machine can be told. */
export type WrittenRequest = z.infer<typeof requestSchema>;

/** Writes it into the work folder. */
export function writeRequest(work: string, request: BuildRequest, pipeline: string): void {
  const { mirror, inputs, pairs, against, benchmarks, contamination, takedowns, limit, strict, format } = request;
  const { keepDropped, kernel, unpack, tuning } = request;
  const { selection } = request.pipeline;
  const how = { contamination, limit, strict, format, keepDropped, kernel, unpack, tuning };
  const files = { inputs, pairs, against, benchmarks, takedowns };
  const written = requestSchema.parse(
    asJson({ formatVersion: 1, code: codeDigest(), pipeline, selection, ...files, ...how }),
  );
  const named = mirror === undefined ? written : withPaths(written, (path) => mirror.address(path));
  writeDurably(join(work, REQUEST_FILE), `${JSON.stringify(named, null, 2)}\n`);
}

/** Reads it. Throws `bad_usage` where there is none, `damaged_output` where it cannot be read. */
export function readRequest(work: string): WrittenRequest {
  const path = join(work, REQUEST_FILE);
  if (!existsSync(path)) {
    throw new StackpairsError('bad_usage', 'the folder has no planned build', {
      at: work,
      hint: 'Plan it first: build-dataset plan … --out DIR',
    });
  }
  const { data } = requestSchema.safeParse(parseJson(readFileSync(path, 'utf8')));
  if (data !== undefined) return expectSameCode(work, data);
  throw new StackpairsError('damaged_output', 'the request of the build cannot be read', {
    at: path,
    hint: 'Plan the build again: what is done stays done',
  });
}

/** Units of two versions of the code may cut their input differently, and then none of them is wrong and the whole is. */
function expectSameCode(work: string, request: WrittenRequest): WrittenRequest {
  const code = codeDigest();
  if (request.code === code) return request;
  throw new StackpairsError('bad_usage', 'the build was planned by other code than this', {
    at: work,
    expected: `code ${request.code.slice(0, SHOWN_DIGITS)}`,
    found: `code ${code.slice(0, SHOWN_DIGITS)}`,
    hint: 'Install the very same package on all machines, or plan another --out',
  });
}

/** What JSON would make of it: nothing that is undefined. */
function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
