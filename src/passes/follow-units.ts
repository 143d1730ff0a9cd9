// Whether each unit of an input begins where the one before it ended, which it cannot know when it is routed: it may begin
// within a comment, or a part of an archive at a mark that is data. Those that do not are routed again from the right place.
// No real dump has comments, and no block of bzip2 that looks like another was ever seen.

import { z } from 'zod';
import { readCompletion, writeCompletion } from './completion.ts';
import { isPart, type Unit } from './plan.ts';
import { publishUnit } from './publish-unit.ts';
import { type RouteContext, routeUnit } from './route-unit.ts';
import { type Routed, routedSchema } from './routed.ts';
import { runStage } from './stage.ts';
import { unitName } from './unit-name.ts';
import { firstByteOf, type PartPlace } from './unit-source.ts';

/** A unit and its record. */
export interface RoutedUnit {
  readonly unit: Unit;
  readonly done: Routed;
}

/** What units are routed with. */
export type UnitContext = Omit<RouteContext, 'onBlock'>;

/** Behind every bit. */
const STREAM_END = Number.POSITIVE_INFINITY;

/** Where a unit begins: at a byte of the XML, or in an archive at a bit of it. */
type Place = number | PartPlace;

/** The units as they are when each begins where the one before it ended. */
export async function followUnits(routed: readonly RoutedUnit[], context: UnitContext): Promise<RoutedUnit[]> {
  const own = (input: number) => routed.filter(({ unit }) => unit.input === input);
  const inputs = [...new Set(routed.map(({ unit }) => unit.input))].filter((input) => isInDoubt(own(input), context));
  await runStage(context, {
    work: context.work,
    schema: z.object({ files: z.tuple([]) }),
    units: inputs.map((input) => ({
      name: unitName('comments', input),
      perform: () => routeAgain(own(input), context),
      // Of what is on record now: another process may have routed them again.
      isWhole: async () => meet(await readAgain(own(input), context), context),
    })),
    width: 1,
  });
  const again = new Map((await readAgain(inputs.flatMap(own), context)).map((one) => [one.unit, one]));
  return routed.map((one) => again.get(one.unit) ?? one);
}

/** It stays in doubt when it was routed again: all processes must see the same. */
function isInDoubt(units: readonly RoutedUnit[], context: UnitContext): boolean {
  if (units.some(({ done }) => done.comments || done.packed?.follows)) return true;
  return isDivided(units, context) && !meet(units, context);
}

function isDivided([first]: readonly RoutedUnit[], { plan }: UnitContext): boolean {
  return first !== undefined && isPart(first.unit, plan);
}

/** Units as they are on record by now. */
function readAgain(routed: readonly RoutedUnit[], { work }: UnitContext): Promise<RoutedUnit[]> {
  return Promise.all(
    routed.map(async ({ unit, done }) => {
      const now = await readCompletion(work, unitName('route', unit.unit), routedSchema, 'sizes');
      return { unit, done: now ?? done };
    }),
  );
}

/** Whether each unit of an input begins where the one before it ended. */
function meet(units: readonly RoutedUnit[], context: UnitContext): boolean {
  const hasComments = units.some(({ done }) => done.comments);
  let place: Place | undefined;
  for (const one of units) {
    place ??= beginningOf(one);
    if (!isAt(one, place, { ...context, hasComments })) return false;
    place = placeAfter(one, place, context);
  }
  return true;
}

async function routeAgain(units: readonly RoutedUnit[], context: UnitContext): Promise<{ files: [] }> {
  const hasComments = units.some(({ done }) => done.comments);
  const again = { ...context, onBlock: () => {} };
  let place: Place | undefined;
  for (const one of units) {
    place ??= beginningOf(one);
    const isRight = isAt(one, place, { ...context, hasComments });
    const done = isRight ? one.done : await routeAt(one.unit, place, again);
    if (!isRight) await recordAgain(one.unit, done, context);
    place = placeAfter({ unit: one.unit, done }, place, context);
  }
  return { files: [] };
}

/** The first unit of an input begins where it says. */
function beginningOf({ done }: RoutedUnit): Place {
  return done.packed === undefined ? done.from : { bit: 0, skip: 0 };
}

interface Comparing extends UnitContext {
  readonly hasComments: boolean;
}

function isAt({ unit, done }: RoutedUnit, place: Place, { hasComments, ...context }: Comparing): boolean {
  if (typeof place === 'number') return done.from === place;
  const { blocks } = done.packed!;
  if (place.bit === STREAM_END || (unit.to !== null && place.bit >= unit.to * 8)) return blocks === null;
  // Without comments a part finds its first row by itself.
  return blocks?.first === place.bit && (!hasComments || done.from === firstByteOf(unit, context) + place.skip);
}

/** Where the next unit begins. */
function placeAfter({ unit, done }: RoutedUnit, place: Place, context: UnitContext): Place {
  if (typeof place === 'number') return done.next ?? context.plan.inputs[unit.input]!.bytes;
  const { blocks, bytes } = done.packed!;
  if (blocks === null) return place;
  const skip =
    done.next === null ? context.inputs[unit.input]!.xmlBytes : done.next - firstByteOf(unit, context) - bytes;
  return { bit: blocks.next ?? STREAM_END, skip };
}

function routeAt(unit: Unit, place: Place, context: RouteContext): Promise<Routed> {
  return typeof place === 'number' ? routeUnit({ ...unit, from: place }, context) : routeUnit(unit, context, place);
}

async function recordAgain({ unit }: Unit, done: Routed, { work, mirror }: UnitContext): Promise<void> {
  const name = unitName('route', unit);
  writeCompletion(work, name, done);
  await publishUnit({ work, name, files: done.files }, mirror);
}
