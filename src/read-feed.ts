// A feed's batches for one of several ranks, from any step on. Whatever their number, the global batches are the same.

import { join } from 'node:path';
import { StackpairsError } from './errors.ts';
import { FEED_FILE, type FeedHead, parseFeedHead } from './feed-file.ts';
import { dataConfigDigest } from './feed-sources.ts';
import { readWords } from './shard/index.ts';

/** Who reads, and from where on. */
export interface FeedReader {
  /** The feed; `feed.arrow` in the build's folder by default. */
  readonly file?: string;
  /** Which of the ranks, from 0; 0 by default. */
  readonly rank?: number;
  /** How many there are, each of which gets as many rows of a batch; 1 by default. */
  readonly world?: number;
  /** The first step that is given; 0 by default. */
  readonly fromStep?: number;
}

/** A rank's rows of one global batch. */
export interface FeedBatch {
  readonly step: number;
  /** The config that all rows are of. */
  readonly config: string;
  /** Numbers of rows in the train shards as `data_config.json` lists them, one behind the other. */
  readonly rows: Uint32Array;
}

/** A feed that was opened. */
export interface Feed extends Iterable<FeedBatch> {
  readonly head: FeedHead;
  /** Global batches in all. */
  readonly steps: number;
}

/**
 * Opens the feed of the build in `dir`. Throws `bad_usage` where a batch cannot be shared among so many ranks, `bad_input` where it
 * is no feed of this build, and `damaged_output` where the file is not whole.
 */
export function feed(dir: string, { file, rank = 0, world = 1, fromStep = 0 }: FeedReader = {}): Feed {
  const path = file ?? join(dir, FEED_FILE);
  const { metadata, words, read } = readWords(path);
  const head = parseFeedHead(path, metadata);
  const { batch } = head;
  expectBuild(dir, path, head);
  expectRanks({ batch, rank, world, fromStep });
  const share = batch / world;
  return {
    head,
    steps: words / batch,
    *[Symbol.iterator]() {
      for (const { first, words: rows } of read(fromStep * batch)) {
        for (let step = Math.max(fromStep, first / batch); step * batch < first + rows.length; step++) {
          const at = step * batch - first + rank * share;
          yield { step, config: configOf(rows[at]!, head), rows: rows.subarray(at, at + share) };
        }
      }
    },
  };
}

function configOf(row: number, { sources }: FeedHead): string {
  return sources.find(({ first, rows }) => row >= first && row < first + rows)!.config;
}

function expectBuild(dir: string, path: string, { dataConfig }: FeedHead): void {
  const found = dataConfigDigest(dir);
  if (found === dataConfig) return;
  throw new StackpairsError('bad_input', 'a feed of another dataset', {
    at: path,
    expected: `data_config.json of SHA-256 ${dataConfig}`,
    found,
    hint: 'The dataset was built anew since: make the feed again',
  });
}

function expectRanks({ batch, rank, world, fromStep }: Required<Omit<FeedReader, 'file'>> & { batch: number }): void {
  const isWhole = [rank, world, fromStep].every((number) => Number.isSafeInteger(number) && number >= 0);
  if (isWhole && rank < world && batch % world === 0) return;
  throw new StackpairsError('bad_usage', 'batches that cannot be shared so', {
    expected: `a number of ranks that ${batch} can be divided by, a rank below it, and a step`,
    found: `rank ${rank} of ${world}, step ${fromStep}`,
  });
}
