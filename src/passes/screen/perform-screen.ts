// The units of screening, as a thread performs them.

import { readFileSync } from 'node:fs';
import type { SketchKernel } from '../../near/index.ts';
import { createKeyMaker } from '../../near/index.ts';
import type { Pipeline } from '../../pipeline.ts';
import type { NearMemory } from '../near/documents.ts';
import type { NearResult } from '../near/near-result.ts';
import { type FilterTask, filterKeys } from './filter-keys.ts';
import { type IndexTask, indexTexts } from './index-texts.ts';
import type { Indexed } from './indexed.ts';
import type { Screening } from './key-entry.ts';
import { type MatchTask, matchKeys } from './match-keys.ts';
import { type ProbeTask, probeRows } from './probe-rows.ts';
import { type ScreenTask, screenRows } from './screen-rows.ts';

/** Units that leave a record like those of the search for near-duplicates. */
export type ScreenUnit = FilterTask | ProbeTask | MatchTask | ScreenTask;

/** Prepares a thread. */
export function createScreen({ decontaminate }: Pipeline, kernel: SketchKernel, memory: NearMemory) {
  let filter: { readonly path: string; readonly bits: Uint8Array } | undefined;
  const screening: Screening = {
    keys: createKeyMaker(kernel, decontaminate),
    filter(path) {
      if (filter?.path !== path) filter = { path, bits: readFileSync(path) };
      return filter.bits;
    },
  };
  return {
    index: (task: IndexTask, signal?: AbortSignal): Promise<Indexed> => indexTexts(task, screening, signal),
    unit(task: ScreenUnit): NearResult {
      switch (task.kind) {
        case 'filter':
          return { files: [...filterKeys(task).files], tally: {} };
        case 'probe':
          return probeRows(task, memory, screening);
        case 'match':
          return matchKeys(task, memory.layout);
        case 'screen':
          return screenRows(task, memory, screening);
      }
    },
  };
}
