// Re-checks every promise of a finished build against its manifest: first the manifest in itself and the files it
// lists, then, if all that is right, every row. Each file is read twice at most. Memory: see verify-rows.ts.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { languagesOf, siteOf } from './clean/index.ts';
import { type DataConfigEntry, dataConfig } from './data-config.ts';
import { StackpairsError } from './errors.ts';
import { evaluationFiles, type Manifest } from './manifest.ts';
import { CARD_FILE, CONTAMINATION_FILE, DATA_CONFIG_FILE, REPORT_FILE, readManifest } from './manifest-file.ts';
import { digest } from './passes/digest.ts';
import { frontMatter, isSealed, reportStart } from './publish/index.ts';
import { parseDataConfig } from './read-data-config.ts';
import { checkBooks, checkCounts, checkMined, checkPipeline, checkTakedowns } from './verify-manifest.ts';
import { readable, type Verifying, verifyRows } from './verify-rows.ts';

// A few of a check show the kind of damage; ten thousand lines of the same do not show more.
const MOST_FAULTS = 20;

/** What was checked and what was wrong. */
export interface Verification {
  readonly checks: readonly string[];
  readonly faults: readonly string[];
}

/** How deep to look, and what may stop it. */
export interface VerifyOptions {
  /** `sizes` reads no shard: it takes a moment, and finds what is missing, cut off, or of another build. */
  readonly depth?: 'sizes' | 'rows' | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Verifies the build in a folder. Throws only if there is no manifest to check against. */
export async function verify(out: string, { depth = 'rows', signal }: VerifyOptions = {}): Promise<Verification> {
  const manifest = readManifest(out);
  const faults: string[] = [];
  const checks: string[] = [];
  for (const [name, run] of depth === 'rows' ? CHECKS : QUICK_CHECKS) {
    // Rows of files that are not the manifest's are none of the dataset.
    if (run === verifyRows && faults.length > 0) break;
    const before = faults.length;
    await run({ out, manifest, fault: firstFaults((text) => faults.push(text)), signal });
    signal?.throwIfAborted();
    if (faults.length === before) checks.push(name);
  }
  return { checks, faults };
}

/** Tells the first faults of a check, and that there are more. */
function firstFaults(tell: (text: string) => void): Verifying['fault'] {
  let told = 0;
  return (text) => {
    if (told <= MOST_FAULTS) tell(told < MOST_FAULTS ? text : 'and more');
    told += 1;
  };
}

const CHECKS: readonly (readonly [string, (context: Verifying) => void | Promise<void>])[] = [
  ['the pipeline has its name and SHA-256', checkPipeline],
  ['the books balance, one for each input', checkBooks],
  ['mined negatives are beside the rows of a config', checkMined],
  ['the takedowns are sorted, each there once', checkTakedowns],
  ['the shards have the rows that were kept, and provenance beside them', checkCounts],
  ['every shard has its size and SHA-256', checkFiles],
  ['data_config.json lists the train shards', checkDataConfig],
  ['the card tells datasets which files and rows there are', checkCard],
  ['the report is whole and begins as the manifest says', checkReport],
  ['the list of rows that are in a benchmark has its size and SHA-256', checkContamination],
  ['no other files lie among the shards', checkStrays],
  ['every evaluation set has its size and SHA-256', checkSets],
  ['every row is whole, traced, in order, on its side and there once', verifyRows],
  ['nothing of the evaluation sets is trained on', checkNoLeaks],
];

const READING: readonly (typeof CHECKS)[number][1][] = [checkFiles, checkSets, verifyRows, checkNoLeaks];

/** Those that read no shard. */
const QUICK_CHECKS: typeof CHECKS = [
  ...CHECKS.filter(([, run]) => !READING.includes(run)),
  ['every shard has its size', checkSizes],
];

async function checkFiles(context: Verifying): Promise<void> {
  for (const shard of context.manifest.shards) {
    context.signal?.throwIfAborted();
    await checkFile(shard, context);
  }
}

function checkSizes({ out, manifest, fault }: Verifying): void {
  for (const { path, bytes } of [...manifest.shards, ...evaluationFiles(manifest)]) {
    const found = statSync(join(out, path), { throwIfNoEntry: false });
    if (!found?.isFile()) fault(`${path}: missing`);
    else if (found.size !== bytes) fault(`${path}: ${found.size} bytes, not ${bytes}`);
  }
}

type KnownFile = Pick<Manifest['shards'][number], 'path' | 'bytes' | 'sha256'>;

async function checkFile({ path, bytes, sha256 }: KnownFile, { out, fault, signal }: Verifying): Promise<void> {
  if (!statSync(join(out, path), { throwIfNoEntry: false })?.isFile()) {
    fault(`${path}: missing`);
    return;
  }
  const found = await digest({ kind: 'digest', path: join(out, path) }, signal);
  if (found.bytes !== bytes) fault(`${path}: ${found.bytes} bytes, the manifest says ${bytes}`);
  else if (found.sha256 !== sha256) fault(`${path}: its SHA-256 is not the manifest's`);
}

/** Its hits are those of the benchmarks; without a benchmark, a list is of another build. */
async function checkContamination(context: Verifying): Promise<void> {
  const { out, manifest, fault } = context;
  if (manifest.contamination === null) {
    if (existsSync(join(out, CONTAMINATION_FILE))) fault(`${CONTAMINATION_FILE}: not in the manifest`);
    return;
  }
  const { benchmarks, report } = manifest.contamination;
  if (report.path !== CONTAMINATION_FILE) fault(`contamination: its list is called ${report.path}`);
  await checkFile({ ...report, path: CONTAMINATION_FILE }, context);
  const sum = benchmarks.reduce((sum, { hits }) => sum + hits.post + hits.text + hits.ngram + hits.near, 0);
  if (sum !== report.hits) fault(`contamination: ${report.hits} hits, those of the benchmarks are ${sum}`);
}

async function checkSets(context: Verifying): Promise<void> {
  for (const file of evaluationFiles(context.manifest)) await checkFile(file, context);
}

/** A set that was trained on measures nothing. */
async function checkNoLeaks({ out, manifest, fault, signal }: Verifying): Promise<void> {
  if (evaluationFiles(manifest).length === 0) return;
  const { checkLeaks } = await import('./evaluation-sets/index.ts');
  await readable(async () => {
    const { counts, found } = await checkLeaks(out, signal);
    for (const [leak, posts] of Object.entries(counts)) {
      const first = found.find((one) => one.leak === leak);
      if (first === undefined) continue;
      const { post, config, row } = first;
      fault(`evaluation: ${leak} for ${posts} posts of the sets, such as ${post} by ${config} train row ${row}`);
    }
  }, fault);
}

function checkDataConfig({ out, manifest, fault }: Verifying): void {
  const found = listIn(out);
  if (typeof found === 'string') fault(found);
  else if (!isDeepStrictEqual(found, dataConfig(manifest))) fault(`${DATA_CONFIG_FILE}: not what the manifest says`);
}

/** The trainer's list, or why no trainer could read it. */
function listIn(out: string): readonly DataConfigEntry[] | string {
  const path = join(out, DATA_CONFIG_FILE);
  if (!existsSync(path)) return `${DATA_CONFIG_FILE}: missing`;
  try {
    return parseDataConfig(readFileSync(path, 'utf8'), DATA_CONFIG_FILE);
  } catch (error) {
    if (error instanceof StackpairsError) return error.message;
    throw error;
  }
}

/** Its first part is for machines and follows from the manifest; the rest is for people. */
function checkCard({ out, manifest, fault }: Verifying): void {
  const path = join(out, CARD_FILE);
  const languages = languagesOf(manifest.inputs.map(({ site }) => site));
  const found = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (!found.startsWith(frontMatter(manifest, languages)))
    fault(`${CARD_FILE}: it does not begin as the manifest says`);
}

/** Its first part follows from the manifest; the rest is known by the seal at its end. */
function checkReport({ out, manifest, fault }: Verifying): void {
  const path = join(out, REPORT_FILE);
  const found = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const sites = manifest.inputs.map(({ site }) => siteOf(site));
  if (!found.startsWith(reportStart(manifest, sites))) fault(`${REPORT_FILE}: it does not begin as the manifest says`);
  else if (!isSealed(found)) fault(`${REPORT_FILE}: it is not as it was written`);
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
