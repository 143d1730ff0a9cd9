// Names of the configs that hold other people's pairs: what a folder, the Hub and a trainer's list take as they are.

import { PAIRS_PREFIX } from '../../foreign.ts';

// How sets are packed is nothing a config is known by.
const ENDING = /\.(?:jsonl|ndjson|json|parquet|arrow|feather|tsv)(?:\.gz)?$/;
const PROVENANCE = /-provenance$/;

/** The configs of sets with these names, in their order: `GOOAQ_pairs.jsonl.gz` is `pairs.gooaq-pairs`. */
export function setConfigs(names: readonly string[]): string[] {
  const configs: string[] = [];
  for (const name of names) configs.push(unused(plain(name), configs));
  return configs;
}

/** Lower case, so that no two are one where case does not count. */
function plain(name: string): string {
  const words = name
    .toLowerCase()
    .replace(ENDING, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return words.join('-').replace(PROVENANCE, '-origins') || 'set';
}

/** Of several, the second has a 2 behind it and so on. */
function unused(name: string, taken: readonly string[]): string {
  let config = `${PAIRS_PREFIX}${name}`;
  for (let number = 2; taken.includes(config); number++) config = `${PAIRS_PREFIX}${name}-${number}`;
  return config;
}
