// All documents of a search for duplicates: the rows of the build, and behind them those of datasets they are held against,
// which are read once into records like theirs.

import { join } from 'node:path';
import type { ConfigContext } from '../context.ts';
import { threadPartitions } from '../layout.ts';
import type { RoutedConfig } from '../routed-config.ts';
import { runStage } from '../stage.ts';
import { unitName } from '../unit-name.ts';
import type { BorrowTask } from './borrow-rows.ts';
import { type Borrowed, borrowedSchema } from './borrowed.ts';
import { type DocumentsTask, firstDocuments } from './documents.ts';

/** Borrowed rows take about as much as in their files; a partition of this much is read in one piece or two. */
const BYTES_PER_PARTITION = 32 * 1024 * 1024;
const MOST_PARTITIONS = 256;

/** The documents by partition. */
export interface Corpus {
  readonly firsts: Uint32Array;
  /** Partitions of rows of the build, which come first, and all. */
  readonly own: readonly number[];
  readonly all: readonly number[];
  readonly documents: (partition: number) => DocumentsTask;
  readonly borrowed: readonly Borrowed[];
}

/** Numbers the documents, once borrowed rows have been read. */
export async function openCorpus(context: ConfigContext, routed: RoutedConfig): Promise<Corpus> {
  const { plan, work, workers } = context;
  const borrowed = await runStage<Borrowed>(context, {
    work,
    schema: borrowedSchema,
    units: plan.against.map(({ bytes }, index) => ({
      name: unitName('borrow', index),
      bytes,
      perform: () => workers.perform<'borrow'>(borrowTask(index, context)),
    })),
    // One after the other: there are few, and each is read by one thread.
    width: 1,
  });
  const firsts = firstDocuments([...routed.counts, ...borrowed.flatMap(({ counts }) => counts)]);
  const own = range(threadPartitions(plan.layout));
  const { records } = routed;
  const places = borrowed.flatMap(({ counts }, index) =>
    counts.map((_, partition) => ({ path: borrowedPath(work, index), partition })),
  );
  const sites = plan.inputs.map(({ site }) => site);
  const documents = (partition: number): DocumentsTask => {
    const place = places[partition - own.length];
    const task = { partition, records, sites, firsts };
    return place === undefined ? task : { ...task, borrowed: place };
  };
  return { firsts, own, all: range(firsts.length - 1), documents, borrowed };
}

/** 0, 1, 2 and so on. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function borrowTask(index: number, { plan, work, against, columns }: ConfigContext): BorrowTask {
  const { name, bytes } = plan.against[index]!;
  const partitions = Math.max(1, Math.min(Math.ceil(bytes / BYTES_PER_PARTITION), MOST_PARTITIONS));
  const records = borrowedPath(work, index);
  return { kind: 'borrow', path: against[index]!, name, columns: columns.length, partitions, records };
}

function borrowedPath(work: string, index: number): string {
  return join(work, `${unitName('borrow', index)}.records`);
}
