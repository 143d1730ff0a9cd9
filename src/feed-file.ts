// What a feed says about itself: the head of the file with the batch order, checked on the way in and out.

import { z } from 'zod';
import { StackpairsError } from './errors.ts';
import { parseJson } from './parse-json.ts';

/** Name of the feed in a build's folder, unless another is asked for. */
export const FEED_FILE = 'feed.arrow';

/** Its one column: numbers of rows, in the train shards as `data_config.json` lists them, one behind the other. */
export const FEED_COLUMN = 'row';

/** Key of the head in the metadata of the Arrow schema. */
export const FEED_HEAD = 'stackpairs.feed';

const count = z.int().min(0);

const source = z.strictObject({
  config: z.string(),
  /** Share of the batches, compared with the others. */
  weight: count,
  /** Number of its first row, and how many there are. */
  first: count,
  rows: count,
});

const headSchema = z.strictObject({
  formatVersion: z.literal(1),
  /** SHA-256 of the build's `data_config.json`, which names the shards and their digests. */
  dataConfig: z.string(),
  seed: count,
  /** Rows of a global batch. */
  batch: z.int().min(1),
  group: z.enum(['source', 'tags']),
  sources: z.array(source),
});

/** What a feed says about itself. */
export type FeedHead = z.infer<typeof headSchema>;

/** Rows that are mixed with those of other sources by its weight: the train rows of a config. */
export type FeedSource = Readonly<z.infer<typeof source>>;

/** Reads the head of the feed at `path`. */
export function parseFeedHead(path: string, metadata: ReadonlyMap<string, string>): FeedHead {
  const checked = headSchema.safeParse(parseJson(metadata.get(FEED_HEAD) ?? ''));
  if (checked.success) return checked.data;
  throw new StackpairsError('bad_input', 'not a feed', {
    at: path,
    expected: `an Arrow stream that build-dataset feed wrote, with ${FEED_HEAD} in its schema`,
    hint: 'Make it with: build-dataset feed DIR',
  });
}
