// Every format gives back the rows that were written, whatever stands in them.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { FORMATS, type Format } from '../../src/formats.ts';
import type { PackedTexts } from '../../src/packed-texts.ts';
import { createRandom } from '../../src/sample/random.ts';
import { readOriginBatches, readTextBatches } from '../../src/shard/column-batches.ts';
import type { ShardRow } from '../../src/shard/layout.ts';
import { openFormat } from '../../src/shard/open-format.ts';
import { provenanceOf, shardRowOf, stringOf } from '../../src/shard/row-values.ts';
import { BATCH_ROWS } from '../../src/shard/row-writer.ts';
import {
  openLayouts,
  openShardWriter,
  type ShardLayouts,
  type ShardSums,
  shardLayouts,
} from '../../src/shard/shard-writer.ts';
import { testFolder } from '../build/dataset.ts';
import { shardRow } from './shard-rows.ts';

const root = testFolder();
const COLUMNS = ['title', 'body'];
let shards = 0;

const HOSTILE = [
  '',
  '\ufeffa byte-order mark',
  'a\0b',
  'lines \r\n\u2028\u2029\u0085\u000b\u000c\u001c ends',
  '𝔘𝔫𝔦 👩‍👩‍👧 \ufffd \u202e',
  '"\\u0000", </script> {"texts":["a","b"]}',
  'häß'.repeat(25_000),
];

interface Written {
  readonly dataPath: string;
  readonly provenancePath: string;
  readonly sums: ShardSums;
}

async function write(name: Format, rows: Iterable<ShardRow>): Promise<Written> {
  const [dataPath, provenancePath] = [join(root, `${++shards}.data`), join(root, `${shards}.provenance`)];
  const shard = openShardWriter({
    dataPath: dataPath!,
    provenancePath: provenancePath!,
    layouts: shardLayouts(COLUMNS, await openFormat(name)),
  });
  for (const row of rows) shard.append(row);
  return { dataPath: dataPath!, provenancePath: provenancePath!, sums: shard.finish() };
}

const textsOf = ({ texts }: ShardRow) => ({ title: stringOf(texts[0]!), body: stringOf(texts[1]!) });
const [post] = shardRow(1).posts;

test.each(FORMATS)('%s is read column by column as it is row by row', async (name) => {
  const format = await openFormat(name);
  const rows = [...Array(BATCH_ROWS + 30).keys()].map((id) => ({
    ...shardRow(id),
    questionId: id + 2 ** 33 * (id % 2),
  }));
  const { dataPath, provenancePath } = await write(name, rows);
  const unpacked = ({ bytes, ends }: PackedTexts, from = 0, to = ends.length - 1) =>
    [...Array(to - from).keys()].map((i) => bytes.toString('utf8', ends[from + i], ends[from + i + 1]));
  const [titles, bodies]: string[][] = [[], []];
  for (const [ofTitles, ofBodies] of readTextBatches(format, dataPath, COLUMNS)) {
    titles!.push(...unpacked(ofTitles!));
    bodies!.push(...unpacked(ofBodies!));
  }
  expect(bodies).toEqual(rows.map((row) => textsOf(row).body));
  expect(titles).toEqual(rows.map((row) => textsOf(row).title));
  const origins: object[] = [];
  for (const batch of readOriginBatches(format, provenancePath, { wantsTags: true })) {
    const [sites, clusters] = [unpacked(batch.sites), unpacked(batch.clusters)];
    const { names, ends } = batch.tags!;
    for (const [row, site] of sites.entries()) {
      const [low, high] = [batch.questionIds[2 * row]!, batch.questionIds[2 * row + 1]!];
      const tags = unpacked(names, ends[row], ends[row + 1]);
      origins.push({ site, cluster: clusters[row], questionId: high * 2 ** 32 + (low >>> 0), tags });
    }
  }
  const expected = rows
    .map(provenanceOf)
    .map(({ site, cluster, questionId, tags }) => ({ site, cluster, questionId, tags }));
  expect(origins).toEqual(expected);
});

