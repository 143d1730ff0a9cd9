// Reads the users of every input whose dump has them, once, into one file of names. Memory: what name-run.ts and
// names-index.ts say, and a block of the table.

import { join } from 'node:path';
import { z } from 'zod';
import { StackpairsError } from '../../errors.ts';
import { readUsers } from '../../extract/index.ts';
import { takedownRules } from '../../takedown-list.ts';
import type { DamageReason, RowPlace, User, UserVisitor } from '../../types.ts';
import { BookTally } from '../book-tally.ts';
import { workFileSchema } from '../completion.ts';
import type { PassContext } from '../context.ts';
import { type NeededTable, usersAmong } from '../side-tables.ts';
import { runStage } from '../stage.ts';
import { unitName } from '../unit-name.ts';
import type { NameFiles } from './names-index.ts';
import { NamesWriter } from './names-writer.ts';

const NAME = unitName('users', 0);

const readSchema = z.object({
  files: z.array(workFileSchema),
  rows: z.number(),
  dropped: z.record(z.string(), z.number()),
});

/** The users of a build. */
export interface ReadUsers {
  readonly files: NameFiles;
  /** Rows read, good and damaged. */
  readonly rows: number;
  /** Damaged rows by reason. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** Reads them, or takes over what an earlier run read; those on the list of takedowns are left out. */
export async function readUsersPass(
  context: PassContext,
  { takedowns, signal }: { readonly takedowns: readonly string[]; readonly signal: AbortSignal },
): Promise<ReadUsers> {
  const { work } = context;
  const files = { names: join(work, `${NAME}.names`), index: join(work, `${NAME}.index`) };
  const perform = async () => {
    const writer = new NamesWriter(files);
    try {
      return await readAll(context, { writer, rules: takedownRules(takedowns), signal });
    } finally {
      writer.abandon();
    }
  };
  const [done] = await runStage(context, { work, schema: readSchema, units: [{ name: NAME, perform }] });
  return { files, rows: done!.rows, dropped: done!.dropped };
}

interface Reading {
  readonly writer: NamesWriter;
  readonly rules: ReturnType<typeof takedownRules>;
  readonly signal: AbortSignal;
}

async function readAll(context: PassContext, reading: Reading) {
  const tally = new BookTally();
  let rows = 0;
  for (const table of usersAmong(context.tables)) rows += await readTable(table, { ...context, ...reading, tally });
  return { files: reading.writer.finish(), rows, dropped: tally.book(rows, 0).dropped };
}

interface ReadingTable extends PassContext, Reading {
  readonly tally: BookTally;
}

async function readTable(table: NeededTable, reading: ReadingTable): Promise<number> {
  const { input, file } = table;
  const { inputs, writer, rules, signal, plan, tally, openTable } = reading;
  const rule = rules(inputs[input]!.site);
  const visitor: UserVisitor = {
    user(user) {
      // No post has the id 0: the question is about the user alone.
      if (hasName(user) && rule?.(0, user.id) !== true) writer.add(input, user);
    },
    damaged(reason, place, detail) {
      if (plan.strict) throw fatal(file, place, `${reason}: ${detail}`);
      tally.drop(reason satisfies DamageReason, 1);
    },
  };
  const { rows } = await readUsers(until(signal, openTable(table)), visitor, file);
  return rows;
}

/** A name of blanks names nobody. */
function hasName({ name }: User): boolean {
  return name.trim() !== '';
}

/** What is read until there is no need for it any more. */
async function* until(signal: AbortSignal, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    yield chunk;
  }
}

function fatal(file: string, { row, byte }: RowPlace, what: string): StackpairsError {
  return new StackpairsError('damaged_row', what, {
    at: `${file} row ${row + 1}, byte ${byte}`,
    hint: 'Without --strict the row is counted and left out',
  });
}
