// What the tests of the passes share: rows of XML, blocks, small pipelines, and numbers by chance.
import { titleBody } from '../../src/clean/index.ts';
import type { Layout } from '../../src/passes/layout.ts';
import { definePipeline, type Pipeline, type PipelineDefinition } from '../../src/pipeline.ts';
import type { PairRecord } from '../../src/spill/index.ts';
import type { SpilledPair } from '../../src/spill/record.ts';
import type { Block, Credit, Slice } from '../../src/types.ts';

export const SITE = 'beer.stackexchange.com';
export const LAYOUT: Layout = { sides: { train: 3, validation: 1, test: 1 }, fingerprints: 2, bands: 0 };

/** A question's row; each test says only what matters to it. */
export function row(id: number, attributes: Readonly<Record<string, string | number>> = {}): string {
  const created = '2020-01-02T03:04:05.678';
  const all = {
    Id: id,
    PostTypeId: 1,
    CreationDate: created,
    Score: 3,
    Title: `Title ${id}`,
    Body: `Body ${id}`,
    ...attributes,
  };
  return `<row ${Object.entries(all)
    .map(([name, value]) => `${name}="${value}"`)
    .join(' ')} />\n`;
}

export function block(...rows: readonly string[]): Block {
  return { bytes: new Uint8Array(Buffer.from(rows.join(''))), byte: 0, oversizedRows: 0 };
}

export function pipelineWith(parts: Partial<PipelineDefinition> = {}): Pipeline {
  return definePipeline({ name: 'small', pairs: [titleBody()], ...parts });
}

export function recordWith(parts: Partial<PairRecord> = {}): PairRecord {
  return {
    key: 1,
    byte: 0,
    id: 7,
    votes: 3,
    fingerprint: Buffer.alloc(16, 0xab),
    questionId: 7,
    posts: [creditWith()],
    tags: [],
    texts: ['title', 'body'],
    ...parts,
  };
}

export function creditWith(parts: Partial<Credit> = {}): Credit {
  const post = { role: 'question', id: 7, license: 'CC BY-SA 4.0', licenseDerived: false, created: 0 } as const;
  return { ...post, authorId: undefined, author: undefined, isAnswer: false, ...parts };
}

/** A record as it is read back, its texts as strings. */
export function asStrings({ fingerprint, posts, tags, texts, ...record }: SpilledPair) {
  const string = ({ bytes, from, to }: Slice) => bytes.toString('utf8', from, to);
  return {
    ...record,
    fingerprint: fingerprint.bytes.toString('hex', fingerprint.from, fingerprint.to),
    posts: posts.map(({ license, author, ...post }) => ({
      ...post,
      license: string(license),
      author: author && string(author),
    })),
    tags: tags.map(string),
    texts: texts.map(string),
  };
}

/** Whole numbers below `below`, the same for the same seed: mulberry32. */
export function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    const a = Math.imul(state ^ (state >>> 15), 1 | state);
    const b = (a + Math.imul(a ^ (a >>> 7), 61 | a)) ^ a;
    return Math.floor((((b ^ (b >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}