describe.each(FORMATS)('%s', (name) => {
  async function readBack({ dataPath, provenancePath }: Pick<Written, 'dataPath' | 'provenancePath'>) {
    const format = await openFormat(name);
    return {
      counts: [format.countRows(dataPath), format.countRows(provenancePath)],
      texts: [...format.readDataRows(dataPath, { columns: COLUMNS })],
      origins: [...format.readProvenanceRows(provenancePath)],
    };
  }

  const expectRows = async (rows: readonly ShardRow[]) => {
    const { counts, texts, origins } = await readBack(await write(name, rows));
    expect(counts).toEqual([rows.length, rows.length]);
    expect(texts).toEqual(rows.map(textsOf));
    expect(origins).toEqual(rows.map(provenanceOf));
  };

  test.each(HOSTILE.map((text) => [JSON.stringify(text.slice(0, 30)), text]))('keeps %s as it was', async (_, text) => {
    const author = { ...post!, author: shardRow(1, [text]).texts[0] };
    await expectRows([
      shardRow(1, [text, 'a']),
      { ...shardRow(2, ['a', text]), posts: [author] },
      { ...shardRow(3, [text, text]), tags: shardRow(1, [text, 'b']).texts },
    ]);
  });

  test('keeps rows without tags or posts, with several, and without authors', async () => {
    const bare = { ...post!, authorId: undefined, author: undefined };
    await expectRows([
      { ...shardRow(4), posts: [] },
      { ...shardRow(5), posts: [bare, post!, { ...bare, id: 9 }] },
      { ...shardRow(6), posts: [bare] },
      { ...shardRow(8), posts: [] },
    ]);
  });

  test('keeps rows of which all have no tags, posts or authors', async () => {
    await expectRows([4, 8].map((id) => ({ ...shardRow(id), posts: [] })));
    await expectRows(
      [4, 8].map((id) => ({ ...shardRow(id), posts: [{ ...post!, author: undefined, authorId: undefined }] })),
    );
  });

  test('keeps integers at both ends, and times before 1970', async () => {
    await expectRows(
      [0, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER].map((id) => ({
        ...shardRow(id),
        votes: id === 0 ? -(2 ** 31) : 2 ** 31 - 1,
        posts: [{ ...post!, id, authorId: 0 - id, created: -1 }],
      })),
    );
  });

  test('cuts batches where Arrow does, and reads any range across them', async () => {
    const rows = Array.from({ length: 2 * BATCH_ROWS + 7 }, (_, id) => shardRow(id));
    const { dataPath, provenancePath } = await write(name, rows);
    const format = await openFormat(name);
    for (const [from, to] of [
      [0, 2],
      [BATCH_ROWS - 1, BATCH_ROWS + 1],
      [2 * BATCH_ROWS, Infinity],
      [BATCH_ROWS, BATCH_ROWS],
    ] as const) {
      const range = { from, to, columns: COLUMNS };
      expect([...format.readDataRows(dataPath, range)]).toEqual(rows.slice(from, to).map(textsOf));
      expect([...format.readProvenanceRows(provenancePath, range)]).toEqual(rows.slice(from, to).map(provenanceOf));
    }
  });

  test('gives the same bytes for the same rows, and their digest', async () => {
    const rows = Array.from({ length: 300 }, (_, id) => shardRow(id));
    const [first, second] = [await write(name, rows), await write(name, rows)];
    expect(second.sums).toEqual(first.sums);
    const sha256 = createHash('sha256').update(readFileSync(first.dataPath)).digest('hex');
    expect(first.sums.data).toEqual({ rows: 300, bytes: readFileSync(first.dataPath).length, sha256 });
  });

  test('takes no file for whole that was cut short', async () => {
    const { dataPath } = await write(
      name,
      Array.from({ length: BATCH_ROWS + 50 }, (_, id) => shardRow(id)),
    );
    const bytes = readFileSync(dataPath);
    const format = await openFormat(name);
    const ends = [0, 1, 7, 30, bytes.length >> 1, bytes.length - 29, bytes.length - 8, bytes.length - 1];
    for (const length of ends) {
      const path = join(root, 'cut');
      writeFileSync(path, bytes.subarray(0, length));
      expect(() => format.countRows(path), `${length}`).toThrow(expect.objectContaining({ code: 'damaged_output' }));
    }
  });

  test('tells damage from rows, and fails in no other way', async () => {
    const { provenancePath } = await write(
      name,
      Array.from({ length: 200 }, (_, id) => shardRow(id)),
    );
    const whole = readFileSync(provenancePath);
    const format = await openFormat(name);
    const random = createRandom(5, 0);
    const codes = new Set<string>();
    for (let round = 0; round < 100; round++) {
      const bytes = Buffer.from(whole);
      // What apache-arrow finds in a head, it believes.
      const at = 2_000 + random.below(bytes.length - 3_200);
      if (round % 2 === 0) bytes[at]! ^= 1 << random.below(8);
      else bytes.fill(0xff, at, at + 3);
      const path = join(root, 'changed');
      writeFileSync(path, bytes);
      codes.add(outcome(() => [...format.readProvenanceRows(path)]));
    }
    expect([...codes].filter((code) => code !== 'read' && code !== 'damaged_output')).toEqual([]);
  });
});

