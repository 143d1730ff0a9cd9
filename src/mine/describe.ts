// What the manifest and the report say of a dataset when a config of mined negatives was added: all of it follows from what
// they said before and from the counts of its rows.

import { addCounts } from '../books.ts';
import { siteOf } from '../clean/index.ts';
import type { Manifest, ManifestConfig } from '../manifest.ts';
import type { ManifestMined } from '../manifest-mined.ts';
import type { ReportFacts } from '../publish/index.ts';
import type { MinedShards } from './write-mined.ts';

/** What is added. */
export interface Added {
  readonly config: ManifestConfig;
  readonly mined: ManifestMined;
  readonly written: MinedShards;
}

/** The manifest of the next generation. */
export function manifestWith(manifest: Manifest, { config, mined, written: { shards, totals } }: Added): Manifest {
  const { authors } = manifest;
  return {
    ...manifest,
    mined: [...(manifest.mined ?? []), mined],
    configs: [...manifest.configs, config],
    splits: { ...manifest.splits, [config.name]: totals.splits },
    shards: [...manifest.shards, ...shards],
    licenses: addCounts({ ...manifest.licenses }, totals.licenses),
    authors: authors && {
      ...authors,
      named: authors.named + totals.credits.named,
      unnamed: authors.unnamed + totals.credits.unnamed,
    },
  };
}

/** The facts of the next generation's report. */
export function factsWith(facts: ReportFacts, manifest: Manifest, { mined, written }: Added): ReportFacts {
  const from = manifest.configs.findIndex(({ name }) => name === mined.from);
  const { lengths, years } = written.totals.tally;
  const added: ReportFacts['configs'][number] = {
    lengths,
    years,
    dedupe: facts.configs[from]!.dedupe,
    // Rows were held against each other before.
    copies: [],
    duplicated: [],
    samples: written.shown.map(({ site, ...row }) => ({ after: { ...row, site: siteOf(site) } })),
  };
  return { ...facts, configs: [...facts.configs, added] };
}
