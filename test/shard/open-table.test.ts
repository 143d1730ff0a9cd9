// Tables as other programs write them: whichever, they hold the same rows. How they were made: tables/make_tables.py.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { TableFormat, TableRow } from '../../src/foreign.ts';
import { createRandom } from '../../src/sample/random.ts';
import { anyFrames } from '../../src/shard/arrow-frames.ts';
import { openTable } from '../../src/shard/open-table.ts';
import { reading } from '../../src/shard/shard-file.ts';
import { testFolder } from '../build/dataset.ts';

const TABLES = fileURLToPath(new URL('tables/', import.meta.url));
const folder = testFolder();

const FILES: readonly (readonly [string, TableFormat])[] = [
  ...['gzip', 'brotli', 'lz4', 'zstd', 'pages-v2', 'polars'].map((name) => [`${name}.parquet`, 'parquet'] as const),
  ...['stream-lz4', 'stream-zstd', 'dictionary', 'polars'].map((name) => [`${name}.arrow`, 'arrow'] as const),
  ['default.feather', 'arrow'],
];

const ROWS = [
  { _id: 7, title: 'How do I light a lantern?', text: 'The wick does not burn.', set: ['a lamp', null] },
  { _id: 8, title: null, text: 'one wick, '.repeat(20_000), set: [] },
  { _id: 9, title: 'Größe 𝔘?', text: '', set: null },
];

async function rowsOf(path: string, format: TableFormat, columns: readonly string[]): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for await (const batch of (await openTable(path, format)).rows(columns)) rows.push(...batch);
  return rows;
}

describe.each(FILES)('%s', (name, format) => {
  const path = join(TABLES, name);

  test('has the columns it was written with', async () => {
    const { columns } = await openTable(path, format);
    expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['_id', 'other'],
      ['title', 'text'],
      ['text', 'text'],
      ['set', 'texts'],
    ]);
  });

  test('has the rows it was written with', async () => {
    const rows = await rowsOf(path, format, ['_id', 'title', 'text', 'set']);
    expect(rows.map(({ _id, ...row }) => ({ _id: Number(_id), ...row }))).toEqual(ROWS);
  });

  test('gives the columns that are asked for', async () => {
    expect((await rowsOf(path, format, ['title'])).map((row) => Object.keys(row))).toEqual([
      ['title'],
      ['title'],
      ['title'],
    ]);
  });

  test('is never taken for whole where it is cut short', async () => {
    const bytes = readFileSync(path);
    const cut = join(folder, name);
    for (const length of [6, 12, 40, bytes.length >> 1, bytes.length - 9, bytes.length - 1]) {
      writeFileSync(cut, bytes.subarray(0, length));
      await expect(rowsOf(cut, format, ['text']), `${length} bytes`).rejects.toMatchObject({ code: 'bad_input' });
    }
  });
});

/** Bytes that may be changed: all of Parquet; of Arrow the bodies, since apache-arrow believes any length in a head. */
function changeable(path: string, format: TableFormat): number[] {
  const bytes = readFileSync(path).length;
  if (format === 'parquet') return Array.from({ length: bytes }, (_, byte) => byte);
  const bodies = [...reading(path, anyFrames)].map(({ byte, headBytes, bodyBytes }) => [byte + headBytes, bodyBytes]);
  return bodies.flatMap(([from, length]) => Array.from({ length: length! }, (_, byte) => from! + byte));
}

test.each([...FILES.filter(([name]) => /^(gzip|brotli|lz4|zstd|pages|stream|dictionary)/.test(name))])(
  'whatever is changed in %s, it is read or it is damaged, and nothing else',
  async (name, format) => {
    const random = createRandom(7, 0);
    const path = join(TABLES, name);
    const places = changeable(path, format);
    const codes = new Set<unknown>();
    for (let round = 0; round < 60; round++) {
      const bytes = readFileSync(path);
      const at = places[random.below(places.length)]!;
      if (round % 2 === 0) bytes[at]! ^= 1 << random.below(8);
      else bytes.fill(0xff, at, at + 3);
      const changed = join(folder, `changed-${name}`);
      writeFileSync(changed, bytes);
      codes.add(await outcome(changed, format));
    }
    expect([...codes].filter((code) => code !== 'read' && code !== 'bad_input')).toEqual([]);
  },
);

async function outcome(path: string, format: TableFormat): Promise<unknown> {
  try {
    const table = await openTable(path, format);
    const texts = table.columns.filter(({ kind }) => kind !== 'other').map(({ name }) => name);
    for await (const rows of table.rows(texts)) if (rows.length === 0) return 'a batch without rows';
    return 'read';
  } catch (error) {
    return (error as { code?: string }).code ?? error;
  }
}
