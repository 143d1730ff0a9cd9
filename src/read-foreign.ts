// Texts of other people, streamed: a finished build of ours, a benchmark, any file of texts. Batches come in a fixed
// order. Memory: a batch of some MiB, and what its format has to decode at once (see the readers).
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { buildExamples } from './build-examples.ts';
import { siteOf } from './clean/index.ts';
import { StackpairsError } from './errors.ts';
import { readPairs, readRows, readTexts, roleOf } from './extract/index.ts';
import type { ForeignBatch, ForeignOptions, ForeignPair, ForeignText } from './foreign.ts';
import { type InspectedRow, type OpenedBuild, openBuild, rowsOf } from './inspect.ts';
import { expectOneGeneration, MANIFEST_FILE } from './manifest-file.ts';
import { openTable } from './shard/index.ts';

/** Rows of a build handed on at once: at most 1,000 texts of title and body. */
const BATCH_ROWS = 500;

/**
 * Reads the texts of a file or folder, files sorted, rows in file order. Throws `bad_input`, with file and row, where
 * anything cannot be read: what is passed over in silence leaks.
 */
export async function* readForeign(path: string, options: ForeignOptions = {}): AsyncGenerator<readonly ForeignText[]> {
  if (!isBuild(path)) {
    yield* readTexts(path, { ...options, openTable });
    return;
  }
  for await (const rows of buildRows(path, options)) {
    yield rows.flatMap(({ texts, ...known }) => texts.map(({ role, text }) => ({ ...known, role, text })));
  }
}

/** Reads the rows that have two texts, anchor and positive, as `readForeign` does. */
export async function* readForeignPairs(
  path: string,
  options: ForeignOptions = {},
): AsyncGenerator<readonly ForeignPair[]> {
  if (!isBuild(path)) {
    yield* readPairs(path, { ...options, openTable });
    return;
  }
  for await (const rows of buildRows(path, options)) {
    yield rows.flatMap(({ texts: [anchor, positive], ...known }) =>
      anchor === undefined || positive === undefined
        ? []
        : [{ ...known, texts: [anchor.text, positive.text] as const }],
    );
  }
}

/**
 * Reads the rows of a file or folder as examples for training: pairs, or triplets, under columns that the first example
 * decides. A row that is none is counted by its reason, so that all rows are rows given and rows dropped.
 */
export async function* readForeignRows(path: string, options: ForeignOptions = {}): AsyncGenerator<ForeignBatch> {
  yield* isBuild(path) ? buildExamples(path, options) : readRows(path, { ...options, openTable });
}

/** A folder with a manifest of ours; other programs call their files that as well. */
function isBuild(path: string): boolean {
  expectOneGeneration(path);
  const manifest = join(path, MANIFEST_FILE);
  return existsSync(manifest) && /"formatVersion"\s*:/.test(readFileSync(manifest, 'utf8'));
}

async function* buildRows(path: string, { name, columns, signal }: ForeignOptions) {
  const opened = await openBuild(path);
  const source = name ?? basename(resolve(path));
  let batch: ReturnType<typeof buildRow>[] = [];
  for (const config of configsWith(columns, opened, path)) {
    for (const row of rowsOf(opened, config)) {
      batch.push(buildRow(row, { source, config: config.name, columns: columns ?? config.columns }));
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
      await setImmediate();
      signal?.throwIfAborted();
    }
  }
  if (batch.length > 0) yield batch;
}

/** The configs that have all the wanted columns. Throws where there is none. */
function configsWith(columns: readonly string[] | undefined, { manifest: { configs } }: OpenedBuild, path: string) {
  if (columns === undefined) return configs;
  const found = configs.filter((config) => columns.every((column) => config.columns.includes(column)));
  if (found.length > 0) return found;
  throw new StackpairsError('bad_input', `there is no config with the columns ${columns.join(', ')}`, {
    at: join(path, MANIFEST_FILE),
    expected: columns.join(', '),
    found: configs.map((config) => `${config.name}: ${config.columns.join(', ')}`).join('; '),
  });
}

/** The set, the config and the columns a row is read of. */
interface RowOf {
  readonly source: string;
  readonly config: string;
  readonly columns: readonly string[];
}

function buildRow({ split, row, texts, provenance }: InspectedRow, { source, config, columns }: RowOf) {
  const { site, questionId: id } = provenance;
  return {
    source,
    place: `${config} ${split} row ${row} (${id})`,
    post: { site: siteOf(site).host, id },
    texts: columns.map((column) => ({ role: roleOf(column), text: texts[column] ?? '' })),
  };
}
