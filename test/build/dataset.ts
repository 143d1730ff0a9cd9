// What the tests of whole builds share: a folder for each test file, builds from src in the test's own thread, and the
// digests of everything a build leaves behind.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { type BuildRequest, build } from '../../src/build.ts';
import { findInputs } from '../../src/extract/index.ts';
import { type InspectedRow, rowsOf } from '../../src/inspect.ts';
import type { Manifest } from '../../src/manifest.ts';
import { readManifest } from '../../src/manifest-file.ts';
import type { Selection } from '../../src/pipeline.ts';
import { arrowStreams } from '../../src/shard/arrow-format.ts';
import type { ShardFormat } from '../../src/shard/index.ts';

/** Pipelines for tests: many small shards; and every question a pair, but for duplicates. */
export const SMALL_SHARDS = fileURLToPath(new URL('small-shards.ts', import.meta.url));
export const UNFILTERED = fileURLToPath(new URL('unfiltered.ts', import.meta.url));

/** A folder that is gone when the tests of this file are done. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stackpairs-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What a test may ask of a build. */
export interface Options extends Partial<Omit<BuildRequest, 'pipeline'>> {
  readonly pipeline?: string;
  readonly selection?: Selection;
  readonly stdinSite?: string;
}

/** Builds from these dumps, without threads unless told otherwise. */
export async function buildFrom(dumps: readonly string[], out: string, options: Options = {}): Promise<Manifest> {
  const { pipeline = SMALL_SHARDS, selection = {}, stdinSite, ...request } = options;
  const inputs = request.inputs ?? (await findInputs(dumps, { stdinSite, path: request.path }));
  return build({ threads: 0, temporary: tmpdir(), ...request, out, inputs, pipeline: { path: pipeline, selection } });
}

/** SHA-256 by path of every file of a build, its work folder left out; of the files below `within`, if given. */
export function digestsOf(out: string, within = ''): Record<string, string> {
  const entries = readdirSync(join(out, within), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const kept = files.map((path) => path.slice(out.length + 1)).filter((path) => !path.split('/').includes('.work'));
  return Object.fromEntries(kept.sort().map((path) => [path, sha256(readFileSync(join(out, path)))]));
}

/** Every row of a build with its provenance. */
export function rowsIn(out: string, format: ShardFormat = arrowStreams): InspectedRow[] {
  const manifest = readManifest(out);
  return manifest.configs.flatMap((config) => [...rowsOf({ out, manifest, format }, config)]);
}

/** Files under their temporary names. */
export function temporariesIn(out: string): string[] {
  return readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(tmp|partial)$/.test(path));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
