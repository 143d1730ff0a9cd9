// The YAML head of the dataset card: what the Hub shows and filters by, and what `load_dataset` goes by. The row counts
// in it are checked on loading, so that a shard cut at a batch boundary does not pass for a whole one.

import { posix } from 'node:path';
import { stringify } from 'yaml';
import { type Manifest, type ManifestConfig, type ManifestShard, provenanceConfig } from '../manifest.ts';
import type { ManifestSetFile } from '../manifest-sets.ts';
import { SPLITS } from '../types.ts';
import { type Feature, PROVENANCE_FEATURES, setFeatures } from './features.ts';
import { dataFeatures, filesOf } from './files.ts';

/** Upper ends of the Hub's size categories. */
const SIZES = [
  { below: 1_000, name: 'n<1K' },
  { below: 10_000, name: '1K<n<10K' },
  { below: 100_000, name: '10K<n<100K' },
  { below: 1_000_000, name: '100K<n<1M' },
  { below: 10_000_000, name: '1M<n<10M' },
  { below: 100_000_000, name: '10M<n<100M' },
  { below: 1_000_000_000, name: '100M<n<1B' },
  { below: Infinity, name: 'n>1B' },
] as const;

/** The front matter with its marks. */
export function frontMatter(manifest: Manifest, languages: readonly string[]): string {
  const sets = manifest.configs.flatMap((config) => setsOf(config, manifest));
  const head = {
    pretty_name: `Stack Exchange pairs: ${manifest.pipeline.name}`,
    ...licenseOf(manifest),
    ...languageEntry(languages),
    task_categories: ['sentence-similarity', 'feature-extraction'],
    size_categories: [sizeCategory(manifest)],
    source_datasets: ['original'],
    tags: ['sentence-transformers', 'stack-exchange', 'text-pairs', 'stackpairs'],
    configs: [
      ...sets.map((set) => configEntry(set, manifest.configs.length === 1)),
      ...setTables(manifest).map(tableEntry),
    ],
    dataset_info: [...sets.map(infoEntry), ...setTables(manifest).map(tableInfo)],
  };
  // Python reads YAML 1.1, where a bare `no`, the code of Norwegian, is false.
  return `---\n${stringify(head, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })}---\n`;
}

/** A table of an evaluation set, and the config that it is. */
interface SetTableFile {
  readonly config: string;
  readonly table: string;
  readonly file: ManifestSetFile;
}

/** Tables of evaluation sets: `title-to-body-corpus` and the like. A set of one table has its own name. */
function setTables({ evaluation }: Manifest): SetTableFile[] {
  return (evaluation?.sets ?? []).flatMap(({ name, files }) =>
    files.map((file) => {
      const table = posix.basename(posix.dirname(file.path));
      return { config: files.length === 1 ? name : `${name}-${table}`, table, file };
    }),
  );
}

function tableEntry({ config, file }: SetTableFile): object {
  return { config_name: config, data_files: [{ split: 'test', path: file.path }] };
}

function tableInfo({ config, table, file: { rows, bytes } }: SetTableFile): object {
  const splits = [{ name: 'test', num_bytes: bytes, num_examples: rows }];
  return { config_name: config, features: setFeatures(table), splits, download_size: bytes, dataset_size: bytes };
}

/** Files that load together under one config name. */
interface FileSet {
  readonly name: string;
  readonly isData: boolean;
  readonly features: readonly Feature[];
  readonly format: Manifest['format'];
  readonly shards: readonly ManifestShard[];
}

/** Posts are under one licence, other people's pairs under those of their makers. */
function licenseOf({ pairs }: Manifest): object {
  return pairs.length === 0 ? { license: 'cc-by-sa-4.0' } : { license: 'other', license_name: 'several' };
}

function languageEntry(languages: readonly string[]): object {
  if (languages.length === 0) return {};
  return { language: languages.length > 1 ? [...languages, 'multilingual'] : languages };
}

/** Each data config is followed by its provenance. */
function setsOf({ name, columns }: ManifestConfig, { shards, format }: Manifest): FileSet[] {
  const named = (config: string) => shards.filter((shard) => shard.config === config);
  const provenance = provenanceConfig(name);
  const sets = [
    { name, format, isData: true, features: dataFeatures(format, columns), shards: named(name) },
    { name: provenance, format, isData: false, features: PROVENANCE_FEATURES, shards: named(provenance) },
  ];
  return sets.filter((set) => set.shards.length > 0);
}

function configEntry({ name, format, isData, shards }: FileSet, isOnly: boolean): object {
  const data_files = splitsOf(shards).map(({ split, shards: [first] }) => ({
    split,
    path: filesOf(format, posix.dirname(first!.path), split),
  }));
  return { config_name: name, data_files, ...(isData && isOnly ? { default: true } : {}) };
}

function infoEntry({ name, features, shards }: FileSet): object {
  const splits = splitsOf(shards).map(({ split, shards }) => ({
    name: split,
    num_bytes: total(shards, 'bytes'),
    num_examples: total(shards, 'rows'),
  }));
  const bytes = total(shards, 'bytes');
  return { config_name: name, features, splits, download_size: bytes, dataset_size: bytes };
}

function splitsOf(shards: readonly ManifestShard[]) {
  const sides = SPLITS.map((split) => ({ split, shards: shards.filter((shard) => shard.split === split) }));
  return sides.filter((side) => side.shards.length > 0);
}

function total(shards: readonly ManifestShard[], what: 'bytes' | 'rows'): number {
  return shards.reduce((sum, shard) => sum + shard[what], 0);
}

function sizeCategory({ configs, shards }: Manifest): string {
  const names = new Set(configs.map(({ name }) => name));
  const rows = total(
    shards.filter(({ config }) => names.has(config)),
    'rows',
  );
  return SIZES.find(({ below }) => rows < below)!.name;
}
