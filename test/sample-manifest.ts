// A small manifest in which everything occurs.

import type { Manifest, ManifestShard } from '../src/manifest.ts';

/** A build of two sites: 1,000 rows kept of 2,500. */
export function sampleManifest(): Manifest {
  return {
    formatVersion: 1,
    stackpairs: '0.1.0',
    runtime: { node: '20', unicode: '15.1' },
    format: 'arrow',
    pipeline: {
      name: 'stackexchange_title_body',
      file: 'title-body',
      definition: '{"name":"stackexchange_title_body"}',
      sha256: digest(1),
      source: digest(3),
    },
    selection: { limit: 2500, tags: ['beer', 'home brew'] },
    inputs: [
      {
        file: 'beer.7z',
        site: 'beer.stackexchange.com',
        container: '7z',
        dumpDate: null,
        bytes: 9000,
        sha256: digest(2),
      },
      {
        file: 'coffee.7z',
        site: 'coffee.stackexchange.com',
        container: '7z',
        dumpDate: '2026-03-31',
        bytes: 8000,
        sha256: null,
      },
    ],
    tables: [],
    pairs: [],
    seedOrder: null,
    against: [],
    near: null,
    contamination: null,
    books: [
      book('beer.7z', 1500, 900, { not_a_question: 500, title_too_short: 100 }),
      book('coffee.7z', 1000, 100, { not_a_question: 880, body_too_long: 20 }),
    ],
    configs: [{ name: 'title-body', recipe: 'title_body', columns: ['title', 'body'] }],
    splits: { 'title-body': { train: 950, test: 50 } },
    shards: ['data', 'provenance'].flatMap((kind) => [
      shard(kind, 'train-00000-of-00002.arrow', 500),
      shard(kind, 'train-00001-of-00002.arrow', 450),
      shard(kind, 'test-00000-of-00001.arrow', 50),
    ]),
    licenses: { 'CC BY-SA 2.5': 100, 'CC BY-SA 3.0': 200, 'CC BY-SA 4.0': 700 },
    authors: { named: 990, unnamed: 10, users: 5000, dropped: { malformed_row: 1 } },
    takedowns: ['beer.stackexchange.com/12'],
  };
}

function digest(number: number): string {
  return String(number).padStart(64, '0');
}

function book(file: string, rows: number, kept: number, dropped: Readonly<Record<string, number>>) {
  return { file, recipe: 'title_body', rows, kept, heldOut: 0, dropped, repaired: 0 };
}

function shard(kind: string, file: string, rows: number): ManifestShard {
  return {
    path: `${kind}/title-body/${file}`,
    config: kind === 'data' ? 'title-body' : 'title-body-provenance',
    split: file.startsWith('train') ? 'train' : 'test',
    rows,
    bytes: rows * 10,
    sha256: digest(rows),
  };
}
