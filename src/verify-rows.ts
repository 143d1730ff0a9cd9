// Every row of a build beside its provenance: the fingerprint is that of its texts, it can be traced, it stands on its
// side of the split and in order, and no other row has its fingerprint, where copies are told by it.
// Memory: one record batch, 8 bytes a row for the fingerprints, and what verify-order.ts says.

import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { addCounts, type Counts } from './books.ts';
import { fingerprint, siteOf } from './clean/index.ts';
import { StackpairsError } from './errors.ts';
import { PAIRS_RECIPE } from './foreign.ts';
import { type Manifest, type ManifestConfig, type ManifestShard, provenancePath } from './manifest.ts';
import { askedIn, MovedRows } from './moved-rows.ts';
import { openFormat, type ProvenanceRow, type ShardFormat } from './shard/index.ts';
import { takedownRules } from './takedown-list.ts';
import type { Split } from './types.ts';
import { checkOrder, type OrderCheck } from './verify-order.ts';

// A signal is heard about so often: rows are read without waiting for anything.
const ROWS_BETWEEN_SIGNALS = 10_000;

const rulesSchema = z.object({
  split: z.object({ validation: z.number(), test: z.number(), after: z.string().optional() }),
  shard: z.object({ seed: z.number(), order: z.string(), rows: z.number() }),
  dedupe: z.object({ exact: z.string(), ignore: z.array(z.string()), within: z.string() }),
});
type Rules = z.infer<typeof rulesSchema>;

/** A build being verified, and where to say what is wrong with it. */
export interface Verifying {
  readonly out: string;
  readonly manifest: Manifest;
  readonly fault: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Checks the rows of every config. */
export async function verifyRows(context: Verifying): Promise<void> {
  const { manifest, fault } = context;
  const pipeline = rulesSchema.parse(JSON.parse(manifest.pipeline.definition));
  const format = await openFormat(manifest.format);
  const rules = takedownRules(manifest.takedowns);
  let licenses: Counts = {};
  let named = 0;
  for (const config of manifest.configs) {
    const shards = manifest.shards.filter((shard) => shard.config === config.name);
    const seen: Seen = {
      prints: new BigUint64Array(shards.reduce((sum, { rows }) => sum + rows, 0)),
      rows: 0,
      licenses,
      named,
    };
    const source = sourceOfMined(config, manifest);
    const order = checkOrder(manifest, source.name, pipeline.shard);
    const sites = sitesOf(source, manifest);
    const moved = new MovedRows(pipeline.split);
    for (const shard of shards) {
      await readable(
        () => checkShard(shard, { ...context, config, source, format, moved, order, sites, rules, seen }),
        fault,
      );
    }
    ({ licenses, named } = seen);
    // Of rows that were mined, some are left out.
    if (source === config) for (const text of order.faults()) fault(text);
    if (!isDeepStrictEqual(moved.counts(), { ...manifest.moved?.[config.name] }))
      fault(`${config.name}: the rows that are held out beyond their hash are not those of the manifest`);
    if (areFingerprintsUnique(pipeline, config)) checkUnique(seen.prints.subarray(0, seen.rows), config.name, fault);
  }
  if (!isDeepStrictEqual(licenses, { ...manifest.licenses })) fault('licenses: not those of the rows');
  const posts = Object.values(licenses).reduce((sum, count) => sum + count, 0);
  const { authors } = manifest;
  const isCounted = authors === null ? named === 0 : authors.named === named && authors.unnamed === posts - named;
  if (!isCounted) fault('authors: not those of the rows');
}

/** Rows with mined negatives are those of another config, as to order, side and posts. */
function sourceOfMined(config: ManifestConfig, { mined = [], configs }: Manifest): ManifestConfig {
  const from = mined.find((one) => one.config === config.name)?.from;
  return configs.find(({ name }) => name === from) ?? config;
}

/** The inputs, or of other people's pairs their sets. A pipeline's recipe may have that name where there are none. */
function sitesOf(config: ManifestConfig, { inputs, pairs }: Manifest): ReadonlySet<string> {
  return new Set(isOfOthers(config, pairs) ? pairs.map(({ name }) => name) : inputs.map(({ site }) => site));
}

function isOfOthers({ recipe }: ManifestConfig, pairs: Manifest['pairs']): boolean {
  return recipe === PAIRS_RECIPE && pairs.length > 0;
}

/** Case does not count in a fingerprint, nor the site: where they do, two rows may have the same. */
function areFingerprintsUnique({ dedupe: { exact, ignore, within } }: Rules, { columns }: ManifestConfig): boolean {
  const isOfPairs = exact === 'pair' || (exact !== 'off' && !columns.includes(exact));
  return isOfPairs && ignore.includes('case') && within === 'all';
}

/** What was seen of a config so far; filled in shard by shard. */
interface Seen {
  readonly prints: BigUint64Array;
  rows: number;
  licenses: Counts;
  /** Posts with the name of their author. */
  named: number;
}

interface CheckingShard extends Verifying {
  readonly config: ManifestConfig;
  /** The config that its rows were taken from: itself, unless negatives were mined. */
  readonly source: ManifestConfig;
  readonly format: ShardFormat;
  readonly moved: MovedRows;
  readonly order: OrderCheck;
  /** Sites that its rows may be of. */
  readonly sites: ReadonlySet<string>;
  /** Which posts of a site were taken out. */
  readonly rules: ReturnType<typeof takedownRules>;
  readonly seen: Seen;
}

/** Runs a check; a file that cannot be read is a fault like any other. */
export async function readable(check: () => Promise<void>, fault: Verifying['fault']): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof StackpairsError && error.code === 'damaged_output')) throw error;
    fault(error.message);
  }
}

