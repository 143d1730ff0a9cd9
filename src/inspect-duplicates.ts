// Clusters of a finished build: rows that say the same, those that stayed and, where the build kept them, those that were
// dropped. Three readings of the provenance and one of the texts. Memory: about 100 bytes for each cluster while they are
// counted, and the rows shown.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type OpenedBuild, openBuild, rowsOf } from './inspect.ts';
import { readJsonLines } from './json-lines.ts';
import { type Manifest, type ManifestConfig, provenancePath } from './manifest.ts';
import { droppedFiles } from './passes/keep-dropped.ts';
import type { ProvenanceRow } from './shard/index.ts';

/** A row of a cluster. */
export interface ClusterRow {
  readonly site: string;
  readonly id: number;
  /** Where it stands in the dataset, if it stayed. */
  readonly place?: { readonly split: string; readonly row: number };
  /** Why it was dropped, if it was. */
  readonly reason?: string;
  readonly texts: Readonly<Record<string, string>>;
}

/** Rows that say the same. */
export interface InspectedCluster {
  /** `site/id` of its smallest member. */
  readonly cluster: string;
  /** Rows in it that are known, shown or not. */
  readonly size: number;
  readonly stayed: readonly ClusterRow[];
  readonly dropped: readonly ClusterRow[];
}

/** What is known of the duplicates of a config. */
export interface DuplicatesInspection {
  readonly config: string;
  /** Rows that were dropped as duplicates. */
  readonly rowsDropped: number;
  /** False if their texts were not kept: then only clusters are known of which a row that stayed names another one. */
  readonly keptDropped: boolean;
  /** Clusters that are known. */
  readonly clusters: number;
  /** The largest. */
  readonly largest: readonly InspectedCluster[];
}

/** How many clusters to show. */
export interface DuplicatesOptions {
  readonly limit: number;
  readonly signal?: AbortSignal;
}

/** Rows of a cluster that are shown on either side; the largest have hundreds that all say the same. */
const MOST_ROWS = 20;
// A signal is heard about so often: rows are read without waiting for anything.
const ROWS_BETWEEN_SIGNALS = 10_000;
/** Of rows of this dataset; others repeat what was there before it. */
const isOfCluster = (reason: string) =>
  /^(?:near_)?duplicate|^cluster_held_out$/.test(reason) && !reason.endsWith('_of_existing');

/** Looks at the duplicates of every config of a build. */
export async function inspectDuplicates(out: string, options: DuplicatesOptions): Promise<DuplicatesInspection[]> {
  const opened = await openBuild(out);
  const found: DuplicatesInspection[] = [];
  for (const config of opened.manifest.configs) found.push(await inspectConfig({ ...opened, config, ...options }));
  return found;
}

interface Inspecting extends DuplicatesOptions, OpenedBuild {
  readonly config: ManifestConfig;
}

async function inspectConfig(inspecting: Inspecting): Promise<DuplicatesInspection> {
  const { manifest, config, limit } = inspecting;
  const sizes = await countClusters(inspecting);
  const largest = [...sizes].sort(([a, x], [b, y]) => y - x || compareNames(a, b)).slice(0, limit);
  const shown = new Map(largest.map(([name]) => [name, { stayed: [] as ClusterRow[], dropped: [] as ClusterRow[] }]));
  for await (const { split, row, texts, provenance } of heeding(rowsOf(inspecting, config), inspecting)) {
    const { site, questionId: id, cluster } = provenance;
    const stayed = shown.get(cluster)?.stayed ?? [];
    if (stayed.length < MOST_ROWS) stayed.push({ site, id, place: { split, row }, texts });
  }
  for await (const { site, id, cluster, reason, title, body } of droppedRows(inspecting)) {
    const dropped = shown.get(cluster)?.dropped ?? [];
    const named = config.columns.map((column, index) => [column, [title, body][index] ?? '']);
    if (dropped.length < MOST_ROWS) dropped.push({ site, id, reason, texts: Object.fromEntries(named) });
  }
  return {
    config: config.name,
    rowsDropped: rowsDropped(manifest, config),
    keptDropped: existsSync(duplicatesPath(inspecting)),
    clusters: sizes.size,
    largest: largest.map(([cluster, size]) => ({ cluster, size, ...shown.get(cluster)! })),
  };
}

/** Rows by cluster, of all clusters of two or more that can be known. */
async function countClusters(inspecting: Inspecting): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  const count = (cluster: string) => void sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const nameOf = ({ site, questionId }: ProvenanceRow) => `${site}/${questionId}`;
  for await (const { cluster } of droppedRows(inspecting)) count(cluster);
  for await (const row of heeding(provenanceOf(inspecting), inspecting)) {
    if (row.cluster !== nameOf(row)) count(row.cluster);
  }
  // Only now is it known whether a row that names itself is alone.
  for await (const row of heeding(provenanceOf(inspecting), inspecting)) {
    if (row.cluster === nameOf(row) && sizes.has(row.cluster)) count(row.cluster);
  }
  return sizes;
}

function* provenanceOf({ out, manifest, format, config }: Inspecting): Generator<ProvenanceRow> {
  for (const { path, config: name } of manifest.shards) {
    if (name === config.name) yield* format.readProvenanceRows(join(out, provenancePath(path)));
  }
}

interface DroppedDuplicate {
  readonly site: string;
  readonly id: number;
  readonly reason: string;
  readonly cluster: string;
  readonly title: string;
  readonly body: string;
}

function duplicatesPath({ out, config }: Inspecting): string {
  return join(out, droppedFiles(config.name)[1]);
}

async function* droppedRows(inspecting: Inspecting): AsyncGenerator<DroppedDuplicate> {
  for await (const row of readJsonLines<DroppedDuplicate>(duplicatesPath(inspecting))) {
    inspecting.signal?.throwIfAborted();
    if (isOfCluster(row.reason)) yield row;
  }
}

async function* heeding<Row>(rows: Iterable<Row>, { signal }: DuplicatesOptions): AsyncGenerator<Row> {
  let number = 0;
  for (const row of rows) {
    yield row;
    if (++number % ROWS_BETWEEN_SIGNALS !== 0) continue;
    await setImmediate();
    signal?.throwIfAborted();
  }
}

function rowsDropped({ books }: Manifest, { recipe }: ManifestConfig): number {
  const own = books.filter((book) => book.recipe === recipe);
  const counts = own.flatMap(({ dropped }) => Object.entries(dropped).filter(([reason]) => isOfCluster(reason)));
  return counts.reduce((sum, [, rows]) => sum + rows, 0);
}

/** By site, then id. */
function compareNames(a: string, b: string): number {
  const [aSite, bSite] = [a, b].map((name) => name.slice(0, name.lastIndexOf('/')));
  const [aId, bId] = [a, b].map((name) => Number(name.slice(name.lastIndexOf('/') + 1)));
  return aSite === bSite ? aId! - bId! : aSite! < bSite! ? -1 : 1;
}
