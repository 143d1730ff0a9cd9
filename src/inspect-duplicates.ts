// Clusters of a finished build: rows that say the same, those that stayed and, where the build kept them, those that were
// dropped. Three readings of the provenance and one of the texts. Memory: 8 bytes a row and about 100 for each cluster while
// they are counted, and the rows shown.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { type OpenedBuild, openBuild, rowsOf } from './inspect.ts';
import { readJsonLines } from './json-lines.ts';
import { booksOf, type Manifest, type ManifestConfig, provenancePath } from './manifest.ts';
import { droppedFiles } from './passes/keep-dropped.ts';
import type { ProvenanceRow } from './shard/index.ts';

/** A row of a cluster. */
export interface ClusterRow {
  readonly site: string;
  /** Its question, if it stayed; the post whose row it was, if it was dropped. */
  readonly id: number;
  /** The posts it is made of, where those are several. */
  readonly posts?: readonly { readonly role: string; readonly id: number }[];
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
/** Ids of posts are below: with a site above them, they are exact. */
const IDS = 2 ** 32;
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
    const { site, questionId: id, cluster, posts } = provenance;
    const stayed = shown.get(cluster)?.stayed ?? [];
    if (stayed.length < MOST_ROWS) stayed.push({ site, id, ...several(posts), place: { split, row }, texts });
  }
  for await (const { site, id, posts = [], cluster, reason, texts } of droppedRows(inspecting)) {
    const dropped = shown.get(cluster)?.dropped ?? [];
    if (dropped.length < MOST_ROWS) dropped.push({ site, id, ...several(posts), reason, texts });
  }
  return {
    config: config.name,
    rowsDropped: rowsDropped(manifest, config),
    keptDropped: existsSync(duplicatesPath(inspecting)),
    clusters: sizes.size,
    largest: largest.map(([cluster, size]) => ({ cluster, size, ...shown.get(cluster)! })),
  };
}

function several(posts: NonNullable<ClusterRow['posts']>): Pick<ClusterRow, 'posts'> {
  return posts.length < 2 ? {} : { posts: posts.map(({ role, id }) => ({ role, id })) };
}

/** Rows by cluster, of all clusters of two or more that can be known. */
async function countClusters(inspecting: Inspecting): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  const count = (cluster: string) => void sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  for await (const { cluster } of droppedRows(inspecting)) count(cluster);
  const isRepeated = await repeatedClusters(inspecting);
  for await (const { cluster } of heeding(provenanceOf(inspecting), inspecting)) {
    if (sizes.has(cluster) || isRepeated(cluster)) count(cluster);
  }
  return sizes;
}

/** Which clusters several rows name. A row alone names itself, but by which of its posts is for its recipe to say. */
async function repeatedClusters(inspecting: Inspecting): Promise<(cluster: string) => boolean> {
  const { manifest, config } = inspecting;
  const rows = manifest.shards.reduce((sum, shard) => sum + (shard.config === config.name ? shard.rows : 0), 0);
  const sites = new Map(manifest.inputs.map(({ site }, index) => [site, index]));
  const numberOf = (cluster: string) => {
    const at = cluster.lastIndexOf('/');
    return (sites.get(cluster.slice(0, at)) ?? sites.size) * IDS + Number(cluster.slice(at + 1));
  };
  const numbers = new Float64Array(rows);
  let row = 0;
  for await (const { cluster } of heeding(provenanceOf(inspecting), inspecting)) numbers[row++] = numberOf(cluster);
  numbers.sort();
  const repeated = new Set(numbers.filter((number, index) => number === numbers[index - 1]));
  return (cluster) => repeated.has(numberOf(cluster));
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
  readonly posts?: readonly { readonly role: string; readonly id: number }[];
  readonly texts: Readonly<Record<string, string>>;
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

function rowsDropped(manifest: Manifest, { recipe }: ManifestConfig): number {
  const own = booksOf(manifest, recipe);
  const counts = own.flatMap(({ dropped }) => Object.entries(dropped).filter(([reason]) => isOfCluster(reason)));
  return counts.reduce((sum, [, rows]) => sum + rows, 0);
}

/** By site, then id. */
function compareNames(a: string, b: string): number {
  const [aSite, bSite] = [a, b].map((name) => name.slice(0, name.lastIndexOf('/')));
  const [aId, bId] = [a, b].map((name) => Number(name.slice(name.lastIndexOf('/') + 1)));
  return aSite === bSite ? aId! - bId! : aSite! < bSite! ? -1 : 1;
}
