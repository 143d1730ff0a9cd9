// The route pass: every unit of the plan, as many at once as there are threads, and the digest of every input beside
// them. What is done already is only counted.

import { join } from 'node:path';
import pLimit from 'p-limit';
import { z } from 'zod';
import type { Book } from '../books.ts';
import { StackpairsError } from '../errors.ts';
import { readCompletion } from './completion.ts';
import type { PassContext } from './context.ts';
import type { DigestResult } from './digest.ts';
import { expectWholeArchive } from './expect-whole-archive.ts';
import { followUnits, type RoutedUnit, type UnitContext } from './follow-units.ts';
import { isPart, type Unit } from './plan.ts';
import { routeUnit } from './route-unit.ts';
import { type Routed, routedSchema } from './routed.ts';
import type { RoutedConfig } from './routed-config.ts';
import { addSamples, type RowSample } from './row-samples.ts';
import { expectSameStdin } from './same-stdin.ts';
import { spareBuffers } from './spare-buffers.ts';
import { runStage } from './stage.ts';
import { Paused, together } from './together.ts';
import { booksOfInput, isTruncated } from './truncation.ts';
import { unitName } from './unit-name.ts';

const digestSchema = z.object({ files: z.tuple([]), bytes: z.number(), sha256: z.string() });

/** What the passes after this one need of it. */
export interface RoutePassResult {
  /** Of pairs, or where they are joined, of the posts they are joined of. */
  readonly rows: Omit<RoutedConfig, 'books'>;
  /** Books by input: of pairs, or where they are joined, by what drives a pair. */
  readonly books: readonly (readonly Book[])[];
  /** By input, and behind them by table; undefined for standard input that was not read to its end. */
  readonly digests: readonly (DigestResult | undefined)[];
}

/** Routes every unit that is not done yet. */
export async function routePass(context: PassContext): Promise<RoutePassResult> {
  const { workers } = context;
  const shared = { ...context, limit: pLimit(workers.width + 1), spare: spareBuffers(), idle: [] };
  const reading = [routeUnits(shared), digestInputs(context)] as const;
  try {
    const [routed] = await together(reading);
    return summarize(context, await followUnits(routed, shared), await readDigests(context));
  } catch (error) {
    // What else is read goes on while this pauses.
    if (error instanceof Paused) throw error;
    // Whoever resumes here must not meet a unit that is still writing.
    await workers.close(error);
    await Promise.allSettled(reading);
    throw error;
  }
}

async function routeUnits(context: UnitContext): Promise<RoutedUnit[]> {
  const { plan, work, workers, onProgress } = context;
  const total = xmlTotal(context);
  const onBlock = (done: number, books: readonly Book[]) =>
    onProgress({ pass: 'route', done, total, ...bookOf(books) });
  const routed = await runStage<Routed>(context, {
    work,
    schema: routedSchema,
    units: plan.units.map((unit) => ({
      name: unitName('route', unit.unit),
      bytes: xmlBytesOf(unit, context),
      perform: () => routeUnit(unit, { ...context, onBlock }),
    })),
    width: Math.min(plan.units.length, workers.threads),
    async onDone(done, index, before) {
      if (!before) return;
      const unit = plan.units[index]!;
      if (plan.inputs[unit.input]!.container === 'auto') await expectStdin(unit, context);
      onBlock(done.xmlBytes, done.books);
    },
  });
  return routed.map((done, index) => ({ unit: plan.units[index]!, done }));
}

/** Bytes of XML in a unit, as far as they are known before it is read. */
function xmlBytesOf(unit: Unit, { plan, inputs }: PassContext): number {
  const { from, to, input } = unit;
  const { xmlBytes } = inputs[input]!;
  // Packed bytes say nothing of it, but parts are alike.
  if (isPart(unit, plan)) return xmlBytes / plan.units.filter((other) => other.input === input).length;
  return Math.max(0, (to ?? xmlBytes) - from);
}

