// Sets of pairs that tests build with, and a pipeline for them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { InspectedRow } from '../../src/inspect.ts';
import type { Manifest, ManifestBook } from '../../src/manifest.ts';
import { writeSet } from '../read-foreign/foreign-set.ts';
import { rowsIn } from './dataset.ts';
import { writeDump } from './dump.ts';

export const SPLIT = { validation: 0.1, test: 0.1 };
export const NUMBERS = Array.from({ length: 100 }, (_, number) => number);

export const pair = (number: number) => [
  `Who built lighthouse ${number}?`,
  `Lighthouse ${number} was built by its keeper.`,
];
export const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
const triplet = (number: number) => [...pair(number), `Lighthouse ${number} is a ship.`];

/** A pipeline file; `change` makes another one of it. */
export function writePipeline(path: string, change: (text: string) => string = (text) => text): string {
  const text = `import { codeRatio, definePipeline, htmlToText, length, squeeze, titleAnswer, titleBody } from 'stackpairs';
     export default definePipeline({ name: 'with_pairs', pairs: [titleBody()],
       clean: [codeRatio({ max: 0.9 }), htmlToText({ code: 'keep' }), squeeze(), length('body', { min: 10 })],
       dedupe: { exact: 'pair' }, split: ${JSON.stringify(SPLIT)}, shard: { rows: 25 }, mix: {} });`;
  writeFileSync(path, change(text));
  return path;
}

/** A dump of forty questions, and two sets: one of pairs with odd rows, one of triplets in two files. */
export function writeSources(root: string) {
  const dump = writeDump(join(root, 'dump'), {
    'lamps.stackexchange.com': Array.from({ length: 40 }, (_, id) => ({ id: id + 1 })),
  });
  const sets = writeSet(join(root, 'sets'), {
    'Keepers_QA.jsonl.gz': gzipSync(
      lines([
        ...NUMBERS.map((number) => ({ title: pair(number)[0], body: ` ${pair(number)[1]}  ` })),
        // Too short, a copy, and rows that are none.
        { title: 'Who?', body: 'Nobody.' },
        { title: 'WHO built   lighthouse 3?', body: pair(3)[1] },
        { title: 'Is this empty?', body: ' ' },
        { title: 'Is this a text?', body: 7 },
      ]),
    ),
    'triplets/a.jsonl': lines(NUMBERS.slice(0, 30).map(triplet)),
    'triplets/b.jsonl': lines(NUMBERS.slice(30, 60).map(triplet)),
  });
  return { dump, keepers: join(sets, 'Keepers_QA.jsonl.gz'), triplets: join(sets, 'triplets') };
}

export const bookOf = ({ books }: Manifest, file: string): ManifestBook => books.find((book) => book.file === file)!;
export const rowsOf = (folder: string, set: string): InspectedRow[] =>
  rowsIn(folder).filter(({ provenance }) => provenance.site === set);
