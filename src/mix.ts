// Which rows stand in a config together, and how often a trainer draws from each of its files. In: counts of rows. Out:
// names, sites and weights that follow from the counts alone, whatever order they come in.

import type { MixRule } from './mix-rule.ts';
import { sum } from './sum.ts';
import type { Split } from './types.ts';
import type { WeightRule } from './weight-rule.ts';

/** Rows of one kind that stay of a site, by side. */
export interface SiteRows {
  readonly recipe: string;
  readonly site: string;
  readonly rows: Readonly<Partial<Record<Split, number>>>;
}

/** A config, and the sites whose rows of a kind it holds. */
export interface MixGroup {
  readonly config: string;
  readonly recipe: string;
  readonly sites: readonly string[];
}

/** The configs of these kinds of pairs, kind by kind: its sites by name, then the one of small sites. */
export function mixGroups(
  kinds: readonly string[],
  counts: readonly SiteRows[],
  { by, pool }: Pick<MixRule, 'by' | 'pool'>,
): MixGroup[] {
  return kinds.flatMap((recipe) => {
    const sites = sitesOf(counts.filter((count) => count.recipe === recipe));
    if (by === 'kind') return [{ config: recipe, recipe, sites: sites.map(({ site }) => site) }];
    const filled = sites.filter(({ all }) => all > 0);
    const isSmall = ({ train }: { readonly train: number }) => pool !== undefined && train < pool.below;
    const small = filled.filter(isSmall).map(({ site }) => site);
    const large = filled.filter((counted) => !isSmall(counted));
    return [
      ...large.map(({ site }) => ({ config: `${recipe}.${safeName(site)}`, recipe, sites: [site] })),
      ...(small.length === 0 ? [] : [{ config: `${recipe}.${pool!.name}`, recipe, sites: small }]),
    ];
  });
}

/** Rows of each site, the sites in code-unit order; a site of several files is counted as one. */
function sitesOf(counts: readonly SiteRows[]) {
  const bySite = new Map<string, { readonly train: number; readonly all: number }>();
  for (const { site, rows } of counts) {
    const { train, all } = bySite.get(site) ?? { train: 0, all: 0 };
    bySite.set(site, { train: train + (rows.train ?? 0), all: all + sum(Object.values(rows)) });
  }
  return [...bySite].map(([site, rows]) => ({ site, ...rows })).sort((a, b) => (a.site < b.site ? -1 : 1));
}

// What any file system and the Hub take as they are, and no name of a pool or of provenance.
const HOST_NAME = /^(?!.*-provenance$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/;

/** A site's name as part of a config's; no two sites have one, not even where case does not count. */
function safeName(site: string): string {
  if (HOST_NAME.test(site)) return site;
  // A dump may have any name. An underscore is in no name of a host, so what it stands for can be read back.
  return `${site.replace(/[^a-z0-9.-]/gu, (one) => `_${one.codePointAt(0)!.toString(16)}_`)}_`;
}

/** What a config's weight follows from: its train rows, of which there are some, and the shards they are in. */
interface ConfigRows {
  readonly config: string;
  readonly rows: number;
  readonly shards: number;
}

/** The weight of each config, a whole number of at least 1. */
export function configWeights(configs: readonly ConfigRows[], rule: WeightRule): Map<string, number> {
  const isByHand = ({ config }: ConfigRows) => Object.hasOwn(rule.byHand, config);
  const smallest = Math.min(...configs.filter((one) => !isByHand(one)).map(({ rows }) => rows));
  return new Map(
    configs.map((one) => [one.config, isByHand(one) ? rule.byHand[one.config]! : weigh(one, rule, smallest)]),
  );
}

function weigh({ rows, shards }: ConfigRows, rule: WeightRule, smallest: number): number {
  switch (rule.rule) {
    case 'shards':
      return shards;
    case 'equal':
      return 1;
    case 'rows':
      return Math.min(rule.cap, Math.ceil(rows / rule.rowsPerUnit));
    case 'temperature':
      // Sampling by rows^(1/T): Arivazhagan et al., arXiv 1907.05019; with 1/T as an exponent in mBERT, XLM-R and mT5.
      return Math.round(rule.least * (rows / smallest) ** (1 / rule.temperature));
  }
}

/** A train shard and its rows. */
interface TrainShard {
  readonly config: string;
  readonly rows: number;
}

/**
 * The weight of each shard. Those of a config add up to its weight; where some config has more shards than weight, all
 * weights are multiplied by the least whole number that gives each shard at least 1.
 */
export function shardWeights(shards: readonly TrainShard[], rule: WeightRule): number[] {
  const rowsOf = new Map(shards.map(({ config }) => [config, [] as number[]]));
  for (const { config, rows } of shards) rowsOf.get(config)!.push(rows);
  const configs = [...rowsOf].map(([config, rows]) => ({ config, rows: sum(rows), shards: rows.length }));
  const weights = configWeights(configs, rule);
  const factor = Math.max(1, ...configs.map(({ config, shards }) => Math.ceil(shards / weights.get(config)!)));
  const shares = new Map([...rowsOf].map(([config, rows]) => [config, spread(weights.get(config)! * factor, rows)]));
  const nextOf = new Map([...shares].map(([config, share]) => [config, share.values()]));
  return shards.map(({ config }) => nextOf.get(config)!.next().value!);
}

/** A weight over shards by their rows, by largest remainder, ties to the earlier; each has at least 1. */
function spread(weight: number, rows: readonly number[]): number[] {
  const shares = rows.map(() => 1);
  const ascending = [...rows.keys()].sort((a, b) => rows[a]! - rows[b]! || a - b);
  let [raised, left, openRows] = [0, weight, sum(rows)];
  // Who is due less than 1 has 1, and the others share what is left: at least 1 each on average, so some are due it.
  for (; raised < ascending.length && left * rows[ascending[raised]!]! < openRows; raised += 1) {
    left -= 1;
    openRows -= rows[ascending[raised]!]!;
  }
  const open = ascending.slice(raised);
  const remainder = (shard: number) => (left * rows[shard]!) % openRows;
  for (const shard of open) shares[shard] = (left * rows[shard]! - remainder(shard)) / openRows;
  const spare = left - sum(open.map((shard) => shares[shard]!));
  const byRemainder = open.toSorted((a, b) => remainder(b) - remainder(a) || a - b);
  for (const shard of byRemainder.slice(0, spare)) shares[shard]! += 1;
  return shares;
}
