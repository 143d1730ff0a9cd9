// How many partitions a build has: enough for each to be sorted in little memory. A layout that stays lets a later build take
// over what an earlier one wrote; the finished dataset does not depend on it.

import type { Pipeline } from '../pipeline.ts';
import { type Input, SPLITS, type Split } from '../types.ts';
import type { Layout } from './layout.ts';

// Spilled records are about a third of the XML; a partition of this much XML is sorted in about 10 MB.
const XML_BYTES_PER_PARTITION = 32 * 1024 * 1024;
// In a stable order, of which a range of ids takes a small part, always so many: a range of a million ids then lies in four.
const MAX_PARTITIONS = 1024;
// About 30,000 to 50,000 kept questions, 56 bytes each while they are sorted; half a million, or 30 MB, if all rows were short.
const XML_BYTES_PER_FINGERPRINT_PARTITION = 128 * 1024 * 1024;
// A kept question takes 2 to 4 kB of XML and 16 bytes a band: 8 MB of entries, or ten times that if all rows were short.
const XML_BYTES_PER_BAND_PARTITION = 1024 ** 3;
// Rows that others have already come as texts alone, which are about a third of the XML, or less if compressed.
const XML_BYTES_PER_TEXT_BYTE = 4;
// Standard input does not say how much is coming: plan for the largest site.
const UNKNOWN_XML_BYTES = 64 * 1024 ** 3;

/** What of a pipeline decides how many partitions there are. */
type LaidOut = Pick<Pipeline, 'split' | 'dedupe' | 'shard'>;

/** What is to be divided among partitions. */
interface Load {
  readonly inputs: readonly Input[];
  /** Texts of others: those that rows are held against, and those that are read beside the dumps. */
  readonly held: readonly { readonly bytes: number }[];
  readonly sets: readonly { readonly bytes: number }[];
  /** Layout of a build whose work is taken over. */
  readonly earlier: Layout | undefined;
}

/** Lays out the partitions of a build: as those of an earlier one, where that is still good. */
export function layOut({ earlier, ...load }: Load, pipeline: LaidOut): Layout {
  return staying(ideal(load, pipeline), earlier);
}

function ideal({ inputs, held, sets }: Omit<Load, 'earlier'>, { split, dedupe, shard }: LaidOut): Layout {
  const dumpBytes = inputs.reduce(
    (sum, input) => sum + (input.container === 'auto' ? UNKNOWN_XML_BYTES : input.xmlBytes),
    0,
  );
  // Each set makes a config of its own, so it is the largest of all that decides.
  const xmlBytes = sets.reduce((most, { bytes }) => Math.max(most, XML_BYTES_PER_TEXT_BYTE * bytes), dumpBytes);
  const comparedBytes = held.reduce((sum, { bytes }) => sum + XML_BYTES_PER_TEXT_BYTE * bytes, xmlBytes);
  const needed = Math.min(MAX_PARTITIONS, xmlBytes / XML_BYTES_PER_PARTITION);
  const wanted = shard.order === 'stable' && needed > 1 ? MAX_PARTITIONS : needed;
  const { validation, after } = split;
  // How much was asked after a day is not known before it is read: all of it may have been.
  const test = after === undefined ? split.test : 1;
  const shares: Record<Split, number> = { validation, test, train: 1 - validation - split.test };
  const partitions = (side: Split) => Math.max(1, Math.ceil(wanted * shares[side]));
  return {
    sides: { train: partitions('train'), validation: partitions('validation'), test: partitions('test') },
    fingerprints: Math.max(1, Math.ceil(comparedBytes / XML_BYTES_PER_FINGERPRINT_PARTITION)),
    bands:
      dedupe.near === undefined
        ? 0
        : Math.max(1, Math.ceil((dedupe.near.bands * comparedBytes) / XML_BYTES_PER_BAND_PARTITION)),
  };
}

/** Partitions may hold twice what they are made for before it pays to read everything anew. */
const MOST_GROWTH = 2;

/** The layout of an earlier build, unless the dumps have outgrown it. */
function staying(ideal: Layout, earlier: Layout | undefined): Layout {
  if (earlier === undefined) return ideal;
  const { sides, fingerprints, bands } = earlier;
  const pairs = [
    ...SPLITS.map((side) => [ideal.sides[side], sides[side]] as const),
    [ideal.fingerprints, fingerprints] as const,
    [ideal.bands, bands] as const,
  ];
  const isGood = pairs.every(([now, then]) => now <= MOST_GROWTH * then) && (bands === 0) === (ideal.bands === 0);
  return isGood ? earlier : ideal;
}