async function summarize(
  context: PassContext,
  routed: readonly RoutedUnit[],
  digests: RoutePassResult['digests'],
): Promise<RoutePassResult> {
  const { plan, work, joins } = context;
  await expectWholeArchives(routed, context);
  const books = plan.inputs.map(({ file }, input) => {
    const units = routed.flatMap(({ unit, done }) => (unit.input === input ? [done] : []));
    const own = booksOfInput(units, { file, isReadWhole: plan.limit === null });
    if (plan.strict && own.some(isTruncated)) throw truncated(file);
    return own;
  });
  const counts = sumColumns(routed.map(({ done }) => done.counts));
  const records = routed.map(({ unit: { unit, input }, done }) => {
    const path = join(work, `${unitName('route', unit)}.${joins ? 'posts' : 'records'}`);
    return { unit, input, path, rows: done.books.reduce((sum, { kept }) => sum + kept, 0), counts: done.counts };
  });
  const samples = routed.map(({ done }) => done.samples).reduce<RowSample[]>(addSamples, []);
  const entries = joins ? [] : plan.units.map(({ unit }) => join(work, `${unitName('route', unit)}.entries`));
  return { rows: { counts, records, entries, samples }, books, digests };
}

async function expectWholeArchives(routed: readonly RoutedUnit[], { plan, inputs }: PassContext): Promise<void> {
  for (const [index, input] of inputs.entries()) {
    const own = routed.filter(({ unit }) => unit.input === index && isPart(unit, plan));
    if (own.length > 0)
      await expectWholeArchive(
        input,
        own.map(({ done }) => done.packed!),
      );
  }
}

/** Of several books, progress shows that of questions. */
function bookOf([book]: readonly Book[]): { readonly book?: Book } {
  return book === undefined ? {} : { book };
}

async function expectStdin({ input }: Unit, { work, stdin }: PassContext): Promise<void> {
  const digest = await readCompletion(work, unitName('digest', input), digestSchema);
  await expectSameStdin(stdin, digest?.sha256 ?? null);
}

function xmlTotal({ inputs }: PassContext): number {
  return inputs.some(({ xmlBytes, container }) => xmlBytes === 0 && container === 'auto')
    ? 0
    : inputs.reduce((sum, { xmlBytes }) => sum + xmlBytes, 0);
}

/** One after the other: each keeps a disk busy. */
async function digestInputs(context: PassContext): Promise<void> {
  const { work, workers } = context;
  const files = digestedFiles(context);
  await runStage(context, {
    work,
    schema: digestSchema,
    units: files.flatMap(({ path, container, first, bytes }, index) =>
      container === 'auto' || first !== index
        ? []
        : [
            {
              name: unitName('digest', index),
              bytes,
              perform: async () => ({
                files: [] as [],
                ...(await workers.perform<'digest'>({ kind: 'digest', path })),
              }),
            },
          ],
    ),
    width: 1,
  });
}

/** Inputs, and behind them tables; one in the archive of the posts has the digest of that. */
function digestedFiles({ inputs, tables }: PassContext) {
  const files = [...inputs, ...tables];
  return files.map((file) => ({ ...file, first: files.findIndex(({ path }) => path === file.path) }));
}

/** Those of standard input are there when it was read. */
function readDigests(context: PassContext): Promise<(DigestResult | undefined)[]> {
  return Promise.all(
    digestedFiles(context).map(({ first }) => readCompletion(context.work, unitName('digest', first), digestSchema)),
  );
}

function truncated(file: string): StackpairsError {
  return new StackpairsError('damaged_row', 'truncated_file: the file was cut off', {
    at: file,
    expected: 'an end of </posts>',
    found: 'none',
    hint: 'Fetch it again; without --strict its whole rows are used',
  });
}

/** Sums equally long rows of numbers, column by column. */
export function sumColumns(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, column) => rows.reduce((sum, row) => sum + row[column]!, 0));
}
