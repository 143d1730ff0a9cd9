// The list of rows that are in a benchmark, with the texts that say so: what the units told, in the order of the rows.
// Memory: one chunk of a file.

import { join } from 'node:path';
import { openDurableFile } from '../../durable-file.ts';
import { fileChunks } from '../../file-chunks.ts';
import type { Manifest } from '../../manifest.ts';
import { CONTAMINATION_FILE } from '../../manifest-file.ts';
import type { PassContext } from '../context.ts';
import type { ScreenedBenchmark, ScreenPassResult } from './screen-pass.ts';

/** Writes the list of all configs, one after another, and gives what the manifest says of it; null where there was no benchmark. */
export async function listHits(
  { out, decontaminate, mirror }: PassContext,
  screened: readonly ScreenPassResult[],
): Promise<Manifest['contamination']> {
  if (screened.length === 0) return null;
  const file = openDurableFile(join(out, CONTAMINATION_FILE), { sha256: true });
  try {
    for (const { lines } of screened) {
      for (const path of lines) {
        await mirror?.fetch(path);
        for await (const chunk of fileChunks(path)) file.write(chunk);
      }
    }
    const { bytes, sha256 } = file.finish();
    const benchmarks = screened[0]!.benchmarks.map((benchmark, index) => ({
      ...benchmark,
      hits: screened.map(({ benchmarks }) => benchmarks[index]!.hits).reduce(addHits),
    }));
    const hits = benchmarks.reduce((sum, benchmark) => sum + hitsOf(benchmark), 0);
    const { action } = decontaminate;
    return { action, benchmarks, report: { path: CONTAMINATION_FILE, hits, bytes, sha256: sha256! } };
  } finally {
    file.abandon();
  }
}

type Hits = ScreenedBenchmark['hits'];

function addHits(a: Hits, b: Hits): Hits {
  return { post: a.post + b.post, text: a.text + b.text, ngram: a.ngram + b.ngram, near: a.near + b.near };
}

function hitsOf({ hits: { post, text, ngram, near } }: Pick<ScreenedBenchmark, 'hits'>): number {
  return post + text + ngram + near;
}
