// The shingle sets of some documents of a partition, made again from their texts: cheaper than to have kept those of all.
// Memory: the sets, about 4 bytes a word of text.

import { distinct, indexOf } from '../../near/index.ts';
import { comparedText, type DocumentsTask, documentsOf, type NearMemory } from './documents.ts';

/** Gives the set of any of the wanted documents, which ascend. */
export function shingleSets(
  wanted: Uint32Array,
  task: DocumentsTask,
  memory: NearMemory,
): (document: number) => Uint32Array {
  const sets: Uint32Array[] = [];
  if (wanted.length > 0) {
    for (const row of documentsOf(task, memory)) {
      if (row.document === wanted[sets.length])
        sets.push(distinct(memory.sketcher!.shingle(comparedText(row, memory))));
    }
  }
  return (document) => sets[indexOf(wanted, document)]!;
}
