// What became of the rows of one build in another: by config and site, rows added, removed, edited and moved to another side,
// and how many bytes of shards are the same. A row is known again by its site and posts, 64 bits of their digest: among 48
// million rows a chance hit has a probability of 6e-5. Rows go through files on disk, so memory is 150 MB, however many.

import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { compareRows, EMPTY_CHANGES, type RowChanges } from './diff/compare-rows.ts';
import { openRowFiles, ROWS_PER_FILE } from './diff/row-files.ts';
import { rowsOf, type SharedShards, sharedShards } from './diff-manifests.ts';
import { type OpenedBuild, openBuild } from './inspect.ts';
import { provenancePath } from './manifest.ts';

/** What became of the rows of one site. */
export interface SiteDifference extends RowChanges {
  readonly site: string;
}

/** What became of the rows of one config. */
export interface ConfigDifference extends RowChanges {
  readonly config: string;
  /** Sites with rows in either build, by name. */
  readonly sites: readonly SiteDifference[];
}

/** What differs between two builds. */
export interface BuildDifference {
  readonly configs: readonly ConfigDifference[];
  readonly shards: SharedShards;
}

/** How to compare. */
export interface DiffOptions {
  /** Folder for files of 24 bytes a row. */
  readonly temporary: string;
  readonly signal?: AbortSignal | undefined;
}

/** A signal is heard about so often: rows are read without waiting for anything. */
const ROWS_BETWEEN_SIGNALS = 10_000;

/** Compares the finished builds in two folders, the older first. */
export async function diffBuilds(before: string, after: string, options: DiffOptions): Promise<BuildDifference> {
  const builds = [await openBuild(resolve(before)), await openBuild(resolve(after))] as const;
  const names = new Set(builds.flatMap(({ manifest }) => manifest.configs.map(({ name }) => name)));
  const configs: ConfigDifference[] = [];
  for (const name of [...names].sort()) configs.push(await diffConfig(name, builds, options));
  return { configs, shards: sharedShards(builds[0].manifest, builds[1].manifest) };
}

/** True if no row differs and none stands on another side. */
export function hasSameRows({ configs }: BuildDifference): boolean {
  return configs.every(({ added, removed, edited, moved }) => added + removed + edited + moved === 0);
}

async function diffConfig(
  config: string,
  builds: readonly [OpenedBuild, OpenedBuild],
  { temporary, signal }: DiffOptions,
): Promise<ConfigDifference> {
  const folder = mkdtempSync(join(temporary, 'build-dataset-diff-'));
  try {
    const sites = sitesOf(builds);
    const rows = builds.map(({ manifest }) => rowsOf(manifest, config)).reduce((sum, count) => sum + count, 0);
    const files = openRowFiles(folder, Math.ceil(rows / ROWS_PER_FILE));
    for (const [side, build] of builds.entries()) await spill(build, { config, side, sites, files, signal });
    files.finish();
    const bySite = sites.map(() => ({ ...EMPTY_CHANGES }));
    for (let file = 0; file < files.count; file++) {
      compareRows(files.read(0, file), files.read(1, file), bySite);
      await setImmediate();
      signal?.throwIfAborted();
    }
    const changed = sites.map((site, index) => ({ site, ...bySite[index]! }));
    return {
      config,
      ...changed.reduce<RowChanges>(add, EMPTY_CHANGES),
      sites: changed.filter(({ before, after }) => before + after > 0),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Spilling {
  readonly config: string;
  readonly side: number;
  readonly sites: readonly string[];
  readonly files: ReturnType<typeof openRowFiles>;
  readonly signal: AbortSignal | undefined;
}

async function spill({ out, manifest, format }: OpenedBuild, { config, side, sites, files, signal }: Spilling) {
  const numbers = new Map(sites.map((site, number) => [site, number]));
  let rows = 0;
  for (const shard of manifest.shards.filter((one) => one.config === config)) {
    for (const row of format.readProvenanceRows(join(out, provenancePath(shard.path)))) {
      files.add(side, { ...row, siteNumber: numbers.get(row.site)!, split: shard.split });
      if (++rows % ROWS_BETWEEN_SIGNALS !== 0) continue;
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
}

function sitesOf(builds: readonly OpenedBuild[]): string[] {
  return [...new Set(builds.flatMap(({ manifest }) => manifest.inputs.map(({ site }) => site)))].sort();
}

function add(a: RowChanges, b: RowChanges): RowChanges {
  return {
    before: a.before + b.before,
    after: a.after + b.after,
    added: a.added + b.added,
    removed: a.removed + b.removed,
    edited: a.edited + b.edited,
    moved: a.moved + b.moved,
  };
}
