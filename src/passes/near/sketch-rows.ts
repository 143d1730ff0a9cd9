// The sketch pass on one thread partition: each row's signature is cut into bands, and the row is entered under the key of
// each, as under its fingerprint. Who has a key in common meets in the pair pass. Memory: the partition.

import { basename } from 'node:path';
import { partitionOf } from '../../order-key.ts';
import { fingerprintPrefix, WordSpill } from '../../spill/index.ts';
import { comparedText, type DocumentsTask, documentsOf, type NearMemory } from './documents.ts';
import { leftOutIn } from './left-out.ts';
import type { NearResult } from './near-result.ts';

/** Words of an entry under a key: 2 of the key, 1 that copies have in common, and the document. */
export const BAND_ENTRY_WORDS = 4;

/** A thread partition to sketch. */
export interface SketchTask extends DocumentsTask {
  readonly kind: 'sketch';
  /** Spill of band entries, by band partition; behind these the partitions of fingerprints. */
  readonly bands: string;
}

/** Enters every row of the partition under its keys. */
export function sketchRows(task: SketchTask, memory: NearMemory): NearResult {
  const { layout, rule, printOf } = memory;
  const { sketcher } = memory;
  const spill = new WordSpill(
    task.bands,
    { partitions: layout.bands + layout.fingerprints, width: BAND_ENTRY_WORDS },
    memory.spill,
  );
  const enter = (partition: number, high: number, low: number, copies: number, document: number) => {
    const at = spill.begin(partition);
    spill.words[at] = high;
    spill.words[at + 1] = low;
    spill.words[at + 2] = copies;
    spill.words[at + 3] = document;
  };
  const enterPrint = (print: Buffer, document: number) => {
    const high = fingerprintPrefix(print);
    const partition = layout.bands + partitionOf(high, layout.fingerprints);
    enter(partition, high, print.readUInt32BE(4), print.readUInt32BE(8), document);
  };
  try {
    const isLeftOut = leftOutIn(task.screened);
    for (const row of documentsOf(task, memory)) {
      if (isLeftOut(row.document) !== undefined) continue;
      if (rule.exact !== 'off') enterPrint(printOf(row, task.sites), row.document);
      // A text without a word is like no other.
      if (sketcher === undefined || sketcher.shingle(comparedText(row, memory)).length === 0) continue;
      const keys = sketcher.keys();
      const whole = keys[keys.length - 1]!;
      for (let key = 0; key + 1 < keys.length; key += 2) {
        enter(partitionOf(keys[key]!, layout.bands), keys[key]!, keys[key + 1]!, whole, row.document);
      }
    }
    return { files: [{ path: basename(task.bands), ...spill.finish() }], tally: {} };
  } finally {
    spill.abandon();
  }
}
