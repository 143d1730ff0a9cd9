// The route pass: every unit of the plan, as many at once as there are threads, and the digest of every input beside
// them. What is done already is only counted.

import { join } from 'node:path';
import pLimit from 'p-limit';
import { z } from 'zod';
import type { Book } from '../books.ts';
import { StackpairsError } from '../errors.ts';
import { doneOnce, readCompletion } from './completion.ts';
import type { PassContext } from './context.ts';
import type { DigestResult } from './digest.ts';
import type { Unit } from './plan.ts';
import { type RouteContext, routeUnit } from './route-unit.ts';
import { type Routed, routedSchema } from './routed.ts';
import type { RoutedConfig } from './routed-config.ts';
import { addSamples, type RowSample } from './row-samples.ts';
import { expectSameStdin } from './same-stdin.ts';
import { spareBuffers } from './spare-buffers.ts';
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
  const { plan, workers } = context;
  const blocks = pLimit(workers.width + 1);
  const concurrency = Math.max(1, Math.min(plan.units.length, workers.threads));
  const units = pLimit({ concurrency, rejectOnClear: true });
  const shared = { ...context, limit: blocks, spare: spareBuffers(), idle: [] };
  const routing = plan.units.map((unit) => units(() => routeOnce(unit, shared)));
  const digesting = digestInputs(context);
  try {
    const [routed, digests] = await Promise.all([inOrder(routing), digesting]);
    return summarize(context, await acrossComments(routed, shared), await digests());
  } catch (error) {
    // Whoever resumes here must not meet a unit that is still writing.
    units.clearQueue();
    await workers.close();
    await Promise.allSettled([...routing, digesting]);
    throw error;
  }
}

/** All results; of several failures that of the first unit, whichever came first. */
async function inOrder<Result>(running: readonly Promise<Result>[]): Promise<Result[]> {
  for (const one of running) one.catch(() => {});
  const results: Result[] = [];
  for (const one of running) results.push(await one);
  return results;
}

/**
 * A unit that begins within a comment takes the rows in it for rows, and only the unit before knows. No real dump has
 * comments; where there are some, each unit is routed again from where the one before it ended.
 */
async function acrossComments(routed: readonly RoutedUnit[], context: UnitContext): Promise<RoutedUnit[]> {
  const withComments = new Set(routed.filter(({ done }) => done.comments).map(({ unit }) => unit.input));
  const again = { ...context, onBlock: () => {} };
  const checked: RoutedUnit[] = [];
  for (const { unit, done } of routed) {
    const before = checked.at(-1);
    const follows = before?.unit.input === unit.input && withComments.has(unit.input);
    const from = follows ? (before.done.next ?? context.plan.inputs[unit.input]!.bytes) : done.from;
    checked.push({ unit, done: from === done.from ? done : await routeUnit({ ...unit, from }, again) });
  }
  return checked;
}

function summarize(
  { plan, work, joins }: PassContext,
  routed: readonly RoutedUnit[],
  digests: RoutePassResult['digests'],
): RoutePassResult {
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

interface RoutedUnit {
  readonly unit: Unit;
  readonly done: Routed;
}

type UnitContext = Omit<RouteContext, 'onBlock'>;

async function routeOnce(unit: Unit, context: UnitContext): Promise<RoutedUnit> {
  const earlier = await readCompletion(context.work, unitName('route', unit.unit), routedSchema);
  const total = xmlTotal(context);
  if (earlier !== undefined) {
    if (context.plan.inputs[unit.input]!.container === 'auto') await expectStdin(unit, context);
    context.onProgress({ pass: 'route', done: earlier.xmlBytes, total, ...bookOf(earlier.books) });
    return { unit, done: earlier };
  }
  const onBlock = (done: number, books: readonly Book[]) =>
    context.onProgress({ pass: 'route', done, total, ...bookOf(books) });
  return { unit, done: await routeUnit(unit, { ...context, onBlock }) };
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

/** Starts the digests of the files; the function it gives reads the records, standard input's too, when all is routed. */
async function digestInputs({ inputs, tables, work, workers }: PassContext) {
  const limit = pLimit(1);
  const files = [...inputs, ...tables];
  // A table in the archive of the posts has the digest of that.
  const first = files.map(({ path }) => files.findIndex((file) => file.path === path));
  await limit.map(files.entries(), async ([index, { path, container }]) => {
    if (container === 'auto' || first[index] !== index) return;
    const name = unitName('digest', index);
    await doneOnce({ work, name, schema: digestSchema }, async () => ({
      files: [],
      ...(await workers.perform<'digest'>({ kind: 'digest', path })),
    }));
  });
  return () => Promise.all(first.map((index) => readCompletion(work, unitName('digest', index), digestSchema)));
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
