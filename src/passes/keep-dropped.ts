// `--keep-dropped`: the dropped rows of all units as two files of JSON lines, filters in the order of the input and
// duplicates in the order of the dataset. Rows that are dropped when pairs are joined, and links, are counted alone.
// Memory: one piece of a spill.

import { createReadStream, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openDurableFile } from '../durable-file.ts';
import { makeFolder } from '../make-folder.ts';
import { evaluationFiles, type Manifest } from '../manifest.ts';
import { CONTAMINATION_FILE } from '../manifest-file.ts';
import { spillPieces } from '../spill/index.ts';
import { DRIVERS, type Driver } from './builders.ts';
import type { ConfigGroup } from './config-groups.ts';
import type { ConfigContext } from './context.ts';
import type { WrittenShardFiles } from './reduce-pass.ts';
import { unitName } from './unit-name.ts';

/** The two files of a config, relative to the output folder. */
export function droppedFiles(config: string): [filters: string, duplicates: string] {
  return [`dropped/${config}/filters.jsonl`, `dropped/${config}/duplicates.jsonl`];
}

/** Files that stand beside the shards of a dataset whatever format they are in, as far as it has them. */
export function keptFiles(out: string, { configs, contamination, evaluation }: Manifest): string[] {
  const dropped = configs.flatMap(({ name }) => droppedFiles(name)).filter((file) => existsSync(join(out, file)));
  const sets = (evaluation?.sets ?? []).flatMap(({ name, files }) =>
    files.length === 0 ? [] : [`evaluation/${name}/set.json`],
  );
  const others = [...dropped, ...sets, ...evaluationFiles({ evaluation }).map(({ path }) => path)];
  return contamination === null ? others : [...others, CONTAMINATION_FILE];
}

/** A config, and which posts drive its pairs; undefined where no post does. */
interface KeptConfig extends ConfigGroup {
  readonly driver: Driver | undefined;
}

/** Gathers what the units kept of the rows of a config. */
export async function keepDropped(
  context: ConfigContext,
  { config, inputs, driver }: KeptConfig,
  shards: readonly WrittenShardFiles[],
): Promise<void> {
  const [filters, duplicates] = droppedFiles(config).map((file) => join(context.out, file));
  const own = shards.filter((shard) => shard.config === config);
  makeFolder(dirname(filters!));
  await writeAll(filters!, filterLines(context, { inputs, driver }));
  await writeAll(duplicates!, duplicateLines(context, own));
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

/** Where pairs are joined, posts were read for all configs at once, and left out by what drives a pair. */
async function* filterLines(
  { plan, shared, mirror }: ConfigContext,
  { inputs, driver }: Pick<KeptConfig, 'inputs' | 'driver'>,
): AsyncGenerator<Uint8Array> {
  // Links, and rows of other people's sets, are counted alone.
  if (driver === undefined) return;
  for (const { unit, input } of plan.units) {
    if (!inputs.has(input)) continue;
    const path = join(shared, `${unitName('route', unit)}.dropped`);
    await mirror?.fetch(path);
    yield* spillPieces(path, DRIVERS.indexOf(driver));
  }
}

async function* duplicateLines(
  { work, mirror }: ConfigContext,
  shards: readonly WrittenShardFiles[],
): AsyncGenerator<Uint8Array> {
  for (const { dropped } of shards) {
    if (dropped === undefined) continue;
    const path = join(work, dropped);
    await mirror?.fetch(path);
    yield* createReadStream(path);
  }
}
