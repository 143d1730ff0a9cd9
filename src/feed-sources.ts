// What a feed draws from: the configs of a build, with their train shards and weights, and the rows numbered as trainers load
// them, shard behind shard in the order of `data_config.json`.

import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { dataConfig } from './data-config.ts';
import { StackpairsError } from './errors.ts';
import type { FeedSource } from './feed-file.ts';
import type { Manifest, ManifestShard } from './manifest.ts';
import { DATA_CONFIG_FILE } from './manifest-file.ts';
import { readDataConfig } from './read-data-config.ts';
import { sum } from './sum.ts';

/** A config that is drawn from, and its train shards. */
export interface FeedShards extends FeedSource {
  /** What its texts are called. */
  readonly columns: readonly string[];
  readonly shards: readonly ManifestShard[];
}

/** The configs of a build with their weights, or those given; at 0 one is left out. Throws `bad_usage` for one that is not there. */
export function feedSources(manifest: Manifest, weights: Readonly<Record<string, number>>): FeedShards[] {
  const entries = dataConfig(manifest);
  const configs = [...new Set(entries.map(({ config }) => config))];
  expectConfigs(configs, weights);
  let first = 0;
  const sources = configs.map((config): FeedShards => {
    const own = entries.filter((entry) => entry.config === config);
    const paths = new Set(own.map(({ name }) => name));
    const rows = sum(own.map(({ lines }) => lines));
    first += rows;
    return {
      config,
      weight: weights[config] ?? sum(own.map(({ weight }) => weight)),
      first: first - rows,
      rows,
      columns: manifest.configs.find(({ name }) => name === config)!.columns,
      shards: manifest.shards.filter(({ path }) => paths.has(path)),
    };
  });
  return sources.filter(({ weight }) => weight > 0);
}

function expectConfigs(configs: readonly string[], weights: Readonly<Record<string, number>>): void {
  const unknown = Object.keys(weights).find((name) => !configs.includes(name));
  if (unknown === undefined && configs.some((config) => weights[config] !== 0)) return;
  throw new StackpairsError(
    'bad_usage',
    unknown === undefined ? 'no config is left' : `no config to weigh: ${unknown}`,
    {
      expected: `train rows of ${configs.join(' or ') || 'some config'}`,
      found: unknown ?? 'weights of 0 alone',
    },
  );
}

/** Throws `damaged_output` if the trainer's list was changed: trainers number rows by it, and the manifest knows no other. */
export function expectDataConfig(dir: string, manifest: Manifest): void {
  const path = join(dir, DATA_CONFIG_FILE);
  if (isDeepStrictEqual(readDataConfig(path), dataConfig(manifest))) return;
  throw new StackpairsError('damaged_output', "the trainer's list is not what the manifest says", {
    at: path,
    hint: 'Put it back as it was built, and give other weights with --weight; build-dataset verify checks all files',
  });
}

/** SHA-256 of the trainer's list, which names every train shard and its digest. */
export function dataConfigDigest(dir: string): string {
  return hash('sha256', readFileSync(join(dir, DATA_CONFIG_FILE)));
}
