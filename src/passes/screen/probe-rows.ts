// The probe pass on one thread partition: keys of its rows that a benchmark may have are spilled, and rows of a question
// that a benchmark names are told. Memory: the partition, the filter, and 12 bytes a post that is named.

import { basename } from 'node:path';
import { readRecord, SpillReader, WordSpill } from '../../spill/index.ts';
import { type DocumentsTask, documentsOf, type NearMemory } from '../near/documents.ts';
import type { NearResult } from '../near/near-result.ts';
import { mayBeIn } from './filter-keys.ts';
import { HIT_WORDS, POST_HIT } from './hit.ts';
import { POST_WORDS } from './index-texts.ts';
import { openKeySpill, type Screening, taggedKind } from './key-entry.ts';
import { questionsOf } from './named-questions.ts';

/** Rows to probe. */
export interface ProbeTask extends DocumentsTask {
  readonly kind: 'probe';
  readonly filter: string;
  /** Spills of posts by benchmark. */
  readonly posts: readonly string[];
  readonly partitions: number;
  readonly keys: string;
  readonly hits: string;
}

/** Spills what rows may have in common with a benchmark. */
export function probeRows(task: ProbeTask, memory: NearMemory, screening: Screening): NearResult {
  const bits = screening.filter(task.filter);
  const keys = openKeySpill(task.keys, task.partitions);
  const hits = new WordSpill(task.hits, { partitions: 1, width: HIT_WORDS });
  const named = namedPosts(task.posts);
  try {
    for (const { document, bytes, at, input } of documentsOf(task, memory)) {
      const record = readRecord(bytes, at, memory.columns);
      for (const question of questionsOf(record)) {
        for (const [benchmark, text] of named(input, question)) {
          hits.words.set([document, taggedKind(POST_HIT, benchmark), text], hits.begin(0));
        }
      }
      for (const text of record.texts) {
        screening.keys.keys(text, (kind, high, low) => {
          if (mayBeIn(bits, low)) keys.add(high, low, kind, document);
        });
      }
    }
    const files = [
      { path: basename(task.keys), ...keys.finish() },
      { path: basename(task.hits), ...hits.finish() },
    ];
    return { files, tally: {} };
  } finally {
    keys.abandon();
    hits.abandon();
  }
}

/** Finds the texts that name a question, of each benchmark the first. */
function namedPosts(spills: readonly string[]) {
  const byBenchmark = spills.map((path) => {
    const words = new SpillReader().gatherWords([path], 0);
    const order = Uint32Array.from({ length: words.length / POST_WORDS }, (_, index) => index * POST_WORDS);
    const compare = (a: number, b: number) => words[a]! - words[b]! || words[a + 1]! - words[b + 1]! || a - b;
    return { words, order: order.sort(compare) };
  });
  return function* (input: number, id: number): Generator<readonly [benchmark: number, text: number]> {
    for (const [benchmark, { words, order }] of byBenchmark.entries()) {
      let [low, high] = [0, order.length];
      while (low < high) {
        const middle = (low + high) >>> 1;
        const at = order[middle]!;
        if (words[at]! < input || (words[at] === input && words[at + 1]! < id)) low = middle + 1;
        else high = middle;
      }
      const found = order[low];
      if (found !== undefined && words[found] === input && words[found + 1] === id)
        yield [benchmark, words[found + 2]!];
    }
  };
}
