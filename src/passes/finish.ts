// What a build says when its shards are written: the books, balanced; the card; the report; the trainer's list; the manifest last.

import { hash } from 'node:crypto';
import { join } from 'node:path';
import { addCounts, type Counts, dropKept } from '../books.ts';
import { languagesOf } from '../clean/index.ts';
import { writeDurably } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import { PAIRS_RECIPE } from '../foreign.ts';
import type { LoadedPipeline } from '../load-pipeline.ts';
import { balance, type Manifest, type ManifestBook, type ManifestShard, provenanceConfig } from '../manifest.ts';
import { CARD_FILE, REPORT_FILE, writeDataConfig, writeManifest } from '../manifest-file.ts';
import { card, report } from '../publish/index.ts';
import type { CreditCounts } from './authors/credits.ts';
import type { ReadUsers } from './authors/read-users-pass.ts';
import { type FinishedConfig, nearTally, type SetRecipe } from './config-passes.ts';
import type { PassContext } from './context.ts';
import type { ReadLinks } from './links/read-links-pass.ts';
import type { NearPassResult } from './near/near-pass.ts';
import type { WrittenShardFiles } from './reduce-pass.ts';
import { reportFacts } from './report-facts.ts';
import type { RoutePassResult } from './route-pass.ts';
import { linksAmong } from './side-tables.ts';

/** What the passes left, and what the build was asked for. */
export interface Finished {
  readonly configs: readonly FinishedConfig[];
  /** By input. */
  readonly digests: RoutePassResult['digests'];
  readonly contamination: Manifest['contamination'];
  readonly loaded: LoadedPipeline;
  readonly selection: Manifest['selection'];
  /** By input, where a recipe pairs linked questions. */
  readonly links: readonly ReadLinks[] | undefined;
  readonly signal: AbortSignal | undefined;
  /** Undefined where the dumps have none, or nobody is named. */
  readonly users: ReadUsers | undefined;
}

/** Writes everything that says what the build is; without a manifest it is none. */
export async function finish(context: PassContext, finished: Finished): Promise<Manifest> {
  const { out } = context;
  const manifest = await evaluated(context, describe(context, finished), finished);
  const configs = finished.configs.flatMap(configsIn);
  writeDurably(join(out, CARD_FILE), card(manifest, cardFacts(context, configs)));
  writeDurably(join(out, REPORT_FILE), report(manifest, reportFacts(context, configs)));
  writeDataConfig(out, manifest);
  writeManifest(out, manifest);
  return manifest;
}

/** What the card shows beyond the manifest: the languages of the sites and a few rows of each config. */
function cardFacts({ plan }: PassContext, configs: readonly FinishedConfig[]) {
  const languages = languagesOf(plan.inputs.map(({ site }) => site));
  return { languages, samples: configs.map(({ shards }) => shards[0]?.seen.sample ?? []) };
}

/** The manifest with the evaluation sets, which are written by now, if any are asked for. */
async function evaluated(
  { out, inputs, mirror }: PassContext,
  manifest: Manifest,
  finished: Finished,
): Promise<Manifest> {
  const rules = finished.loaded.pipeline.evaluate;
  if (rules.length === 0) return manifest;
  const { makeSets, openKnownLinks } = await import('../evaluation-sets/index.ts');
  const { openFormat } = await import('../shard/index.ts');
  const links = (finished.links ?? []).map(({ links }, input) => ({ site: inputs[input]!.site, links }));
  // Rows of all shards are looked at.
  const shards = manifest.shards.map(({ path }) => join(out, path));
  const read = [...shards, ...(finished.links ?? []).map(({ links }) => links)];
  await Promise.all(read.map((path) => mirror?.fetch(path)));
  const build = { out, manifest, format: await openFormat(manifest.format) };
  return {
    ...manifest,
    evaluation: await makeSets({ build, rules, links: openKnownLinks(links), signal: finished.signal }),
  };
}

