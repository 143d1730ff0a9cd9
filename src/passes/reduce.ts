// The reduce pass on one shard, in a thread: the partitions its rows lie in are put in order, losers are left out, and
// the rows [from, to) of the split are written as a data shard and its provenance. Memory: one partition and one batch.

import { StackpairsError } from '../errors.ts';
import type { Format } from '../formats.ts';
import {
  openFormat,
  openLayouts,
  openPackedLayouts,
  openShardWriter,
  type ShardFormat,
  type ShardLayouts,
  type ShardSums,
} from '../shard/index.ts';
import { type PlacedRecord, recordByte, recordId, SpillReader } from '../spill/index.ts';
import { dropReason } from './agree.ts';
import type { WorkFile } from './completion.ts';
import {
  type JudgedRow,
  type KeptRows,
  type NotedRows,
  type RowForm,
  type RowsOfShard,
  rowObjects,
  rowOf,
} from './kept-rows.ts';
import { lineCredit } from './line-credit.ts';
import { packedRows } from './packed-rows.ts';
import { textsOf } from './seen-rows.ts';
import { openSummedFile } from './summed-file.ts';
import { type JudgedSpills, verdictsOf } from './verdicts-of.ts';

/** A partition that holds some of a shard's rows. */
export interface ShardSource {
  readonly partition: number;
  readonly fromKey: number;
  readonly toKey: number;
  /** Kept rows of this partition that belong to earlier shards. */
  readonly skip: number;
  readonly take: number;
}

/** One shard to write. */
export interface ReduceTask extends JudgedSpills, RowsOfShard {
  readonly kind: 'reduce';
  /** The same for all shards of a build. */
  readonly format: Format;
  readonly sources: readonly ShardSource[];
  /** Rows before the end of each batch, where batches end at more than their limits. */
  readonly batchEnds?: readonly number[] | undefined;
  readonly dataPath: string;
  readonly provenancePath: string;
  /** Where duplicates go as JSON lines, if they are wanted. */
  readonly droppedPath: string | undefined;
  /** What copies have in common: see `dropReason`. */
  readonly exact: string;
}

/** The files of a shard that were asked for, and with its data the one with the duplicates. */
export interface ReduceResult extends ShardSums, NotedRows {
  readonly files: readonly WorkFile[];
}

/** Prepares a thread that writes shards in a format; `packs` is whether in WebAssembly, where the format has a way for that. */
export async function openReducer(format: Format, packs: boolean): Promise<(task: ReduceTask) => ReduceResult> {
  return createReducer(await openFormat(format), packs);
}

/** Prepares a thread that writes shards, each whole or not at all, one after another in the same memory. */
export function createReducer(format?: ShardFormat, packs = false): (task: ReduceTask) => ReduceResult {
  const packed = packs ? openPackedLayouts(format) : undefined;
  return packed === undefined ? writerOf(rowObjects(openLayouts(format))) : writerOf(packedRows(packed));
}

function writerOf<Row>(form: RowForm<Row>): (task: ReduceTask) => ReduceResult {
  let last: { readonly names: string; readonly layouts: ShardLayouts<Row> } | undefined;
  return (task) => {
    const names = JSON.stringify(task.columns);
    if (last?.names !== names) last = { names, layouts: form.layoutsOf(task.columns) };
    const rows = form.open(task);
    try {
      return reduce(task, { rows, read: form.read, layouts: last.layouts });
    } finally {
      rows.close();
    }
  };
}

interface Memory<Row> extends Pick<RowForm<Row>, 'read'> {
  readonly rows: KeptRows<Row>;
  readonly layouts: ShardLayouts<Row>;
}

function reduce<Row>(task: ReduceTask, { rows, read, layouts }: Memory<Row>): ReduceResult {
  const { dataPath, provenancePath, parts } = task;
  const shard = openShardWriter({ dataPath, provenancePath, layouts, parts });
  const ends = new Set(task.batchEnds);
  let written = 0;
  const showsDropped = parts === undefined || parts.includes('data');
  const dropped = showsDropped && task.droppedPath !== undefined ? openLines(task.droppedPath) : undefined;
  const reader = new SpillReader();
  try {
    for (const source of task.sources) {
      for (const judged of rowsOf({ source, records: read(task.records, source, reader), reader, task })) {
        if (judged.fate !== 'kept') {
          dropped?.write(asDropped(judged, task));
          continue;
        }
        shard.append(rows.take(judged));
        written += 1;
        shard.endBatches({ data: ends, provenance: ends }, written);
      }
    }
    const files = dropped === undefined ? [] : [dropped.finish()];
    return { files, ...rows.noted(), ...shard.finish() };
  } catch (error) {
    shard.abandon();
    dropped?.abandon();
    throw error;
  }
}

interface SourceRows {
  readonly source: ShardSource;
  readonly records: Iterable<PlacedRecord>;
  readonly reader: SpillReader;
  readonly task: ReduceTask;
}

/** The rows of a source in order; losers come along with the last kept row before them. */
function* rowsOf({ source, records, reader, task }: SourceRows): Generator<JudgedRow> {
  const verdicts = verdictsOf(task, source.partition, reader);
  let kept = 0;
  for (const record of records) {
    const verdict = verdicts.get(record.input)!.get(recordByte(record.bytes, record.at));
    const fate = verdict?.fate ?? 'kept';
    if (fate === 'kept') kept += 1;
    if (kept > source.skip + source.take) return;
    const isHere = kept > source.skip || (kept === 0 && source.skip === 0);
    if (isHere) yield { record, fate, verdict };
  }
  if (kept < source.skip + source.take) throw rowsMissing(source, kept, task);
}

function rowsMissing({ partition, skip, take }: ShardSource, kept: number, { dataPath }: ReduceTask): StackpairsError {
  return new StackpairsError('damaged_output', `rows of partition ${partition} are missing`, {
    at: dataPath,
    expected: `${skip + take} rows`,
    found: `${kept}`,
    hint: 'Remove the .work folder of the build and run again',
  });
}

/** JSON lines. */
function openLines(path: string) {
  const file = openSummedFile(path);
  return { ...file, write: (value: object) => file.write(Buffer.from(`${JSON.stringify(value)}\n`)) };
}

function asDropped(judged: JudgedRow, task: ReduceTask): object {
  const { fate, record } = judged;
  const { exact, columns } = task;
  const row = rowOf(judged, task);
  const reason = dropReason(fate, exact);
  const [byte, id] = [recordByte(record.bytes, record.at), recordId(record.bytes, record.at)];
  const cluster = `${row.cluster.site.name}/${row.cluster.id}`;
  // By themselves, as a column may have any name.
  const texts = Object.fromEntries(textsOf(row).map((text, column) => [columns[column]!, text]));
  return { site: row.site.name, reason, byte, id, ...lineCredit(id, row.posts), cluster, texts };
}
