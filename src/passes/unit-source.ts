// What a unit of the route pass reads: the XML from its first byte on, and where the rows of others begin. A part of an archive
// knows that only when its blocks are decoded, and never knows which byte of the XML it begins with: its rows are
// numbered from where all parts before it would end if each were the whole.

import type { OpenPart } from '../extract/index.ts';
import type { PassContext } from './context.ts';
import { isPart, type Unit } from './plan.ts';
import type { Routed } from './routed.ts';

/** Where a part begins, as the one before it says. */
export interface PartPlace {
  /** Of its first block in the packed bytes. */
  readonly bit: number;
  /** Bytes of it that belong to a comment of the part before. */
  readonly skip: number;
}

/** A unit's bytes. */
export interface UnitSource {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** The first one. */
  readonly from: number;
  readonly to: number | undefined;
  /** Says where the rows of others begin, where `to` does not. */
  readonly endsAt?: () => number | undefined;
  /** What a part of an archive adds to the unit's record. */
  packed?(): Routed['packed'];
}

type SourceContext = Pick<PassContext, 'plan' | 'inputs' | 'open' | 'openPart'>;

/** Opens a unit's bytes; those of a part of an archive at a place that is known, if it is. */
export function sourceOf(unit: Unit, context: SourceContext, place?: PartPlace): UnitSource {
  const { plan, open, openPart } = context;
  if (!isPart(unit, plan)) return { chunks: open(unit), from: unit.from, to: unit.to ?? undefined };
  return partSource(openPart(unit, place?.bit), firstByteOf(unit, context), place);
}

/** The same of a part of which nothing is known until the one before it is followed. */
export function unknownSource(unit: Unit, context: SourceContext, nothing: OpenPart): UnitSource {
  return partSource(nothing, firstByteOf(unit, context));
}

function partSource(part: OpenPart, first: number, place?: PartPlace): UnitSource {
  const skip = place?.skip ?? 0;
  return {
    chunks: skip === 0 ? part.chunks : skipped(part.chunks, skip),
    from: first + skip,
    to: undefined,
    endsAt: () => {
      const found = part.found();
      return found && first + found.bytes;
    },
    packed: () => {
      const found = part.found();
      return found && { ...found, follows: place !== undefined };
    },
  };
}

/** The number of a part's first byte: no part before it holds more than the whole. */
export function firstByteOf({ unit, input }: Unit, { plan, inputs }: Pick<PassContext, 'plan' | 'inputs'>): number {
  const before = plan.units.filter((other) => other.input === input && other.unit < unit);
  return before.length * inputs[input]!.xmlBytes;
}

async function* skipped(chunks: AsyncIterable<Uint8Array>, bytes: number): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const chunk of chunks) {
    const wanted = chunk.subarray(Math.min(left, chunk.length));
    left -= chunk.length - wanted.length;
    if (wanted.length > 0) yield wanted;
  }
}
