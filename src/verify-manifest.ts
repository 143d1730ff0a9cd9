// Whether what a manifest says agrees with itself; no file is looked at.

import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { addCounts, type Counts } from './books.ts';
import { PAIRS_RECIPE } from './foreign.ts';
import {
  balance,
  booksOf,
  type Manifest,
  type ManifestConfig,
  provenanceConfig,
  provenancePath,
  recipesOf,
} from './manifest.ts';
import { parseJson } from './parse-json.ts';
import type { Verifying } from './verify-rows.ts';

/** The pipeline is what its name and digest say. */
export function checkPipeline({ manifest: { pipeline }, fault }: Verifying): void {
  if (hash('sha256', pipeline.definition, 'hex') !== pipeline.sha256) fault('pipeline: its SHA-256 is another');
  const named = parseJson(pipeline.definition) as { readonly name?: unknown } | null | undefined;
  if (named?.name !== pipeline.name) fault('pipeline: its definition has another name');
}

/** Each recipe has a book for each input, and each book accounts for all its rows. */
export function checkBooks({ manifest, fault }: Verifying): void {
  const { books, inputs, tables, pairs } = manifest;
  const sets = pairs.map(({ name }) => name);
  for (const recipe of recipesOf(manifest)) {
    if (manifest.mined?.some(({ config }) => config === recipe)) continue;
    const files = books.flatMap((book) => (book.recipe === recipe ? [book.file] : []));
    const links = tables.filter(({ table }) => table === 'PostLinks');
    const named = [inputs, links].map((some) => some.map(({ file }) => file));
    // Rows of links drive the pairs of some recipes; those of other people's sets are pairs already.
    if (recipe === PAIRS_RECIPE && isDeepStrictEqual(files, sets)) continue;
    if (!named.some((expected) => expected.length > 0 && isDeepStrictEqual(files, expected)))
      fault(`${recipe}: its books are not those of the inputs`);
  }
  for (const book of recipesOf(manifest).flatMap((recipe) => booksOf(manifest, recipe))) {
    const missing = balance(book);
    if (missing !== 0) fault(`${book.file}, ${book.recipe}: ${missing} of ${book.rows} rows are not accounted for`);
  }
}

/** Negatives that were mined stand in a config of their own, beside rows of another. */
export function checkMined({ manifest: { mined = [], configs }, fault }: Verifying): void {
  for (const { config, from, negatives } of mined) {
    const [own, source] = [config, from].map((name) => configs.find((one) => one.name === name));
    const added = (own?.columns.length ?? 0) - (source?.columns.length ?? 0);
    if (source === undefined || added !== negatives) fault(`${config}: not ${from} with ${negatives} negatives`);
  }
}

/** What was taken out is listed once, in order. */
export function checkTakedowns({ manifest: { takedowns }, fault }: Verifying): void {
  if (!isDeepStrictEqual(takedowns, [...new Set(takedowns)].sort())) fault('takedowns: not sorted, or not each once');
}

/** Books, splits and shards agree on the rows, and each data shard has its provenance. */
export function checkCounts({ manifest, fault }: Verifying): void {
  const { configs, splits } = manifest;
  for (const recipe of recipesOf(manifest)) {
    const kept = booksOf(manifest, recipe).reduce((sum, book) => sum + book.kept, 0);
    const sides = configs.flatMap((config) =>
      config.recipe === recipe ? Object.values(splits[config.name] ?? {}) : [],
    );
    const listed = sides.reduce<number>((sum, rows) => sum + (rows ?? 0), 0);
    if (kept !== listed) fault(`${recipe}: the books keep ${kept} rows, the splits list ${listed}`);
  }
  for (const { name } of configs) {
    for (const config of [name, provenanceConfig(name)]) {
      if (isDeepStrictEqual(rowsBySplit(config, manifest), { ...splits[name] })) continue;
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
