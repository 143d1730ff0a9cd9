// Re-checks every promise of a finished build against its manifest: first the manifest in itself and the files it
// lists, then, if all that is right, every row. Each file is read twice at most. Memory: see verify-rows.ts.

import { createHash, hash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { addCounts, type Counts } from './books.ts';
import {
  balance,
  dataConfig,
  type Manifest,
  type ManifestConfig,
  provenanceConfig,
  provenancePath,
} from './manifest.ts';
import { DATA_CONFIG_FILE, readManifest } from './manifest-file.ts';
import { type Verifying, verifyRows } from './verify-rows.ts';

// One report shows the kind of damage; ten thousand lines of the same do not show more.
const MOST_FAULTS = 20;

/** What was checked and what was wrong. */
export interface Verification {
  readonly checks: readonly string[];
  readonly faults: readonly string[];
}

/** Verifies the build in a folder. Throws only if there is no manifest to check against. */
export async function verify(out: string, { signal }: { readonly signal?: AbortSignal } = {}): Promise<Verification> {
  const manifest = readManifest(out);
  const faults: string[] = [];
  const checks: string[] = [];
  const fault = (text: string) => {
    if (faults.length <= MOST_FAULTS) faults.push(faults.length < MOST_FAULTS ? text : 'and more');
  };
  const context: Verifying = { out, manifest, fault, signal };
  for (const [name, run] of CHECKS) {
    if (run === verifyRows && faults.length > 0) break;
    const before = faults.length;
    await run(context);
    signal?.throwIfAborted();
    if (faults.length === before) checks.push(name);
  }
  return { checks, faults };
}

const CHECKS: readonly (readonly [string, (context: Verifying) => void | Promise<void>])[] = [
  ['the pipeline has its SHA-256', checkPipeline],
  ['the books balance', checkBooks],
  ['the shards have the rows that were kept, and provenance beside them', checkCounts],
  ['every shard has its size and SHA-256', checkFiles],
  ['data_config.json lists the train shards', checkDataConfig],
  ['no other files lie among the shards', checkStrays],
  ['every row is whole, traced, in order, on its side and there once', verifyRows],
];

function checkPipeline({ manifest: { pipeline }, fault }: Verifying): void {
  if (hash('sha256', pipeline.definition, 'hex') !== pipeline.sha256) fault('pipeline: its SHA-256 is another');
}

function checkBooks({ manifest: { books }, fault }: Verifying): void {
  for (const book of books) {
    const missing = balance(book);
    if (missing !== 0) fault(`${book.file}, ${book.recipe}: ${missing} of ${book.rows} rows are not accounted for`);
  }
}

function checkCounts({ manifest, fault }: Verifying): void {
  for (const { name, recipe } of manifest.configs) {
    const kept = manifest.books.reduce((sum, book) => sum + (book.recipe === recipe ? book.kept : 0), 0);
    const listed = Object.values(manifest.splits[name] ?? {}).reduce<number>((sum, rows) => sum + (rows ?? 0), 0);
    if (kept !== listed) fault(`${name}: the books keep ${kept} rows, the splits list ${listed}`);
    for (const config of [name, provenanceConfig(name)]) {
      if (isDeepStrictEqual(rowsBySplit(config, manifest), { ...manifest.splits[name] })) continue;
      fault(`${config}: its shards have not the rows of the splits`);
    }
    checkTwins(name, manifest, fault);
  }
}

function rowsBySplit(config: string, { shards }: Manifest): Counts {
  const counts = shards.map((shard) => (shard.config === config ? { [shard.split]: shard.rows } : {}));
  return counts.reduce<Counts>(addCounts, {});
}

function checkTwins(config: ManifestConfig['name'], { shards }: Manifest, fault: Verifying['fault']): void {
  const provenance = new Map(shards.map((shard) => [shard.path, shard]));
  for (const { path, rows, split } of shards.filter((shard) => shard.config === config)) {
    const twin = provenance.get(provenancePath(path));
    if (twin?.rows !== rows || twin.split !== split) fault(`${path}: no provenance of ${rows} rows beside it`);
  }
}

async function checkFiles({ out, manifest, fault, signal }: Verifying): Promise<void> {
  for (const { path, bytes, sha256 } of manifest.shards) {
    signal?.throwIfAborted();
    if (!existsSync(join(out, path))) {
      fault(`${path}: missing`);
      continue;
    }
    const digest = createHash('sha256');
    let size = 0;
    for await (const chunk of createReadStream(join(out, path), { highWaterMark: 1 << 20 })) {
      digest.update(chunk);
      size += chunk.length;
    }
    if (size !== bytes) fault(`${path}: ${size} bytes, the manifest says ${bytes}`);
    else if (digest.digest('hex') !== sha256) fault(`${path}: its SHA-256 is not the manifest's`);
  }
}

function checkDataConfig({ out, manifest, fault }: Verifying): void {
  const path = join(out, DATA_CONFIG_FILE);
  const found = existsSync(path) ? parse(readFileSync(path, 'utf8')) : undefined;
  if (!isDeepStrictEqual(found, dataConfig(manifest))) fault(`${DATA_CONFIG_FILE}: not what the manifest says`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function checkStrays({ out, manifest, fault }: Verifying): void {
  const listed = new Set(manifest.shards.map(({ path }) => path));
  for (const folder of ['data', 'provenance']) {
    if (!existsSync(join(out, folder))) continue;
    for (const entry of readdirSync(join(out, folder), { recursive: true, withFileTypes: true })) {
      const path = relative(out, join(entry.parentPath, entry.name)).replaceAll('\\', '/');
      if (!entry.isDirectory() && !listed.has(path)) fault(`${path}: not in the manifest`);
    }
  }
}
