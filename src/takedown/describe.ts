// What the manifest and the report say of a dataset when rows were taken out: all of it follows from what they said
// before and from the counts of those rows.

import { addCounts, type Counts, dropKept } from '../books.ts';
import type { Manifest, ManifestShard } from '../manifest.ts';
import type { RowTotals } from '../passes/counted-rows.ts';
import type { RowCounts } from '../passes/row-tally.ts';
import type { ConfigFacts, ReportFacts, ReportRow } from '../publish/index.ts';
import { TAKEN_DOWN } from '../takedown-list.ts';

/** What the new manifest has of its own. */
export interface Taken {
  /** By data config, in their order. */
  readonly removed: readonly RowTotals[];
  /** Of these, those that were held out beyond the hash of their question. */
  readonly moved: readonly Counts[];
  readonly shards: readonly ManifestShard[];
  readonly takedowns: readonly string[];
  readonly evaluation: Manifest['evaluation'];
  readonly contamination: Manifest['contamination'];
}

/** The manifest of the next generation. */
export function manifestWithout(
  manifest: Manifest,
  { removed, moved, shards, evaluation, takedowns, contamination }: Taken,
): Manifest {
  const siteOfFile = new Map([...manifest.inputs, ...manifest.tables].map(({ file, site }) => [file, site]));
  const ofRecipe = (name: string) => removed.filter((_, index) => manifest.configs[index]!.recipe === name);
  return {
    ...manifest,
    contamination,
    ...(evaluation && { evaluation }),
    books: manifest.books.map((book) => {
      const site = siteOfFile.get(book.file)!;
      const rows = ofRecipe(book.recipe).reduce((sum, { sites }) => sum + countOf(sites, site), 0);
      return { ...book, ...dropKept(book, TAKEN_DOWN, rows) };
    }),
    ...(manifest.mined && { mined: minedWithout(manifest, removed) }),
    splits: Object.fromEntries(
      manifest.configs.map(({ name }, index) => [
        name,
        without(asCounts(manifest.splits[name]), removed[index]!.splits),
      ]),
    ),
    ...movedWithout(manifest, moved),
    shards: [...shards],
    licenses: removed.reduce((licenses, counts) => without(licenses, counts.licenses), asCounts(manifest.licenses)),
    authors: manifest.authors && {
      ...manifest.authors,
      named: removed.reduce((named, { credits }) => named - credits.named, manifest.authors.named),
      unnamed: removed.reduce((unnamed, { credits }) => unnamed - credits.unnamed, manifest.authors.unnamed),
    },
    takedowns: [...takedowns],
  };
}

function movedWithout({ moved, configs }: Manifest, removed: readonly Counts[]): Pick<Manifest, 'moved'> {
  if (moved === undefined) return {};
  const left = configs.map(({ name }, index) => [name, without(asCounts(moved[name]), removed[index]!)] as const);
  return { moved: Object.fromEntries(left.filter(([, counts]) => Object.keys(counts).length > 0)) };
}

function minedWithout({ mined = [], configs }: Manifest, removed: readonly RowTotals[]) {
  return mined.map((one) => {
    const { rows } = removed[configs.findIndex(({ name }) => name === one.config)]!;
    return { ...one, kept: one.kept - rows, dropped: addCounts(one.dropped, { [TAKEN_DOWN]: rows }) };
  });
}

/** The facts of the next generation's report: samples and titles of removed rows are gone, and counted no more. */
export function factsWithout(
  facts: ReportFacts,
  removed: readonly RowTotals[],
  isRemoved: (row: ReportRow) => boolean,
): ReportFacts {
  return { ...facts, configs: facts.configs.map((one, index) => configWithout(one, removed[index]!, isRemoved)) };
}

function configWithout(facts: ConfigFacts, { tally }: RowTotals, isRemoved: (row: ReportRow) => boolean): ConfigFacts {
  return {
    ...facts,
    lengths: facts.lengths.map((lengths, column) => lengthsWithout(lengths, tally.lengths[column])),
    years: without(facts.years, tally.years),
    duplicated: facts.duplicated.filter(({ row }) => !isRemoved(row)),
    samples: facts.samples.filter(({ after }) => !isRemoved(after)),
  };
}

type Lengths = ConfigFacts['lengths'][number];

function lengthsWithout({ total, buckets }: Lengths, removed: RowCounts['lengths'][number] | undefined): Lengths {
  const left = buckets.map((texts, bucket) => texts - (removed?.buckets[bucket] ?? 0));
  return { total: total - (removed?.total ?? 0), buckets: left.slice(0, left.findLastIndex((texts) => texts > 0) + 1) };
}

function asCounts(counts: Readonly<Record<string, number | undefined>> = {}): Counts {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count ?? 0]));
}

function without(counts: Counts, removed: Counts): Counts {
  return addCounts(counts, Object.fromEntries(Object.entries(removed).map(([name, count]) => [name, -count])));
}

function countOf(counts: Counts, name: string): number {
  return Object.hasOwn(counts, name) ? counts[name]! : 0;
}
