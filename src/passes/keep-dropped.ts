// `--keep-dropped`: the dropped rows of all units as two files of JSON lines, filters in the order of the input and
// duplicates in the order of the dataset. Rows that are dropped when pairs are joined, and links, are counted alone.
// Memory: one piece of a spill.

import { createReadStream, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openDurableFile } from '../durable-file.ts';
import { makeFolder } from '../make-folder.ts';
import type { Manifest } from '../manifest.ts';
import { CONTAMINATION_FILE } from '../manifest-file.ts';
import { spillPieces } from '../spill/index.ts';
import type { Recipe } from '../types.ts';
import { DRIVERS } from './builders.ts';
import type { ConfigContext } from './context.ts';
import type { WrittenShardFiles } from './reduce-pass.ts';
import { unitName } from './unit-name.ts';

/** The two files of a config, relative to the output folder. */
export function droppedFiles(config: string): [filters: string, duplicates: string] {
  return [`dropped/${config}/filters.jsonl`, `dropped/${config}/duplicates.jsonl`];
}

/** Files that stand beside the shards of a dataset whatever format they are in, as far as it has them. */
export function keptFiles(out: string, { configs, contamination }: Manifest): string[] {
  const dropped = configs.flatMap(({ name }) => droppedFiles(name)).filter((file) => existsSync(join(out, file)));
  return contamination === null ? dropped : [...dropped, CONTAMINATION_FILE];
}

/** Gathers what the units kept of what drives pairs of this recipe. */
export async function keepDropped(
  context: ConfigContext,
  recipe: Recipe,
  shards: readonly WrittenShardFiles[],
): Promise<void> {
  const [filters, duplicates] = droppedFiles(context.config).map((file) => join(context.out, file));
  makeFolder(dirname(filters!));
  await writeAll(filters!, filterLines(context, recipe));
  await writeAll(duplicates!, duplicateLines(context, shards));
}

async function writeAll(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const file = openDurableFile(path);
  try {
    for await (const piece of pieces) file.write(piece);
    file.finish();
  } finally {
    file.abandon();
  }
}

async function* filterLines({ plan, shared }: ConfigContext, recipe: Recipe): AsyncGenerator<Uint8Array> {
  if ('meet' in recipe) return;
  // A pair of one row alone is driven by that row, whichever it is.
  const book = 'driver' in recipe ? DRIVERS.indexOf(recipe.driver) : 0;
  for (const { unit } of plan.units) {
    yield* spillPieces(join(shared, `${unitName('route', unit)}.dropped`), book);
  }
}

async function* duplicateLines(
  { work }: ConfigContext,
  shards: readonly WrittenShardFiles[],
): AsyncGenerator<Uint8Array> {
  for (const { dropped } of shards) if (dropped !== undefined) yield* createReadStream(join(work, dropped));
}
