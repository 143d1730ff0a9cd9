// The feed that a trainer takes: the one that is there, if it fits, or one made for it.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StackpairsError } from './errors.ts';
import { expectRoom } from './expect-room.ts';
import { FEED_FILE, parseFeedHead } from './feed-file.ts';
import { dataConfigDigest } from './feed-sources.ts';
import { type FeedProgress, type FeedReport, makeFeed } from './make-feed.ts';
import { readWords } from './shard/index.ts';

/** The batches a trainer asks for. */
export interface TrainFeed {
  readonly file: string;
  readonly batch: number;
  /** Least number of batches; 0 for those of so many epochs. */
  readonly steps: number;
  readonly epochs: number;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: FeedProgress) => void) | undefined;
}

const BYTES_OF_ROW_NUMBER = 4;

/**
 * Makes the feed where there is none, or one that a dataset had in its own folder before it was built anew; gives what was made.
 * Throws `bad_usage` where another stands in its place, which may have been made with care.
 */
export async function makeTrainFeed(dir: string, wanted: TrainFeed): Promise<FeedReport | undefined> {
  const { file, batch, steps, epochs, signal, onProgress } = wanted;
  if (existsSync(file) && isFitting(dir, wanted)) return undefined;
  expectRoom(dirname(file), batch * steps * BYTES_OF_ROW_NUMBER, {
    what: 'no room for the feed',
    hint: 'Name a file on another disk with --feed',
  });
  return makeFeed(dir, { file, batch, ...(steps > 0 ? { steps } : { epochs }), signal, onProgress });
}

/** False for a feed that was made before the dataset was built anew. */
function isFitting(dir: string, { file, batch, steps, epochs }: TrainFeed): boolean {
  const { metadata, words } = readWords(file);
  const head = parseFeedHead(file, metadata);
  if (head.dataConfig !== dataConfigDigest(dir)) {
    if (file === join(dir, FEED_FILE)) return false;
    throw new StackpairsError('bad_usage', 'a feed of another dataset', {
      at: file,
      hint: 'Name another file with --feed',
    });
  }
  const found = words / head.batch;
  if (head.batch === batch && found >= steps) return true;
  const length = steps > 0 ? `--steps ${steps}` : `--epochs ${epochs}`;
  throw new StackpairsError('bad_usage', 'a feed with other batches', {
    at: file,
    expected: `${steps > 0 ? `${steps} ` : ''}batches of ${batch} rows`,
    found: `${found} of ${head.batch}`,
    hint: `Keep it, and name a file for another: --feed FILE; or make it anew: build-dataset feed DIR --batch ${batch} ${length}`,
  });
}