async function checkShard(shard: ManifestShard, context: CheckingShard): Promise<void> {
  const { seen, fault, signal } = context;
  const licenses = new Map<string, number>();
  let row = 0;
  for (const [texts, provenance] of zip(shard, context)) {
    const place = `${shard.path} row ${row}`;
    if (texts === undefined || provenance === undefined) {
      fault(`${place}: data and provenance have not the same number of rows`);
      return;
    }
    if (row === 0) checkColumns(Object.keys(texts), { ...context, place: shard.path });
    const values = context.config.columns.map((column) => texts[column] ?? '');
    checkRow(values, provenance, { place, split: shard.split, context });
    for (const { license, author } of provenance.posts) {
      licenses.set(license, (licenses.get(license) ?? 0) + 1);
      if (author !== undefined && author !== '') seen.named += 1;
    }
    row += 1;
    if (row % ROWS_BETWEEN_SIGNALS === 0) {
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  seen.licenses = addCounts(seen.licenses, Object.fromEntries(licenses));
  if (row !== shard.rows) fault(`${shard.path}: ${row} rows, the manifest says ${shard.rows}`);
}

/** A column more would be trained on; another order would swap anchor and positive. */
function checkColumns(found: readonly string[], { config, place, fault }: CheckingShard & { place: string }): void {
  if (!isDeepStrictEqual(found, [...config.columns])) fault(`${place}: its columns are ${found.join(', ')}`);
}

interface RowPlace {
  readonly place: string;
  readonly split: Split;
  readonly context: CheckingShard;
}

function checkRow(texts: readonly string[], provenance: ProvenanceRow, { place, split, context }: RowPlace): void {
  const { seen, moved, order, sites, rules, fault } = context;
  if (!sites.has(provenance.site)) fault(`${place}: of a site that is no input`);
  const print = fingerprint(texts);
  if (print.toString('hex') !== provenance.fingerprint) fault(`${place}: not its fingerprint`);
  if (provenance.posts.some(({ id, authorId }) => rules(provenance.site)?.(id, authorId))) {
    fault(`${place}: taken down, and still here`);
  }
  const hasPost = !isOfOthers(context.source, context.manifest.pairs);
  if (!(hasPost ? isTraced(provenance) : isOfNoPost(provenance))) fault(`${place}: not traced to its post`);
  const { site, questionId, posts } = provenance;
  if (moved.add({ site, questionId, asked: askedIn(posts) }, split) === 'misplaced')
    fault(`${place}: not on its side of the split`);
  if (!order.follows(provenance, split)) fault(`${place}: out of order`);
  seen.prints[seen.rows++] = print.readBigUInt64BE();
}

/** Other people's pairs are traced to their set and the row in it. */
function isOfNoPost({ cluster, posts }: ProvenanceRow): boolean {
  return CLUSTER.test(cluster) && posts.length === 0;
}

const CLUSTER = /^.+\/\d+$/s;

function isTraced({ site, questionId, cluster, posts }: ProvenanceRow): boolean {
  const { host } = siteOf(site);
  const isWhole = posts.every(
    ({ id, url, license, created }) =>
      url.startsWith(`https://${host}/`) && url.endsWith(`/${id}`) && license !== '' && Number.isFinite(created),
  );
  // A recipe of answers alone credits no question.
  const questions = posts.filter(({ role }) => role === 'question');
  const isOfThread = questions.some(({ id }) => id === questionId) || (questions.length === 0 && posts.length > 0);
  return CLUSTER.test(cluster) && isWhole && isOfThread;
}

/** Rows of a shard beside their provenance; whichever ends first is undefined from there on. */
function* zip({ path }: ManifestShard, { out, config: { columns }, format }: CheckingShard) {
  const data = format.readDataRows(join(out, path), { columns });
  const provenance = format.readProvenanceRows(join(out, provenancePath(path)));
  for (;;) {
    const texts = data.next();
    const trace = provenance.next();
    if (texts.done && trace.done) return;
    yield [texts.done ? undefined : texts.value, trace.done ? undefined : trace.value] as const;
  }
}

function checkUnique(prints: BigUint64Array, config: string, fault: Verifying['fault']): void {
  prints.sort();
  let repeats = 0;
  for (let i = 1; i < prints.length; i++) if (prints[i] === prints[i - 1]) repeats += 1;
  // By 64 bits of the fingerprint; among 24 million rows a chance hit has a probability of 2e-5.
  if (repeats > 0) fault(`${config}: ${repeats} rows repeat the fingerprint of another`);
}
