// Reads the links of every input, once, into files of the work folder. Memory: 20 bytes a link of the largest table, and 8
// more while the posts they name are listed.

import { join } from 'node:path';
import { z } from 'zod';
import type { Book } from '../../books.ts';
import { StackpairsError } from '../../errors.ts';
import { readLinks } from '../../extract/index.ts';
import type { DamageReason, LinkVisitor, RowPlace, TableFile } from '../../types.ts';
import { BookTally } from '../book-tally.ts';
import { workFileSchema } from '../completion.ts';
import type { PassContext } from '../context.ts';
import { linksAmong, type NeededTable } from '../side-tables.ts';
import { runStage } from '../stage.ts';
import { unitName } from '../unit-name.ts';
import { LinkCollector, type LinkFiles } from './link-rows.ts';

const readSchema = z.object({
  files: z.array(workFileSchema),
  rows: z.number(),
  repaired: z.number(),
  dropped: z.record(z.string(), z.number()),
});

/** The links of an input. */
export interface ReadLinks extends LinkFiles {
  /** What was dropped when they were read; the others are settled later. */
  readonly book: Book;
}

/** Reads what is not read yet, input by input. */
export async function readLinksPass(context: PassContext): Promise<ReadLinks[]> {
  const { work } = context;
  const tables = linksAmong(context.tables);
  const read = await runStage(context, {
    work,
    schema: readSchema,
    units: tables.map((table) => ({
      name: unitName('links', table.input),
      bytes: table.xmlBytes,
      perform: () => readTable(table, pathsOf(table, work), context),
    })),
    width: 1,
  });
  return read.map(({ rows, repaired, dropped }, index) => {
    return { ...pathsOf(tables[index]!, work), book: { rows, kept: 0, dropped, repaired } };
  });
}

function pathsOf({ input }: NeededTable, work: string): LinkFiles {
  const name = unitName('links', input);
  return { links: join(work, `${name}.rows`), ids: join(work, `${name}.ids`) };
}

async function readTable(table: TableFile, paths: LinkFiles, { plan, openTable }: PassContext) {
  const links = new LinkCollector();
  const tally = new BookTally();
  const damaged = (reason: DamageReason, { row, byte }: RowPlace, detail: string) => {
    if (plan.strict) throw fatal(`${table.file} row ${row + 1}, byte ${byte}`, `${reason}: ${detail}`);
    tally.drop(reason, 1);
  };
  const visitor: LinkVisitor = { link: (link, { byte }) => links.add(link, byte), damaged };
  const { rows, repairs } = await readLinks(openTable(table), visitor, table.file);
  const { dropped } = tally.book(rows, repairs);
  return { files: links.write(paths), rows, repaired: repairs, dropped };
}

function fatal(at: string, what: string): StackpairsError {
  return new StackpairsError('damaged_row', what, { at, hint: 'Without --strict the row is counted and left out' });
}
