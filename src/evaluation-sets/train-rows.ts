// The rows of a build that are trained on, of every config. Memory: one record batch.

import { setImmediate } from 'node:timers/promises';
import { rowsOf } from '../inspect.ts';
import type { WrittenRows } from './held-rows.ts';
import type { TrainRow } from './leaks.ts';

// A signal is heard about so often: rows are read without waiting for anything.
const ROWS_BETWEEN_SIGNALS = 10_000;

/** A row and its place, for people. */
export interface PlacedTrainRow extends TrainRow {
  readonly config: string;
  readonly row: number;
}

/** Every row of the train shards. */
export async function* trainRows(build: WrittenRows, signal?: AbortSignal): AsyncGenerator<PlacedTrainRow> {
  const { manifest } = build;
  const train = {
    ...build,
    manifest: { ...manifest, shards: manifest.shards.filter(({ split }) => split === 'train') },
  };
  for (const config of manifest.configs) {
    for (const { row, texts, provenance } of rowsOf(train, config)) {
      const { site, questionId, posts } = provenance;
      // Other people's pairs are of no post: their number is that of a row.
      const ids = posts.length === 0 ? [] : [questionId, ...posts.map(({ id }) => id)];
      yield {
        config: config.name,
        row,
        posts: ids.map((id) => `${site}/${id}`),
        texts: config.columns.map((column) => texts[column] ?? ''),
      };
      if (row % ROWS_BETWEEN_SIGNALS !== 0) continue;
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
}
