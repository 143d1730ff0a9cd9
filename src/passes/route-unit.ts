// One unit of the route pass: its bytes are cut into blocks, the blocks are routed by the workers, and what they leave
// is appended to the unit's spills in the order of the blocks. Memory: the blocks in flight and one flush a spill.

import type { LimitFunction } from 'p-limit';
import type { Book } from '../books.ts';
import { StackpairsError } from '../errors.ts';
import { type CutEnd, cutBlocks, NOTHING } from '../extract/index.ts';
import type { Block } from '../types.ts';
import { ordered } from '../workers/ordered.ts';
import type { PassContext } from './context.ts';
import { threadPartitions } from './layout.ts';
import { isDivisible, isPart, type Plan, type Unit } from './plan.ts';
import type { Damage, PostsResult, RouteResult } from './route-task.ts';
import type { Routed } from './routed.ts';
import type { SpareBuffers } from './spare-buffers.ts';
import { type UnitMemory, unitMemory } from './unit-memory.ts';
import { unitName } from './unit-name.ts';
import { type PartPlace, sourceOf, type UnitSource, unknownSource } from './unit-source.ts';
import { UnitSpills } from './unit-spills.ts';
import { UnitTally } from './unit-tally.ts';

/** What a unit needs besides the build under way. */
export interface RouteContext extends PassContext {
  /** Bounds the blocks in flight, of all units together. */
  readonly limit: LimitFunction;
  /** Memory for blocks, of all units together. */
  readonly spare: SpareBuffers;
  /** Memory of units that are done, for the next ones. */
  readonly idle: UnitMemory[];
  readonly onBlock: (bytes: number, books: readonly Book[]) => void;
}

/** Routes a unit; a part of an archive from a place that is known, if it is. */
export async function routeUnit(unit: Unit, context: RouteContext, place?: PartPlace): Promise<Routed> {
  const { plan, inputs, mirror } = context;
  const input = inputs[unit.input]!;
  if (isPart(unit, plan)) return routePart(unit, context, place);
  const isRange = plan.limit === null && !mirror?.isMirrored(input.path) && (await isDivisible(input));
  return isRange ? routeFileRange(unit, context) : routeStream(unit, sourceOf(unit, context), context);
}

/**
 * Routes a part of an archive. One that is damaged may have been read from a place where no block begins: it counts as
 * empty until it is read from where the one before it ends, which tells.
 */
async function routePart(unit: Unit, context: RouteContext, place?: PartPlace): Promise<Routed> {
  try {
    return await routeStream(unit, sourceOf(unit, context, place), context);
  } catch (error) {
    const isDamage = error instanceof StackpairsError && error.code === 'damaged_archive';
    if (!isDamage || place !== undefined || unit.from === 0) throw error;
    return routeStream(unit, unknownSource(unit, context, { chunks: none(), found: () => NOTHING }), context);
  }
}

async function* none(): AsyncGenerator<Uint8Array> {}

/** A thread does it all. */
async function routeFileRange(unit: Unit, { plan, inputs, work, workers, onBlock }: RouteContext): Promise<Routed> {
  const { from, to, input } = unit;
  const { site, path, file } = inputs[input]!;
  const { keepDropped, strict } = plan;
  const range = { input, site, path, file, from, to, keepDropped, strict, work, name: unitName('route', unit.unit) };
  const done = await workers.perform<'range'>({ kind: 'range', ...range });
  if ('damage' in done) throw damaged(plan, unit, done.damage, done.rowsBefore);
  onBlock(done.routed.xmlBytes, done.routed.books);
  return done.routed;
}

/** What a thread cannot read by itself is read here, and its blocks are routed by all threads. */
async function routeStream(unit: Unit, source: UnitSource, context: RouteContext): Promise<Routed> {
  const { plan, work, joins, idle } = context;
  const memory = idle.pop() ?? unitMemory();
  const { layout, keepDropped } = plan;
  const spills = new UnitSpills(work, unitName('route', unit.unit), {
    layout,
    keepDropped,
    joins,
    memory: memory.spills,
  });
  try {
    return await readUnit(unit, { ...context, source, window: memory.window }, spills);
  } finally {
    spills.abandon();
    idle.push(memory);
  }
}

interface ReadContext extends RouteContext {
  readonly source: UnitSource;
  readonly window: Buffer;
}

async function readUnit(unit: Unit, context: ReadContext, spills: UnitSpills): Promise<Routed> {
  const { plan, joins, spare, source, onBlock } = context;
  const tally = new UnitTally(threadPartitions(plan.layout), joins);
  // Reading stops early at the limit of rows, and then nothing is known of the end.
  let end: CutEnd = { bytes: 0, reachedEnd: false, next: undefined, comments: false, closed: false };
  const onEnd = (seen: CutEnd) => {
    end = seen;
  };
  for await (const { bytes, result } of results(unit, { ...context, onEnd, tally })) {
    if (plan.strict && result.damage !== undefined) throw damaged(plan, unit, result.damage, tally.rows);
    spills.append(result);
    spare.give(result.spent);
    tally.add(bytes, result);
    onBlock(bytes, result.books);
  }
  const packed = source.packed?.();
  return { ...tally.routed(spills.finish(), source.from, end), ...(packed && { packed }) };
}

type AnyResult = RouteResult | PostsResult;

interface ResultContext extends ReadContext {
  readonly onEnd: (end: CutEnd) => void;
  readonly tally: UnitTally;
}

/** Results of a unit's blocks in order, each with the size of its block; stops after the plan's limit of rows. */
async function* results(
  unit: Unit,
  { plan, workers, limit, spare, window, source, onEnd, tally }: ResultContext,
): AsyncGenerator<{ readonly bytes: number; readonly result: AnyResult }> {
  const { site } = plan.inputs[unit.input]!;
  const most = plan.limit ?? Number.POSITIVE_INFINITY;
  const { from, to, endsAt } = source;
  const range = { from, to, endsAt, allocate: spare.take, window };
  const blocks = withEnd(cutBlocks(source.chunks, range), onEnd);
  const route = async (block: Block) => {
    const bytes = block.bytes.length;
    const maxRows = most - tally.rows;
    const { keepDropped } = plan;
    const { samplesBelow } = tally;
    const task = { kind: 'route', input: unit.input, site, block, maxRows, keepDropped, samplesBelow } as const;
    return { bytes, result: await workers.perform<'route'>(task) };
  };
  if (plan.limit === null) {
    yield* ordered(blocks, route, limit);
    return;
  }
  // How many rows a block may use is known only when the ones before it are done.
  for await (const block of blocks) {
    yield await route(block);
    if (tally.rows >= most) return;
  }
}

async function* withEnd<Item, End>(items: AsyncGenerator<Item, End>, onEnd: (end: End) => void): AsyncGenerator<Item> {
  onEnd(yield* items);
}

function damaged(plan: Plan, unit: Unit, { reason, place, detail }: Damage, rowsBefore: number): StackpairsError {
  const { file } = plan.inputs[unit.input]!;
  const row = unit.from === 0 ? `row ${rowsBefore + place.row + 1}, ` : '';
  const isCounted = unit.from === 0 || !isPart(unit, plan);
  return new StackpairsError('damaged_row', `${reason}: ${detail}`, {
    at: `${file} ${isCounted ? `${row}byte ${place.byte}` : `behind packed byte ${unit.from}`}`,
    hint: 'Without --strict the row is counted and left out',
  });
}
