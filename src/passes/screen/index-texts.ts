// The index pass on one benchmark: its texts are kept where each can be read again, their keys are spilled, and so are
// the posts that it names. Memory: a batch of texts, and 8 MiB to know repeated ones by.

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { siteOf } from '../../clean/index.ts';
import type { ForeignText } from '../../foreign.ts';
import { KEY_KINDS, WHOLE_TEXT_BYTES } from '../../near/index.ts';
import { readForeign } from '../../read-foreign.ts';
import { WordSpill } from '../../spill/index.ts';
import type { ConfigIdentity } from '../config-identity.ts';
import { type BenchmarkFiles, openBenchmarkTexts } from './benchmark-texts.ts';
import type { Indexed } from './indexed.ts';
import { openKeySpill, type Screening, taggedKind } from './key-entry.ts';

/** Words of a post: the input of its site, its id, and the text. */
export const POST_WORDS = 3;
const MOST_ID = 2 ** 32 - 1;
const WHOLE_TEXT = KEY_KINDS.indexOf('text');
/** Repeats of a text are mostly known by so many slots, whatever their number; one that is not costs its keys. */
const SLOTS = 2 ** 20;

/** A benchmark to index. */
export interface IndexTask {
  readonly kind: 'index';
  /** The config that asks for it; all would give the same. */
  readonly of: ConfigIdentity;
  readonly benchmark: number;
  readonly path: string;
  readonly name: string;
  /** Sites of the build by input number. */
  readonly sites: readonly string[];
  readonly texts: BenchmarkFiles;
  readonly keys: string;
  /** Partitions of keys. */
  readonly partitions: number;
  readonly posts: string;
}

/** Reads a benchmark and says by what its texts are known. */
export async function indexTexts(task: IndexTask, { keys }: Screening, signal?: AbortSignal): Promise<Indexed> {
  const texts = openBenchmarkTexts(task.texts);
  const keySpill = openKeySpill(task.keys, task.partitions);
  const postSpill = new WordSpill(task.posts, { partitions: 1, width: POST_WORDS });
  const inputs = new Map(task.sites.map((site, input) => [siteOf(site).host, input]));
  const digest = createHash('sha256');
  const tally = { texts: 0, keys: 0, posts: 0 };
  const isKnown = recentPairs();
  const add = (text: ForeignText) => {
    const bytes = Buffer.from(text.text);
    const number = tally.texts++;
    texts.write(text);
    digest.update(bytes).update('\0');
    let isRepeat = false;
    keys.keys({ bytes, from: 0, to: bytes.length }, (kind, high, low) => {
      // The first key is that of the whole text: one like another has no other keys, and adds nothing to find.
      if (kind === WHOLE_TEXT) isRepeat = bytes.length <= WHOLE_TEXT_BYTES && isKnown(high, low);
      if (isRepeat) return;
      keySpill.add(high, low, taggedKind(kind, task.benchmark), number);
      tally.keys += 1;
    });
    const input = text.post && inputs.get(text.post.site);
    // A greater id is that of no row: those have 32 bits.
    if (text.post === undefined || input === undefined || text.post.id > MOST_ID) return;
    const at = postSpill.begin(0);
    postSpill.words.set([input, text.post.id, number], at);
    tally.posts += 1;
  };
  try {
    for await (const batch of readForeign(task.path, { name: task.name, signal })) batch.forEach(add);
    const files = [
      ...texts.finish(),
      { path: basename(task.keys), ...keySpill.finish() },
      { path: basename(task.posts), ...postSpill.finish() },
    ];
    return { files, ...tally, sha256: digest.digest('hex') };
  } finally {
    texts.abandon();
    keySpill.abandon();
    postSpill.abandon();
  }
}

/** Says whether a pair of words was told before, as far as it remembers. */
function recentPairs(): (high: number, low: number) => boolean {
  const slots = new Uint32Array(2 * SLOTS);
  return (high, low) => {
    const at = 2 * (high % SLOTS);
    if (slots[at] === high && slots[at + 1] === low) return true;
    slots[at] = high;
    slots[at + 1] = low;
    return false;
  };
}
