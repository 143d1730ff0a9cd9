// The index pass on one benchmark: its texts are kept where each can be read again, their keys are spilled, and so are
// the posts that it names. Memory: a batch of texts.

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { z } from 'zod';
import { siteOf } from '../../clean/index.ts';
import type { ForeignText } from '../../foreign.ts';
import { readForeign } from '../../read-foreign.ts';
import { WordSpill } from '../../spill/index.ts';
import { workFileSchema } from '../completion.ts';
import { type BenchmarkFiles, openBenchmarkTexts } from './benchmark-texts.ts';
import { openKeySpill, type Screening, taggedKind } from './key-entry.ts';

/** Words of a post: the input of its site, its id, and the text. */
export const POST_WORDS = 3;

/** A benchmark to index. */
export interface IndexTask {
  readonly kind: 'index';
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

/** The shape of its completion record. */
export const indexedSchema = z.object({
  files: z.array(workFileSchema),
  texts: z.number(),
  keys: z.number(),
  /** Posts that it names on sites of the build. */
  posts: z.number(),
  /** Of the texts in their order, each with a zero byte behind it. */
  sha256: z.string(),
});
export type Indexed = z.infer<typeof indexedSchema>;

/** Reads a benchmark and says by what its texts are known. */
export async function indexTexts(task: IndexTask, { keys }: Screening): Promise<Indexed> {
  const texts = openBenchmarkTexts(task.texts);
  const keySpill = openKeySpill(task.keys, task.partitions);
  const postSpill = new WordSpill(task.posts, { partitions: 1, width: POST_WORDS });
  const inputs = new Map(task.sites.map((site, input) => [siteOf(site).host, input]));
  const digest = createHash('sha256');
  const tally = { texts: 0, keys: 0, posts: 0 };
  const add = (text: ForeignText) => {
    const bytes = Buffer.from(text.text);
    const number = tally.texts++;
    texts.write(text);
    digest.update(bytes).update('\0');
    keys.keys({ bytes, from: 0, to: bytes.length }, (kind, high, low) => {
      keySpill.add(high, low, taggedKind(kind, task.benchmark), number);
      tally.keys += 1;
    });
    const input = text.post && inputs.get(text.post.site);
    if (text.post === undefined || input === undefined) return;
    const at = postSpill.begin(0);
    postSpill.words.set([input, text.post.id, number], at);
    tally.posts += 1;
  };
  try {
    for await (const batch of readForeign(task.path, { name: task.name })) batch.forEach(add);
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