function describe(context: PassContext, finished: Finished): Manifest {
  const { configs, digests, loaded, selection } = finished;
  const { plan } = context;
  const { pipeline, file, definition, source } = loaded;
  const { name } = pipeline;
  const named = configs.flatMap((finished) =>
    configsIn(finished).map(({ name, shards }) => {
      return { name, recipe: recipeName(finished), columns: [...finished.recipe.columns], shards };
    }),
  );
  return {
    formatVersion: 1,
    stackpairs: plan.stackpairs,
    runtime: plan.runtime,
    format: plan.format,
    pipeline: { name, file, definition, sha256: hash('sha256', definition, 'hex'), source },
    selection,
    inputs: plan.inputs.map(({ modified: _, ...input }, index) => {
      const digest = digests[index];
      return { ...input, bytes: digest?.bytes ?? input.bytes, sha256: digest?.sha256 ?? null };
    }),
    tables: context.tables.map(({ table, file, container, input }, index) => {
      const { bytes, sha256 } = digests[plan.inputs.length + index]!;
      return { file, site: plan.inputs[input]!.site, table, container, bytes, sha256 };
    }),
    pairs: configs.flatMap(({ recipe }) => ('set' in recipe ? [setOf(context, recipe)] : [])),
    seedOrder: configs[0]!.routed.seedOrder,
    against: plan.against.map(({ name }, index) => existing(name, configs[0]!.entered!.borrowed[index]!)),
    near: nearTally(configs),
    contamination: finished.contamination,
    books: configs.flatMap((config) => booksOf(context, config)),
    configs: named.map(({ shards: _, ...config }) => config),
    splits: Object.fromEntries(named.map(({ name, shards }) => [name, rowsBySplit(shards)])),
    ...movedIn(named),
    shards: named.flatMap(({ name, shards }) => shardsOf(name, shards)),
    licenses: configs.flatMap(({ shards }) => shards.map(({ seen }) => seen.licenses)).reduce(addCounts, {}),
    authors: pipeline.authors === 'omit' ? null : authorsOf(finished),
    takedowns: [...pipeline.takedowns],
  };
}

function authorsOf({ configs, users }: Finished): Manifest['authors'] {
  const credits = configs.flatMap(({ shards }) => shards.map(({ credits }) => credits));
  const sum = (key: keyof CreditCounts) => credits.reduce((sum, counts) => sum + counts[key], 0);
  const { rows = 0, dropped = {} } = users ?? {};
  return { named: sum('named'), unnamed: sum('unnamed'), users: rows, dropped };
}

/** The configs that the rows of a recipe stand in, each with its own shards. */
function configsIn(finished: FinishedConfig): FinishedConfig[] {
  return finished.groups.map(({ config: name }) => {
    return { ...finished, name, shards: finished.shards.filter(({ config }) => config === name) };
  });
}

/** What books go by: the name of a recipe, which is that of its config too; all sets have one. */
function recipeName({ name, recipe }: FinishedConfig): string {
  return 'set' in recipe ? PAIRS_RECIPE : name;
}

function setOf({ plan }: PassContext, { set, sha256 }: SetRecipe): Manifest['pairs'][number] {
  const { name, bytes } = plan.pairs[set]!;
  return { name, bytes, sha256 };
}

function existing(name: string, { counts, sha256 }: NearPassResult['borrowed'][number]): Manifest['against'][number] {
  return { name, rows: counts.reduce((sum, count) => sum + count, 0), sha256 };
}

function booksOf(context: PassContext, config: FinishedConfig): ManifestBook[] {
  const { routed, agreed, shards } = config;
  const recipe = recipeName(config);
  const all = filesOf(context, config).map(({ file, input }, index) => {
    const book = agreed.lost
      .filter((lost) => lost[0] === input)
      .reduce((sum, [, reason, count]) => dropKept(sum, reason, count), routed.books[index]!);
    return { file, recipe, heldOut: 0, ...book };
  });
  for (const book of all) expectRows(book.file, book.rows, book.rows - balance(book));
  const kept = all.reduce((sum, book) => sum + book.kept, 0);
  const written = shards.reduce((sum, { data }) => sum + data.rows, 0);
  expectRows('the shards', kept, written);
  return all;
}

/** The files that have a book, and the inputs their rows are of. */
function filesOf({ plan, inputs, tables }: PassContext, { recipe }: FinishedConfig) {
  if ('set' in recipe) return [{ file: plan.pairs[recipe.set]!.name, input: inputs.length }];
  // Links drive the pairs that are made of them.
  return ('meet' in recipe ? linksAmong(tables) : inputs).map(({ file }, input) => ({ file, input }));
}

function expectRows(at: string, expected: number, found: number): void {
  if (expected === found) return;
  throw new StackpairsError('unbalanced_books', 'rows are not accounted for', {
    at,
    expected: `${expected} rows`,
    found: `${found}`,
    hint: 'This is a bug of stackpairs: please report it with the plan in .work',
  });
}

function rowsBySplit(shards: readonly WrittenShardFiles[]): Counts {
  return shards.map(({ split, data }) => ({ [split]: data.rows })).reduce<Counts>(addCounts, {});
}

function movedIn(
  configs: readonly { readonly name: string; readonly shards: readonly WrittenShardFiles[] }[],
): Pick<Manifest, 'moved'> {
  const byConfig = configs.flatMap(({ name, shards }) => {
    const moved = shards.map((shard) => shard.moved).reduce<Counts>(addCounts, {});
    return Object.keys(moved).length === 0 ? [] : [[name, moved] as const];
  });
  return byConfig.length === 0 ? {} : { moved: Object.fromEntries(byConfig) };
}

function shardsOf(config: string, shards: readonly WrittenShardFiles[]): ManifestShard[] {
  return [
    ...shards.map(({ split, data }) => ({ config, split, ...data })),
    ...shards.map(({ split, provenance }) => ({ config: provenanceConfig(config), split, ...provenance })),
  ];
}