function outcome(read: () => unknown): string {
  try {
    read();
    return 'read';
  } catch (error) {
    return (error as { code?: string }).code ?? String((error as Error).stack);
  }
}

test.each(FORMATS)('%s of other text columns is written in the memory of the first', async (name) => {
  const format = await openFormat(name);
  const layoutsOf = openLayouts(format);
  const open = (columns: readonly string[], layouts: ShardLayouts) => {
    shards += 1;
    const paths = { dataPath: join(root, `${shards}.data`), provenancePath: join(root, `${shards}.provenance`) };
    const shard = openShardWriter({ ...paths, layouts });
    for (const id of [1, 2, 3])
      shard.append(
        shardRow(
          id,
          columns.map((column) => `${column} of ${id}`),
        ),
      );
    return shard;
  };
  for (const columns of [['a', 'b'], ['a', 'b', 'c'], ['a'], ['b', 'a']]) {
    // Whoever fails leaves rows behind.
    open(['a', 'b', 'c', 'd'], layoutsOf(['a', 'b', 'c', 'd'])).abandon();
    const expected = open(columns, shardLayouts(columns, format)).finish();
    expect(open(columns, layoutsOf(columns)).finish()).toEqual(expected);
  }
});

test('rows that were read are written as they were', () => {
  for (const row of [shardRow(1), shardRow(30), { ...shardRow(2), posts: [] }]) {
    const again = shardRowOf(row.texts.map(stringOf), provenanceOf(row));
    expect(provenanceOf(again)).toEqual(provenanceOf(row));
    expect(again.texts.map(stringOf)).toEqual(row.texts.map(stringOf));
  }
});

test('an address that no post has is not written anew as one', () => {
  const origin = provenanceOf(shardRow(1));
  const posts = [{ ...origin.posts[0]!, url: 'https://alcohol.stackexchange.com/questions/1' }];
  expect(() => shardRowOf(['a', 'b'], { ...origin, posts })).toThrow('an address that is not one of a post');
});

test('JSON lines are one gzip stream of whole lines to everybody, without a time or a name', async () => {
  const { dataPath } = await write('jsonl.gz', [shardRow(1, [HOSTILE[3]!, 'b']), shardRow(2, ['c', 'd'])]);
  const packed = readFileSync(dataPath);
  expect([...packed.subarray(3, 10)]).toEqual([4, 0, 0, 0, 0, 0, 255]);
  const lines = gunzipSync(packed).toString('utf8');
  expect(lines).toBe(
    `{"texts":["lines \\r\\n\\u2028\\u2029\\u0085\\u000b\\f\\u001c ends","b"]}\n{"texts":["c","d"]}\n`,
  );
});
