// Finds where a table begins in a folder without unpacking what lies before it: before Posts.xml of old dumps that is more
// than Posts.xml itself. Blocks are probed: the rows of one tell its table, and tables lie in the order of the members. So
// two blocks that follow each other are found, the first before and the second behind the start, and between their bytes
// it stands. Whatever is not certain gives undefined; then the folder is unpacked from its start.
import type { LocatedMember } from './locate-member.ts';
import { startOfTable, tableOfLastRow, tableOfMember } from './member-tables.ts';
import type { BlockPlace, UnpackOptions } from './unpacker.ts';

/** Halving 100 GB takes 20 probes to come down to a block, and the last steps go block by block. */
const MOST_PROBES = 64;

/** Bits to look for the mark of a block in: more than any block takes but one made to be found. */
const REACH = 8 << 20;

/** Steps shorter than this go from block to block. */
const STEP = 2 << 20;

/** A block that was decoded. */
interface Probe {
  readonly bit: number;
  /** The bit behind it. */
  readonly end: number;
  readonly xml: Buffer;
}

/** The place of the member's first byte. */
export async function findMember(located: LocatedMember, options: UnpackOptions): Promise<BlockPlace | undefined> {
  const { stream, folder, member } = located;
  const tables = folder.map(({ path }) => tableOfMember(path));
  const wanted = folder.indexOf(member);
  if (new Set(tables).size < tables.length) return undefined;
  let before: Probe | undefined;
  let behind: Probe | undefined;
  let from = 0;
  let to = stream.bytes * 8;
  for (let probes = 0; from < to; probes++) {
    if (probes === MOST_PROBES) return undefined;
    const middle = to - from < STEP ? from : Math.floor((from + to) / 2);
    const probe = await probeAt(located, { from: middle, to, options });
    if (probe === undefined) {
      // From `from` on there must be a block; elsewhere there may be none before `to`.
      if (middle === from) return undefined;
      to = middle;
      continue;
    }
    const name = tableOfLastRow(probe.xml);
    const table = name === undefined ? -1 : tables.indexOf(name);
    if (table < 0) return undefined;
    if (table < wanted) {
      before = probe;
      from = probe.end;
    } else {
      behind = probe;
      to = probe.bit;
    }
  }
  return before && behind && startBetween(before, behind, tables[wanted]!);
}

function startBetween(before: Probe, behind: Probe, table: string): BlockPlace | undefined {
  if (before.end !== behind.bit) return undefined;
  const start = startOfTable(Buffer.concat([before.xml, behind.xml]), table);
  if (start === undefined) return undefined;
  const { length } = before.xml;
  return start < length ? { bit: before.bit, skip: start } : { bit: behind.bit, skip: start - length };
}

interface Search {
  readonly from: number;
  readonly to: number;
  readonly options: UnpackOptions;
}

/** The first block that begins in a stretch; undefined also when it is damaged or larger than its memory. */
async function probeAt({ stream }: LocatedMember, { from, to, options }: Search): Promise<Probe | undefined> {
  const { unpacker, signal } = options;
  signal?.throwIfAborted();
  let buffer: ArrayBuffer | undefined = await unpacker.buffers.take();
  try {
    const until = Math.min(to, from + REACH);
    const task = { kind: 'unpack', stream, bit: from, skip: 0, isKnown: from === 0, until, most: 1, buffer } as const;
    buffer = undefined;
    const unpacked = await unpacker.unpack(task);
    buffer = unpacked.buffer;
    const { first, next, bytes, sums, fault } = unpacked;
    if (first === undefined || fault !== undefined || sums.length !== 1 || sums[0]!.isEnd) return undefined;
    return { bit: first.bit, end: next.bit, xml: Buffer.from(new Uint8Array(buffer, 0, bytes)) };
  } finally {
    unpacker.buffers.give(buffer);
  }
}
