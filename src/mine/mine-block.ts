// A block of rows -> for each of them the rows of the same site whose positives are its hard negatives. Each anchor is held
// against all positives of its site in the block. Memory: the vectors of a site's anchors and positives, `rangeMax`
// neighbours a row, and what names each row.

import type { Encoder, FindNearest } from '../encoder.ts';
import { encodeAll, similarity } from '../evaluate/index.ts';
import { groupBy } from '../group-by.ts';
import type { ColumnKeys } from '../near/index.ts';
import { packTexts } from '../packed-texts.ts';
import { chooseNegatives, type NegativeRule, type NoNegatives, type RowIdentity } from './choose-negatives.ts';
import type { KnownDuplicates } from './known-duplicates.ts';
import type { PlacedRow } from './train-blocks.ts';

/** What blocks are mined with. */
export interface Mining {
  readonly encoder: Encoder;
  readonly findNearest: FindNearest;
  readonly threads: number;
  readonly rule: NegativeRule;
  readonly known: KnownDuplicates;
  readonly columnKeys: ColumnKeys;
  /** Told of texts that were encoded; each row has two. */
  readonly onTexts: (texts: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Rows of a block that are a row's negatives, hardest first; or why it has none. */
export type Outcome = readonly PlacedRow[] | NoNegatives;

/** Mines a block; gives an outcome a row, in their order. */
export async function mineBlock(block: readonly PlacedRow[], mining: Mining): Promise<Outcome[]> {
  const outcomes = new Map<PlacedRow, Outcome>();
  const bySite = groupBy(block, ({ provenance }) => provenance.site);
  for (const rows of bySite.values()) {
    const chosen = await mineSite(rows, mining);
    rows.forEach((row, at) => {
      const found = chosen[at]!;
      outcomes.set(row, typeof found === 'string' ? found : found.map((other) => rows[other]!));
    });
  }
  return block.map((row) => outcomes.get(row)!);
}

async function mineSite(rows: readonly PlacedRow[], mining: Mining): Promise<(number[] | NoNegatives)[]> {
  const { findNearest, threads, rule, signal } = mining;
  const queries = await encode(rows, 0, mining);
  const documents = await encode(rows, 1, mining);
  // The row itself is among its neighbours.
  const k = Math.min(rule.rangeMax + 1, rows.length);
  const { ids, scores } = await findNearest({ queries, documents, k, threads, signal });
  const identities = identitiesOf(rows, mining);
  return rows.map((_, row) => {
    const [from, to] = [row * k, row * k + k];
    const positive = similarity(queries, row, documents, row);
    const seeker = { row, positive, neighbours: ids.subarray(from, to), scores: scores.subarray(from, to) };
    return chooseNegatives(seeker, identities, rule);
  });
}

/** Vectors of the anchors, or of the positives. */
function encode(rows: readonly PlacedRow[], column: 0 | 1, { encoder, onTexts, ...options }: Mining) {
  let before = 0;
  const onProgress = (_: string, done: number) => {
    onTexts(done - before);
    before = done;
  };
  const texts = rows.map((row) => row.texts[column]!);
  return encodeAll(encoder, { texts, role: column === 0 ? 'query' : 'document' }, { ...options, onProgress });
}

/** What names each row. */
function identitiesOf(rows: readonly PlacedRow[], { known, columnKeys }: Mining): RowIdentity[] {
  const [anchors, positives] = [0, 1].map((column) =>
    keysOf(
      rows.map(({ texts }) => texts[column]!),
      columnKeys,
    ),
  );
  return rows.map(({ provenance: { site, questionId, cluster } }, row) => ({
    question: questionId,
    group: known.groupOf(site, questionId),
    cluster,
    texts: [anchors![row]!, positives![row]!],
  }));
}

/** 53 bits of each text's key. */
function keysOf(texts: readonly string[], columnKeys: ColumnKeys): number[] {
  const target = { high: new Uint32Array(texts.length), low: new Uint32Array(texts.length) };
  columnKeys.ofWords(packTexts(texts), target);
  return texts.map((_, text) => target.high[text]! * 2 ** 21 + (target.low[text]! >>> 11));
}
