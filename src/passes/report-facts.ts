// What the passes tell the report beyond the manifest, put together from what each unit counted and showed.

import { addCounts, type Counts } from '../books.ts';
import { siteOf } from '../clean/index.ts';
import type { ConfigFacts, ReportFacts, ReportRow } from '../publish/index.ts';
import { asSeenBy, type FinishedConfig } from './config-passes.ts';
import type { PassContext } from './context.ts';
import { addLengths } from './row-tally.ts';
import type { ShownRow } from './shown-rows.ts';

/** Samples on the page; of more candidates, since some turn out to be duplicates. */
const SAMPLES = 6;

/** The facts of a build. */
export function reportFacts(context: PassContext, configs: readonly FinishedConfig[]): ReportFacts {
  const sites = context.plan.inputs.map(({ site }) => siteOf(site));
  return { sites, configs: configs.map((config) => configFacts(context, config)) };
}

function configFacts(context: PassContext, config: FinishedConfig): ConfigFacts {
  const { recipe, routed, agreed, shards, dedupe } = config;
  const sites = asSeenBy(context, config).plan.inputs.map(({ site }) => siteOf(site));
  const tallies = shards.map(({ seen }) => seen.tally);
  const shown = new Map(shards.flatMap(({ seen }) => seen.shown).map((row) => [placeOf(row), row]));
  const presented = ({ input, byte: _, ...row }: ShownRow): ReportRow => ({ ...row, site: sites[input]! });
  const rowAt = (place: Pick<ShownRow, 'input' | 'byte'>): readonly ReportRow[] => {
    const row = shown.get(placeOf(place));
    return row === undefined ? [] : [presented(row)];
  };
  const compared = routed.samples.flatMap(({ title, body, ...place }) =>
    rowAt(place).map((after) => ({ before: { title, body }, after })),
  );
  const first = (shards[0]?.seen.first ?? []).map((row) => ({ after: presented(row) }));
  return {
    lengths: tallies.length === 0 ? [] : tallies.map(({ lengths }) => lengths).reduce(addLengths),
    years: tallies.map(({ years }) => years).reduce<Counts>(addCounts, {}),
    dedupe,
    copies: agreed.clusters.sizes,
    duplicated: agreed.clusters.largest.flatMap(({ size, kept }) => rowAt(kept).map((row) => ({ copies: size, row }))),
    // Only a pair of one row can stand beside what it was.
    samples: ('pair' in recipe ? compared : first).slice(0, SAMPLES),
  };
}

function placeOf({ input, byte }: Pick<ShownRow, 'input' | 'byte'>): string {
  return `${input} ${byte}`;
}
