// The shards of an export, one after another: what is read is first held against its SHA-256, so that damage is not
// passed on under a new one, and what is written is counted again. Memory: one batch, in both formats.

import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { StackpairsError } from './errors.ts';
import { type Format, inFormat } from './formats.ts';
import { type OpenedBuild, untraced } from './inspect.ts';
import { makeFolder } from './make-folder.ts';
import { type ManifestConfig, type ManifestShard, provenancePath } from './manifest.ts';
import { readCompletion, workFileSchema, writeCompletion } from './passes/completion.ts';
import type { Progress } from './passes/context.ts';
import { expectWhole, isWhole } from './passes/expect-whole.ts';
import { unitName } from './passes/unit-name.ts';
import {
  openFormat,
  openLayouts,
  openShardWriter,
  readBatchEnds,
  type ShardLayouts,
  shardRowOf,
} from './shard/index.ts';

/** Where shards go. */
export interface ExportTarget {
  readonly out: string;
  readonly work: string;
  readonly format: Format;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

// A signal is heard about so often: rows are read without waiting for anything.
const ROWS_BETWEEN_SIGNALS = 10_000;

const written = z.object({ path: z.string(), rows: z.number(), bytes: z.number(), sha256: z.string() });
const exportedSchema = z.object({ files: z.array(workFileSchema), data: written, provenance: written });
type Exported = z.infer<typeof exportedSchema>;

/** Writes every shard that is not written yet; gives what the manifest says of all, in its order. */
export async function exportShards(source: OpenedBuild, target: ExportTarget): Promise<ManifestShard[]> {
  const { manifest } = source;
  const format = await openFormat(target.format);
  const layoutsOf = openLayouts(format);
  const sums = new Map<string, Exported['data']>();
  const total = manifest.shards.length / 2;
  for (const config of manifest.configs) {
    const layouts = layoutsOf(config.columns);
    for (const kind of ['data', 'provenance']) makeFolder(join(target.out, kind, config.name));
    for (const shard of manifest.shards.filter((shard) => shard.config === config.name)) {
      const done = await exportOnce({ source, target, config, shard, layouts, unit: sums.size / 2 });
      sums.set(shard.path, done.data).set(provenancePath(shard.path), done.provenance);
      target.onProgress?.({ pass: 'reduce', done: 1, total });
    }
  }
  return manifest.shards.map(({ config, split, path }) => ({ ...sums.get(path)!, config, split }));
}

interface Exporting {
  readonly source: OpenedBuild;
  readonly target: ExportTarget;
  readonly config: ManifestConfig;
  /** The data shard; its provenance goes with it. */
  readonly shard: ManifestShard;
  readonly layouts: ShardLayouts;
  readonly unit: number;
}

async function exportOnce(exporting: Exporting): Promise<Exported> {
  const { target, unit } = exporting;
  const { out, work, signal } = target;
  const name = unitName('export', unit);
  const earlier = await readCompletion(work, name, exportedSchema);
  const isLeft = (written: Exported['data']) => isWhole(out, written, signal);
  if (earlier !== undefined && (await isLeft(earlier.data)) && (await isLeft(earlier.provenance))) return earlier;
  const done = await exportShard(exporting);
  writeCompletion(work, name, done);
  return done;
}

async function exportShard(exporting: Exporting): Promise<Exported> {
  const { source, target, shard, layouts } = exporting;
  const twin = source.manifest.shards.find(({ path }) => path === provenancePath(shard.path))!;
  for (const file of [shard, twin]) await expectWhole(source.out, file, target.signal);
  const path = inFormat(shard.path, source.manifest.format, target.format);
  const [dataPath, originPath] = [join(target.out, path), join(target.out, provenancePath(path))];
  const ends = readBatchEnds(source.format, {
    dataPath: join(source.out, shard.path),
    provenancePath: join(source.out, provenancePath(shard.path)),
  });
  const writer = openShardWriter({ dataPath, provenancePath: originPath, layouts });
  try {
    let rows = 0;
    for (const row of rowsOf(exporting)) {
      writer.append(row);
      writer.endBatches(ends, ++rows);
      if (rows % ROWS_BETWEEN_SIGNALS !== 0) continue;
      await setImmediate();
      target.signal?.throwIfAborted();
    }
    const { data, provenance } = writer.finish();
    return {
      files: [],
      data: { path, ...data! },
      provenance: { path: provenancePath(path), ...provenance! },
    };
  } finally {
    writer.abandon();
  }
}

function* rowsOf({ source: { out, format }, config: { columns }, shard }: Exporting) {
  const originPath = provenancePath(shard.path);
  const provenance = format.readProvenanceRows(join(out, originPath));
  let rows = 0;
  for (const texts of format.readDataRows(join(out, shard.path), { columns })) {
    const origin = provenance.next();
    if (origin.done) throw untraced(originPath);
    yield shardRowOf(
      columns.map((column) => texts[column]!),
      origin.value,
    );
    rows++;
  }
  if (!provenance.next().done) throw untraced(originPath);
  if (rows !== shard.rows) throw notAsWritten(shard.path, `${shard.rows} rows`, `${rows}`);
}

function notAsWritten(at: string, expected: string, found: string): StackpairsError {
  const hint = 'Remove the file and start the run that built it again: it writes it anew';
  return new StackpairsError('damaged_output', 'not the shard that the manifest lists', { at, expected, found, hint });
}
