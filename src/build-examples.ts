// A finished build of ours as other people's examples: the rows of each config with their posts, every split. The columns
// are those of the first config; a config of others has another form. Memory: a batch and what a shard's reader holds.
import { basename, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { siteOf } from './clean/index.ts';
import { StackpairsError } from './errors.ts';
import { expectColumns, RowBatch } from './extract/index.ts';
import type { ForeignBatch, ForeignDrop, ForeignOptions } from './foreign.ts';
import { type InspectedRow, type OpenedBuild, openBuild, rowsOf } from './inspect.ts';
import type { ManifestConfig } from './manifest.ts';
import { MANIFEST_FILE } from './manifest-file.ts';

/** Reads the rows of a build in batches, config by config. */
export async function* buildExamples(
  path: string,
  { name, columns: asked, signal }: ForeignOptions,
): AsyncGenerator<ForeignBatch> {
  const opened = await openBuild(path);
  const { configs } = opened.manifest;
  const columns = asked ?? configs[0]!.columns;
  if (columns.length < 2) throw noPair(columns, path);
  const known = { source: name ?? basename(resolve(path)), columns };
  for (const config of configs) {
    if (asked !== undefined) expectColumns(asked, config.columns, join(path, MANIFEST_FILE));
    const isOfForm = asked !== undefined || String(config.columns) === String(columns);
    for (const { rows, dropped } of batchesOf(opened, config, isOfForm ? columns : undefined)) {
      yield { ...known, file: config.name, rows, dropped };
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
}

function* batchesOf(
  opened: OpenedBuild,
  config: ManifestConfig,
  columns: readonly string[] | undefined,
): Generator<RowBatch> {
  let batch = new RowBatch();
  let number = 0;
  for (const row of rowsOf(opened, config)) {
    const texts = columns === undefined ? 'mixed_forms' : textsOf(row, columns);
    if (typeof texts === 'string') batch.drop(texts);
    else batch.add({ ...named(row, config.name, number), texts });
    number += 1;
    if (!batch.isFull) continue;
    yield batch;
    batch = new RowBatch();
  }
  if (!batch.isEmpty) yield batch;
}

function textsOf({ texts }: InspectedRow, columns: readonly string[]): readonly string[] | ForeignDrop {
  const values = columns.map((column) => texts[column] ?? '');
  return values.every((text) => /\S/.test(text)) ? values : 'empty_text';
}

function named({ split, row, provenance }: InspectedRow, config: string, number: number) {
  const { site, questionId: id } = provenance;
  return { place: `${config} ${split} row ${row} (${id})`, row: number, post: { site: siteOf(site).host, id } };
}

function noPair(columns: readonly string[], at: string): StackpairsError {
  return new StackpairsError('bad_usage', 'these columns make no pair', {
    at,
    expected: 'an anchor, a positive and perhaps a negative',
    found: columns.join(', ') || 'none',
  });
}
