// What the agree pass said of the rows of a thread partition. Memory: the verdicts of the partition.

import { type RecordSpill, readVerdicts, type SpillReader, type Verdict } from '../spill/index.ts';

/** Where verdicts are, and the records they are on. */
export interface JudgedSpills {
  readonly records: readonly RecordSpill[];
  readonly verdicts: readonly string[];
}

/** Verdicts on rows of the partition: by input, of which all rows may go elsewhere, then by the row's byte. */
export function verdictsOf(
  { verdicts, records }: JudgedSpills,
  partition: number,
  reader: SpillReader,
): Map<number, Map<number, Verdict>> {
  const byInput = new Map(records.map(({ input }) => [input, new Map<number, Verdict>()]));
  for (const path of verdicts) {
    for (const piece of reader.pieces(path, partition)) {
      for (const verdict of readVerdicts(piece)) byInput.get(verdict.input)?.set(verdict.byte, verdict);
    }
  }
  return byInput;
}
