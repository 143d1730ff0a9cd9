// The best of many texts for one query, block by block: whatever there is of texts, memory is that of a block.

import type { Encoder } from '../../encoder.ts';
import { bestOf, type Hits } from './best-of.ts';
import { encodeAll, type ScoreOptions, similarity } from './contender.ts';

/** Texts under their ids. */
export interface TextBlock {
  readonly texts: readonly string[];
  readonly ids: readonly string[];
}

/** What to look for, and with what. */
export interface TextQuery extends Pick<ScoreOptions, 'signal'> {
  readonly encoder: Encoder;
  readonly query: string;
  readonly top: number;
}

/** The texts nearest to a query, by their number among all; of two that are as near, the one that comes first. */
export async function rankTexts(
  blocks: AsyncIterable<TextBlock>,
  { encoder, query, top, signal }: TextQuery,
): Promise<Hits> {
  const options = { onProgress: () => {}, signal };
  const wanted = await encodeAll(encoder, { texts: [query], role: 'query' }, options);
  const best = bestOf(top);
  let number = 0;
  for await (const block of blocks) {
    const vectors = await encodeAll(encoder, { ...block, role: 'document' }, options);
    for (let row = 0; row < vectors.count; row++) best.offer(number++, similarity(wanted, 0, vectors, row));
  }
  return best.hits();
}
