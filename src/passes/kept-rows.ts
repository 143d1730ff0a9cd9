// What becomes of the rows of a shard that stay: how a record turns into what is written, and what is noted of it. There are two
// forms of a row: here it is an object, its texts where they lie in the record, which every format can write; in packed-rows.ts
// it is none.

import type { Counts } from '../books.ts';
import { askedIn, MovedRows, type SplitRow } from '../moved-rows.ts';
import type { ShardLayouts, ShardPart, ShardRow } from '../shard/index.ts';
import { type PlacedRecord, partitionReader, readRecord, Scratch, type Verdict } from '../spill/index.ts';
import type { SplitRule } from '../split-rule.ts';
import type { Site, Split } from '../types.ts';
import { type CreditCounts, CreditTally, openCredits } from './authors/credits.ts';
import type { NameFiles } from './authors/names-index.ts';
import { LicenseTally } from './license-tally.ts';
import { RowTally } from './row-tally.ts';
import { type Seen, SeenRows } from './seen-rows.ts';
import type { WantedRow } from './shown-rows.ts';

/** A shard as its rows see it. */
export interface RowsOfShard {
  /** Text columns of its config, anchor first. */
  readonly columns: readonly string[];
  /** Sites by input number. */
  readonly sites: readonly Site[];
  /** Which of the shard's files to write; both by default. Two threads may write one each. */
  readonly parts?: readonly ShardPart[];
  /** Where names of users are, if any were read. */
  readonly names?: NameFiles | undefined;
  /** Rows to be shown, wherever they turn out to be. */
  readonly wanted?: readonly WantedRow[];
  /** Side of the shard, and what decides over it. */
  readonly split: Split;
  readonly splitRule: SplitRule;
}

/** A record, and what was said of it, if it has duplicates. */
export interface JudgedRow {
  readonly record: PlacedRecord;
  readonly fate: Verdict['fate'];
  readonly verdict: Verdict | undefined;
}

/** How rows are taken and written; what it works in serves shard after shard. */
export interface RowForm<Row> {
  readonly read: ReturnType<typeof partitionReader>;
  layoutsOf(columns: readonly string[]): ShardLayouts<Row>;
  open(shard: RowsOfShard): KeptRows<Row>;
}

/** The rows of a shard under way. */
export interface KeptRows<Row> {
  /** Takes note of a row, and gives what is to be written of it before the next one is taken. */
  take(judged: JudgedRow): Row;
  noted(): NotedRows;
  close(): void;
}

/** What was noted of the rows of a shard. */
export interface NotedRows extends Seen {
  /** Rows that are held out beyond the hash of their question, by why. */
  readonly moved: Counts;
  /** Posts by whether their author has a name, where provenance was written. */
  readonly credits: CreditCounts;
}

/** What is noted of rows in the same way whatever form they have; names of authors are read to `blocks`. */
export function openNotes({ wanted = [], names, parts, split, splitRule }: RowsOfShard, blocks: Scratch) {
  const seen = new SeenRows(wanted);
  const moved = new MovedRows(splitRule);
  const credits = openCredits(names, blocks);
  return {
    seen,
    credits,
    /** Whether all rows say their authors: beside provenance, it is those to be shown. */
    isCredited: parts === undefined || parts.includes('provenance'),
    place: (row: SplitRow) => moved.add(row, split),
    noted: (counts: Pick<NotedRows, 'licenses' | 'tally' | 'credits'>): NotedRows => {
      return { ...seen.seen(), ...counts, moved: moved.counts() };
    },
    close: () => credits.close(),
  };
}

/** The row of a record. */
export function rowOf({ record, verdict }: JudgedRow, { sites, columns }: RowsOfShard): ShardRow {
  const { bytes, at, input } = record;
  const { id, questionId, votes, tags, fingerprint, texts, posts } = readRecord(bytes, at, columns.length);
  const cluster = { site: sites[verdict?.clusterInput ?? input]!, id: verdict?.clusterId ?? id };
  return { texts, site: sites[input]!, questionId, votes, tags, cluster, fingerprint, posts };
}

/** Rows as objects. */
export function rowObjects(layoutsOf: RowForm<ShardRow>['layoutsOf']): RowForm<ShardRow> {
  const blocks = new Scratch();
  return { read: partitionReader(), layoutsOf, open: (shard) => openRows(shard, blocks) };
}

function openRows(shard: RowsOfShard, blocks: Scratch): KeptRows<ShardRow> {
  const { seen, credits, isCredited, place, noted, close } = openNotes(shard, blocks);
  const [licenses, tally, authors] = [new LicenseTally(), new RowTally(shard.columns.length), new CreditTally()];
  return {
    take(judged) {
      const { record } = judged;
      const bare = rowOf(judged, shard);
      const row = isCredited || seen.isShown(record) ? credits.complete(bare, record.input) : bare;
      seen.add(record, row);
      seen.pass(record);
      tally.add(row);
      authors.add(row);
      for (const { license } of row.posts) licenses.add(license);
      place({ site: row.site.name, questionId: row.questionId, asked: askedIn(row.posts) });
      return row;
    },
    noted: () => noted({ licenses: licenses.counts(), tally: tally.counts(), credits: authors.counts() }),
    close,
  };
}
