// What says what the next generation of a dataset is: its report, card, trainer's list and manifest, beside the old ones.
// Memory: a few rows of each config.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { languagesOf, siteOf } from './clean/index.ts';
import { writeDurably } from './durable-file.ts';
import { StackpairsError } from './errors.ts';
import { firstRows } from './first-rows.ts';
import { beginGeneration, stagedPath } from './generation.ts';
import type { Manifest } from './manifest.ts';
import {
  CARD_FILE,
  DATA_CONFIG_FILE,
  MANIFEST_FILE,
  REPORT_FILE,
  writeDataConfig,
  writeManifest,
} from './manifest-file.ts';
import { card, isSealed, type ReportFacts, readFacts, report } from './publish/index.ts';
import { openFormat } from './shard/index.ts';

/** What is known of the next generation beside its manifest. */
export interface Staged {
  readonly out: string;
  readonly facts: ReportFacts;
  /** Whether a shard is of the next generation, or stays as it is. */
  readonly isStaged: (path: string) => boolean;
}

/** Writes them, and gives their names, the manifest last. */
export async function stageDescriptions(manifest: Manifest, { out, facts, isStaged }: Staged): Promise<string[]> {
  const next = beginGeneration(out);
  const format = await openFormat(manifest.format);
  const pathOf = (path: string) => (isStaged(path) ? stagedPath(out, path) : join(out, path));
  const languages = languagesOf(manifest.inputs.map(({ site }) => site));
  writeDurably(join(next, REPORT_FILE), report(manifest, facts));
  writeDurably(join(next, CARD_FILE), card(manifest, { languages, samples: firstRows({ manifest, format, pathOf }) }));
  writeDataConfig(next, manifest);
  writeManifest(next, manifest);
  return [REPORT_FILE, CARD_FILE, DATA_CONFIG_FILE, MANIFEST_FILE];
}

/** What the report of a dataset shows beyond its manifest. Throws `damaged_output` if it is not as it was written. */
export function readReport(out: string, { inputs }: Manifest): ReportFacts {
  const path = join(out, REPORT_FILE);
  const page = readFileSync(path, 'utf8');
  const sites = inputs.map(({ site }) => siteOf(site));
  const facts = isSealed(page) ? readFacts(page, sites) : undefined;
  if (facts !== undefined) return facts;
  throw new StackpairsError('damaged_output', 'the report is not as it was written', {
    at: path,
    hint: 'Nothing was changed. Take the file from another copy of the dataset, or build it again with its takedowns',
  });
}
