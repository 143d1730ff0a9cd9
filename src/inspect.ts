// A look at a finished build: its counts, some rows at random (by a seed) and the worst ones: shortest, longest, fewest
// votes. One reading of the shards. Memory: the rows shown and one record batch.

import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { StackpairsError } from './errors.ts';
import { readJsonLines } from './json-lines.ts';
import { type Manifest, type ManifestConfig, provenancePath } from './manifest.ts';
import { readManifest } from './manifest-file.ts';
import { idHash } from './order-key.ts';
import { openFormat, type ProvenanceRow, type ShardFormat } from './shard/index.ts';

/** A row of the dataset with where it came from. */
export interface InspectedRow {
  readonly split: string;
  /** Number of the row in its split. */
  readonly row: number;
  readonly texts: Readonly<Record<string, string>>;
  readonly provenance: ProvenanceRow;
}

/** What a look shows of a config. */
export interface Inspection {
  readonly manifest: Manifest;
  readonly configs: readonly ConfigInspection[];
}
export interface ConfigInspection {
  readonly config: string;
  readonly random: readonly InspectedRow[];
  /** Worst rows by what is bad about them. */
  readonly worst: Readonly<Record<string, readonly InspectedRow[]>>;
}

/** How much to show. */
export interface InspectOptions {
  readonly rows: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

// A signal is heard about so often: rows are read without waiting for anything.
const ROWS_BETWEEN_SIGNALS = 10_000;

/** A finished build that can be read. */
export interface OpenedBuild {
  readonly out: string;
  readonly manifest: Manifest;
  readonly format: ShardFormat;
}

/** Opens the build in a folder. */
export async function openBuild(out: string): Promise<OpenedBuild> {
  const manifest = readManifest(out);
  return { out, manifest, format: await openFormat(manifest.format) };
}

/** Inspects the build in a folder. */
export async function inspect(out: string, options: InspectOptions): Promise<Inspection> {
  const opened = await openBuild(out);
  const { manifest } = opened;
  const configs: ConfigInspection[] = [];
  for (const config of manifest.configs) configs.push(await inspectConfig(opened, config, options));
  return { manifest, configs };
}

async function inspectConfig(
  opened: OpenedBuild,
  config: ManifestConfig,
  options: InspectOptions,
): Promise<ConfigInspection> {
  const { rows, seed, signal } = options;
  // The positive; what comes behind it is there to be wrong.
  const positive = config.columns[1] ?? config.columns[0]!;
  const dice = idHash('inspect', String(seed));
  const random = lowest<InspectedRow>(rows);
  const worst = {
    shortest: lowest<InspectedRow>(rows),
    longest: lowest<InspectedRow>(rows),
    'fewest votes': lowest<InspectedRow>(rows),
  };
  let number = 0;
  for (const row of rowsOf(opened, config)) {
    const length = row.texts[positive]?.length ?? 0;
    random.offer(dice(number++), row);
    worst.shortest.offer(length, row);
    worst.longest.offer(-length, row);
    worst['fewest votes'].offer(row.provenance.votes, row);
    if (number % ROWS_BETWEEN_SIGNALS !== 0) continue;
    await setImmediate();
    signal?.throwIfAborted();
  }
  return {
    config: config.name,
    random: random.items(),
    worst: Object.fromEntries(Object.entries(worst).map(([name, kept]) => [name, kept.items()])),
  };
}

/** Every row of a config beside its provenance. */
export function* rowsOf(
  { out, manifest, format }: OpenedBuild,
  { name, columns }: ManifestConfig,
): Generator<InspectedRow> {
  const before: Record<string, number> = {};
  for (const { path, split, config } of manifest.shards) {
    if (config !== name) continue;
    const provenance = format.readProvenanceRows(join(out, provenancePath(path)));
    for (const texts of format.readDataRows(join(out, path), { columns })) {
      const row = before[split] ?? 0;
      before[split] = row + 1;
      const trace = provenance.next();
      if (trace.done) throw untraced(provenancePath(path));
      yield { split, row, texts, provenance: trace.value };
    }
    if (!provenance.next().done) throw untraced(provenancePath(path));
  }
}

/** A provenance shard that has not the rows of its data shard. */
export function untraced(at: string): StackpairsError {
  return new StackpairsError('damaged_output', 'it has not as many rows as its data shard', {
    at,
    hint: 'Remove the file and start the same run again: it writes it anew',
  });
}

/** Keeps the items with the lowest ranks; the first offered wins a tie. */
function lowest<Item>(most: number) {
  const kept: { readonly rank: number; readonly item: Item }[] = [];
  return {
    offer(rank: number, item: Item) {
      if (kept.length === most && rank >= kept.at(-1)!.rank) return;
      const at = kept.findIndex((other) => other.rank > rank);
      kept.splice(at === -1 ? kept.length : at, 0, { rank, item });
      if (kept.length > most) kept.pop();
    },
    items: () => kept.map(({ item }) => item),
  };
}

/** A dropped row, where the build kept them. */
export interface DroppedRow {
  readonly site: string;
  readonly reason: string;
  readonly byte: number;
  readonly id?: number;
  /** Of a post; a duplicate has the texts of its pair. */
  readonly title?: string;
  readonly texts?: Readonly<Record<string, string>>;
}

/** Up to `most` dropped rows of each reason, the first ones of each; nothing if the build did not keep them. */
export async function readDropped(out: string, config: string, most: number): Promise<Map<string, DroppedRow[]>> {
  const byReason = new Map<string, DroppedRow[]>();
  for (const file of ['filters.jsonl', 'duplicates.jsonl']) {
    for await (const row of readJsonLines<DroppedRow>(join(out, 'dropped', config, file))) {
      const rows = byReason.get(row.reason) ?? [];
      if (rows.length < most) byReason.set(row.reason, [...rows, row]);
    }
  }
  return byReason;
}
