// The reduce pass on one shard, in a thread: the partitions its rows lie in are put in order, losers are left out, and
// the rows [from, to) of the split are written as a data shard and its provenance. Memory: one partition and one batch.

import type { Counts } from '../books.ts';
import { StackpairsError } from '../errors.ts';
import type { Format } from '../formats.ts';
import { MovedRows } from '../moved-rows.ts';
import {
  openFormat,
  openLayouts,
  openShardWriter,
  type ShardFormat,
  type ShardLayouts,
  type ShardPart,
  type ShardRow,
  type ShardSums,
} from '../shard/index.ts';
import {
  type PlacedRecord,
  partitionReader,
  readRecord,
  recordByte,
  recordId,
  Scratch,
  SpillReader,
  type Verdict,
} from '../spill/index.ts';
import type { SplitRule } from '../split-rule.ts';
import type { Site, Split } from '../types.ts';
import { dropReason } from './agree.ts';
import { type CreditCounts, CreditTally, openCredits } from './authors/credits.ts';
import type { NameFiles } from './authors/names-index.ts';
import type { WorkFile } from './completion.ts';
import { lineCredit } from './line-credit.ts';
import { type Seen, SeenRows, textsOf } from './seen-rows.ts';
import type { WantedRow } from './shown-rows.ts';
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
export interface ReduceTask extends JudgedSpills {
  readonly kind: 'reduce';
  /** Text columns of its config, anchor first. */
  readonly columns: readonly string[];
  /** The same for all shards of a build. */
  readonly format: Format;
  readonly sources: readonly ShardSource[];
  /** Rows before the end of each batch, where batches end at more than their limits. */
  readonly batchEnds?: readonly number[] | undefined;
  /** Sites by input number. */
  readonly sites: readonly Site[];
  /** Which of the shard's files to write; both by default. Two threads may write one each. */
  readonly parts?: readonly ShardPart[];
  readonly dataPath: string;
  readonly provenancePath: string;
  /** Where names of users are, if any were read. */
  readonly names?: NameFiles | undefined;
  /** Rows to be shown, wherever they turn out to be. */
  readonly wanted?: readonly WantedRow[];
  /** Where duplicates go as JSON lines, if they are wanted. */
  readonly droppedPath: string | undefined;
  /** Side of the shard, and what decides over it. */
  readonly split: Split;
  readonly splitRule: SplitRule;
  /** What copies have in common: see `dropReason`. */
  readonly exact: string;
}

/** The files of a shard that were asked for, and with its data the one with the duplicates. */
export interface ReduceResult extends ShardSums, Seen {
  readonly files: readonly WorkFile[];
  /** Rows that are held out beyond the hash of their question, by why. */
  readonly moved: Counts;
  /** Posts by whether their author has a name, where provenance was written. */
  readonly credits: CreditCounts;
}

/** Prepares a thread that writes shards in a format. */
export async function openReducer(format: Format): Promise<(task: ReduceTask) => ReduceResult> {
  return createReducer(await openFormat(format));
}

/** Prepares a thread that writes shards, each whole or not at all, one after another in the same memory. */
export function createReducer(format?: ShardFormat): (task: ReduceTask) => ReduceResult {
  const [read, layoutsOf, blocks] = [partitionReader(), openLayouts(format), new Scratch()];
  let memory: (Memory & { readonly names: string }) | undefined;
  return (task) => {
    const { columns } = task;
    const names = columns.join();
    if (memory?.names !== names) memory = { names, columns: columns.length, layouts: layoutsOf(columns), read, blocks };
    return reduce(task, memory);
  };
}

interface Memory {
  /** Number of texts in a row. */
  readonly columns: number;
  readonly layouts: ShardLayouts;
  readonly read: ReturnType<typeof partitionReader>;
  /** Where names of authors are read to. */
  readonly blocks: Scratch;
}

function reduce(task: ReduceTask, { columns, layouts, read, blocks }: Memory): ReduceResult {
  const { dataPath, provenancePath, sites, parts } = task;
  const shard = openShardWriter({ dataPath, provenancePath, layouts, parts });
  const ends = new Set(task.batchEnds);
  let rows = 0;
  const showsDropped = parts === undefined || parts.includes('data');
  const dropped = showsDropped && task.droppedPath !== undefined ? openLines(task.droppedPath) : undefined;
  const seen = new SeenRows(columns, task.wanted ?? []);
  const tally = new CreditTally();
  const moved = new MovedRows(task.splitRule);
  const credits = openCredits(task.names, blocks);
  // Beside provenance, it is the rows to be shown that say an author.
  const showsAuthors = parts === undefined || parts.includes('provenance');
  const reader = new SpillReader();
  try {
    for (const source of task.sources) {
      for (const judged of rowsOf({ source, records: read(task.records, source, reader), reader, task })) {
        if (judged.fate !== 'kept') {
          dropped?.write(asDropped(judged, present(judged, sites, columns), task));
          continue;
        }
        const { record } = judged;
        const bare = present(judged, sites, columns);
        const row = showsAuthors || seen.isShown(record, bare) ? credits.complete(bare, record.input) : bare;
        shard.append(row);
        rows += 1;
        shard.endBatches({ data: ends, provenance: ends }, rows);
        seen.add(record, row);
        tally.add(row);
        moved.add({ site: row.site.name, questionId: row.questionId, posts: row.posts }, task.split);
      }
    }
    const files = dropped === undefined ? [] : [dropped.finish()];
    return { files, ...seen.seen(), moved: moved.counts(), credits: tally.counts(), ...shard.finish() };
  } catch (error) {
    shard.abandon();
    dropped?.abandon();
    throw error;
  } finally {
    credits.close();
  }
}

interface JudgedRow {
  readonly record: PlacedRecord;
  readonly fate: Verdict['fate'];
  /** What was said of it, if it has duplicates. */
  readonly verdict: Verdict | undefined;
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

function present({ record, verdict }: JudgedRow, sites: readonly Site[], columns: number): ShardRow {
  const { id, questionId, votes, tags, fingerprint, texts, posts } = readRecord(record.bytes, record.at, columns);
  const site = sites[record.input]!;
  const cluster = { site: sites[verdict?.clusterInput ?? record.input]!, id: verdict?.clusterId ?? id };
  return { texts, site, questionId, votes, tags, cluster, fingerprint, posts };
}

/** JSON lines. */
function openLines(path: string) {
  const file = openSummedFile(path);
  return { ...file, write: (value: object) => file.write(Buffer.from(`${JSON.stringify(value)}\n`)) };
}

function asDropped({ fate, record }: JudgedRow, row: ShardRow, { exact, columns }: ReduceTask): object {
  const reason = dropReason(fate, exact);
  const [byte, id] = [recordByte(record.bytes, record.at), recordId(record.bytes, record.at)];
  const cluster = `${row.cluster.site.name}/${row.cluster.id}`;
  // By themselves, as a column may have any name.
  const texts = Object.fromEntries(textsOf(row).map((text, column) => [columns[column]!, text]));
  return { site: row.site.name, reason, byte, id, ...lineCredit(id, row.posts), cluster, texts };
}
