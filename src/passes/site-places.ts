// Where the questions of a site belong, by hashes of their ids. They are made once for each site, of which there are a few
// hundred: made for each block, V8 would throw away what it compiled of those before.

import { bySite } from '../by-site.ts';
import { type IdHash, orderKey, rowKey, sideOf } from '../order-key.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Split } from '../types.ts';

/** Hashes of the question ids of a site. */
export interface SitePlaces {
  /** Place in the order of the dataset of a question's rows, and their side of the split. */
  readonly key: IdHash;
  readonly side: (questionId: number) => Split;
  /** Samples are rows by chance, in whatever order the dataset is. */
  readonly chance: IdHash;
}

/** Gives the hashes of a site by its name. */
export function sitePlaces({ shard, split }: Pick<Pipeline, 'shard' | 'split'>): (site: string) => SitePlaces {
  return bySite((site) => ({
    key: rowKey(shard, site),
    side: sideOf(split, site),
    chance: orderKey(shard.seed, site),
  }));
}
