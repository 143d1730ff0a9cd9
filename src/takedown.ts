// Takes posts out of a finished dataset, without its dump: rows are found by their provenance, the shards that hold them
// are written anew without them, and all that says what the dataset is goes along. How the new files take the place of
// the old ones, whenever it is killed: src/generation.ts.

import { resolve } from 'node:path';
import { StackpairsError } from './errors.ts';
import { type ChangeOptions, changeDataset, nextGeneration } from './generation.ts';
import { type Manifest, omitsAuthors } from './manifest.ts';
import { readManifest } from './manifest-file.ts';
import { stage } from './takedown/stage.ts';
import { takedownsOf } from './takedown/takedowns-of.ts';
import { isUserName, readTakedowns, type Takedown } from './takedown-list.ts';

/** What to take out. */
export interface TakedownRequest extends ChangeOptions {
  /** A list of posts and users: see docs/takedown.md. */
  readonly ids: string;
  readonly signal?: AbortSignal | undefined;
}

/** What a takedown did. */
export interface TakedownResult {
  readonly manifest: Manifest;
  /** True if it first finished another one that was cut off. */
  readonly resumed: boolean;
  /** Posts and users of the list that were not taken out before. */
  readonly added: readonly string[];
  /** Entries of the list that are of other sites. */
  readonly elsewhere: number;
  /** Rows that were taken out. */
  readonly rows: number;
  /** Files of shards that were written anew, and that are gone. */
  readonly rewritten: readonly string[];
  readonly gone: readonly string[];
}

/** Takes posts and users out of the dataset in a folder; changes nothing if they were taken out before. */
export async function takedown(dir: string, request: TakedownRequest): Promise<TakedownResult> {
  const out = resolve(dir);
  const list = readTakedowns(request.ids);
  return changeDataset(out, request, async (resumed) => ({ resumed, ...(await takeOut(out, list, request)) }));
}

async function takeOut(
  out: string,
  list: readonly Takedown[],
  { signal, onStep }: TakedownRequest,
): Promise<Omit<TakedownResult, 'resumed'>> {
  const manifest = readManifest(out);
  const { names, elsewhere } = takedownsOf(list, manifest.inputs);
  const known = new Set(manifest.takedowns);
  const added = names.filter((name) => !known.has(name));
  if (added.length === 0) return { manifest, added, elsewhere, rows: 0, rewritten: [], gone: [] };
  expectAuthors(out, manifest, added);
  const takedowns = [...manifest.takedowns, ...added].sort();
  const staged = await nextGeneration(out, () => stage({ out, manifest, takedowns, signal }), onStep);
  const { files, gone } = staged.journal;
  const shards = new Set(manifest.shards.map(({ path }) => path));
  const ofShards = (some: readonly string[]) => some.filter((file) => shards.has(file));
  const { manifest: left, rows } = staged;
  return { manifest: left, added, elsewhere, rows, rewritten: ofShards(files), gone: ofShards(gone) };
}

/** Throws `bad_usage` where nobody can tell any more which posts are a user's. */
function expectAuthors(out: string, { pipeline }: Manifest, names: readonly string[]): void {
  const user = names.find(isUserName);
  if (user === undefined || !omitsAuthors(pipeline)) return;
  throw new StackpairsError('bad_usage', 'the dataset does not say whose its posts are', {
    at: out,
    expected: "posts, as its pipeline says authors: 'omit'",
    found: user,
    hint: 'Name the posts of the user, or build it again with --takedowns; nothing was changed',
  });
}
