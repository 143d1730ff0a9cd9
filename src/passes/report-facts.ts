// What the passes tell the report beyond the manifest, put together from what each unit counted and showed.

import { addCounts, type Counts } from '../books.ts';
import { siteOf } from '../clean/index.ts';
import type { ReportFacts, ReportRow } from '../publish/index.ts';
import { asSeenBy, type FinishedConfig } from './config-passes.ts';
import type { PassContext } from './context.ts';
import { addLengths } from './row-tally.ts';
import type { ShownRow } from './shown-rows.ts';

/** Samples on the page; of more candidates, since some turn out to be duplicates. */
const SAMPLES = 6;

/** The facts of a config. */
export function reportFacts(context: PassContext, config: FinishedConfig): ReportFacts {
  const { routed, agreed, shards, dedupe } = config;
  const sites = asSeenBy(context, config).plan.inputs.map(({ site }) => siteOf(site));
  const tallies = shards.map(({ seen }) => seen.tally);
  const shown = new Map(shards.flatMap(({ seen }) => seen.shown).map((row) => [placeOf(row), row]));
  const rowAt = (place: Pick<ShownRow, 'input' | 'byte'>): ReportRow | undefined => {
    const row = shown.get(placeOf(place));
    return row && { ...row, site: sites[row.input]! };
  };
  const samples = routed.samples.flatMap(({ title, body, ...place }) => {
    const after = rowAt(place);
    return after === undefined ? [] : [{ before: { title, body }, after }];
  });
  const duplicated = agreed.clusters.largest.flatMap(({ size, kept }) => {
    const row = rowAt(kept);
    return row === undefined ? [] : [{ copies: size, row }];
  });
  return {
    sites: sites.slice(0, context.plan.inputs.length),
    lengths: tallies.length === 0 ? [] : tallies.map(({ lengths }) => lengths).reduce(addLengths),
    years: tallies.map(({ years }) => years).reduce<Counts>(addCounts, {}),
    dedupe,
    copies: agreed.clusters.sizes,
    duplicated,
    samples: samples.slice(0, SAMPLES),
  };
}

function placeOf({ input, byte }: Pick<ShownRow, 'input' | 'byte'>): string {
  return `${input} ${byte}`;
}
