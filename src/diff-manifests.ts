// What two manifests say of each other, where there are no rows to look at: counts by config, sites, and shards that are the same.

import type { Manifest } from './manifest.ts';

/** Of the files of the second dataset: those with a file of the same SHA-256 in the first. */
export interface SharedShards {
  readonly files: number;
  readonly bytes: number;
  readonly sharedFiles: number;
  readonly sharedBytes: number;
}

/** What differs between two datasets as far as their manifests tell. */
export interface ManifestDifference {
  readonly configs: readonly { readonly config: string; readonly before: number; readonly after: number }[];
  /** Sites whose dump is new, gone, or another one, by name. */
  readonly sites: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly string[];
  };
  readonly shards: SharedShards;
}

/** Compares two datasets by their manifests, the older first. */
export function diffManifests(before: Manifest, after: Manifest): ManifestDifference {
  const names = [...new Set([before, after].flatMap(({ configs }) => configs.map(({ name }) => name)))].sort();
  const [old, now] = [before, after].map(digestBySite) as [Map<string, string>, Map<string, string>];
  return {
    configs: names.map((config) => ({ config, before: rowsOf(before, config), after: rowsOf(after, config) })),
    sites: {
      added: [...now.keys()].filter((site) => !old.has(site)).sort(),
      removed: [...old.keys()].filter((site) => !now.has(site)).sort(),
      changed: [...now.keys()].filter((site) => old.has(site) && old.get(site) !== now.get(site)).sort(),
    },
    shards: sharedShards(before, after),
  };
}

/** Counts the shards of one dataset that another one has, too. */
export function sharedShards(before: Manifest, after: Manifest): SharedShards {
  const known = new Set(before.shards.map(({ sha256 }) => sha256));
  const shared = after.shards.filter(({ sha256 }) => known.has(sha256));
  const bytesOf = (shards: Manifest['shards']) => shards.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    files: after.shards.length,
    bytes: bytesOf(after.shards),
    sharedFiles: shared.length,
    sharedBytes: bytesOf(shared),
  };
}

/** Rows of a config on all sides. */
export function rowsOf({ splits }: Manifest, config: string): number {
  return Object.values(splits[config] ?? {}).reduce<number>((sum, rows) => sum + (rows ?? 0), 0);
}

function digestBySite({ inputs }: Manifest): Map<string, string> {
  return new Map(inputs.map(({ site, sha256 }) => [site, sha256 ?? '']));
}
