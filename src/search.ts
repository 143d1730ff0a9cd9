// A search over the rows of a finished build, all splits of one config, by BM25 or by a model. One reading makes the index
// or the vectors, another gives the texts of the hits. Memory: that of the index (12 bytes a word in a row, 20 while it is
// made), or of a block's vectors. Time: the reading, and that of the model.

import { setImmediate } from 'node:timers/promises';
import type { Encoder } from './encoder.ts';
import { StackpairsError } from './errors.ts';
import { buildBm25, rankTexts, type TextBlock } from './evaluate/index.ts';
import { type InspectedRow, type OpenedBuild, openBuild, rowsOf } from './inspect.ts';
import type { ManifestConfig } from './manifest.ts';

/** What to look for. */
export interface SearchRequest {
  /** Folder of the build. */
  readonly out: string;
  readonly query: string;
  /** Rows to give at most. */
  readonly top: number;
  /** The first of the build by default. */
  readonly config?: string | undefined;
  /** Finds the rows nearest to the query, instead of those with its words; to be closed by whoever opened it. */
  readonly encoder?: Encoder | undefined;
  readonly onProgress?: ((rows: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A row that was found. */
export interface SearchHit {
  readonly score: number;
  readonly split: string;
  /** Number of the row in its split, as `trace` takes it. */
  readonly row: number;
  readonly site: string;
  /** Of the first post of the row; none where the row is of other people's pairs. */
  readonly url: string | undefined;
  readonly texts: Readonly<Record<string, string>>;
}

/** What came of a search. */
export interface SearchResult {
  readonly config: string;
  /** Rows that were looked through. */
  readonly rows: number;
  /** Best first; of equal scores, the row that stands first. */
  readonly hits: readonly SearchHit[];
}

/** Rows between two looks at the signal, and rows that a model encodes at once. */
const ROWS_AT_ONCE = 1000;

/** Searches a build. Throws `bad_usage` for a config that is not there. */
export async function search(request: SearchRequest): Promise<SearchResult> {
  const { out, query, top, encoder, signal } = request;
  const opened = await openBuild(out);
  const config = configOf(opened, request.config);
  const counts = Object.values(opened.manifest.splits[config.name] ?? {});
  const total = counts.reduce<number>((sum, rows) => sum + (rows ?? 0), 0);
  const blocks = readBlocks(opened, config, { ...request, total });
  const { documents, scores } =
    encoder === undefined
      ? await rankByWords(blocks, request)
      : await rankTexts(blocks, { encoder, query, top: Math.min(top, total), signal });
  const found = await readHits(opened, config, new Set(documents), signal);
  const hits = [...documents].map((document, place) => hitOf(found.get(document)!, scores[place]!));
  return { config: config.name, rows: total, hits };
}

async function rankByWords(blocks: AsyncIterable<TextBlock>, { query, top }: SearchRequest) {
  const builder = buildBm25();
  for await (const { texts } of blocks) for (const text of texts) builder.add(text);
  return builder.finish().search(query, top);
}

/** Texts of all rows, the columns of each one behind another. */
async function* readBlocks(
  opened: OpenedBuild,
  config: ManifestConfig,
  { total, onProgress, signal }: SearchRequest & { readonly total: number },
): AsyncGenerator<TextBlock> {
  let rows = 0;
  let block: { readonly texts: string[]; readonly ids: string[] } = { texts: [], ids: [] };
  for (const { texts, split, row } of rowsOf(opened, config)) {
    block.texts.push(config.columns.map((column) => texts[column] ?? '').join('\n'));
    block.ids.push(`${split} ${row}`);
    if (++rows % ROWS_AT_ONCE !== 0) continue;
    await setImmediate();
    signal?.throwIfAborted();
    yield block;
    block = { texts: [], ids: [] };
    onProgress?.(rows, total);
  }
  yield block;
}

function configOf({ manifest: { configs }, out }: OpenedBuild, name: string | undefined): ManifestConfig {
  const config = name === undefined ? configs[0] : configs.find((other) => other.name === name);
  if (config !== undefined) return config;
  throw new StackpairsError('bad_usage', 'the build has no such config', {
    at: out,
    expected: configs.map((other) => other.name).join(', ') || 'a build with a config',
    ...(name === undefined ? {} : { found: name }),
  });
}

async function readHits(
  opened: OpenedBuild,
  config: ManifestConfig,
  wanted: ReadonlySet<number>,
  signal?: AbortSignal,
) {
  const found = new Map<number, InspectedRow>();
  let number = 0;
  if (wanted.size === 0) return found;
  for (const row of rowsOf(opened, config)) {
    if (wanted.has(number)) found.set(number, row);
    if (found.size === wanted.size) break;
    if (++number % ROWS_AT_ONCE !== 0) continue;
    await setImmediate();
    signal?.throwIfAborted();
  }
  return found;
}

function hitOf({ split, row, texts, provenance }: InspectedRow, score: number): SearchHit {
  return { score, split, row, site: provenance.site, url: provenance.posts[0]?.url, texts };
}
