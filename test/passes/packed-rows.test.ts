// Rows packed in WebAssembly: the same files and the same notes as those of rows that are objects, whatever stands in a record.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NamesWriter } from '../../src/passes/authors/names-writer.ts';
import { createReducer, type ReduceResult, type ReduceTask } from '../../src/passes/reduce.ts';
import { openFormat } from '../../src/shard/index.ts';
import { type PairRecord, RunBuilder, SpillWriter, writeRecord, writeVerdict } from '../../src/spill/index.ts';
import { type Credit, ROLES, type Site } from '../../src/types.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { dice, recordWith } from './helpers.ts';

const SITES: readonly Site[] = [
  { name: 'ale.stackexchange.com', host: 'alcohol.stackexchange.com', language: 'en' },
  { name: 'ölbrauen.example', host: 'ölbrauen.example', language: 'de' },
  { name: 'ru.stackoverflow.com', host: 'ru.stackoverflow.com', language: 'ru' },
];
const TWO_32 = 2 ** 32;

interface Rows {
  readonly columns: readonly string[];
  /** By input. */
  readonly records: readonly (readonly PairRecord[])[];
  readonly parts?: Partial<ReduceTask>;
}

/** The rows as a shard, by objects and packed, of each kind of Arrow. */
async function shardsOf({ columns, records, parts }: Rows) {
  const folder = makeFolder();
  const spills = records.map((rows, input) => {
    const path = join(folder, `${input}.records`);
    const writer = new SpillWriter(path, 1);
    const run = new RunBuilder(1);
    for (const row of rows) {
      run.begin(0);
      writeRecord(run.out, row);
    }
    writer.append(run.build());
    writer.finish();
    return { path, input };
  });
  const take = records.flat().length;
  const task: ReduceTask = {
    kind: 'reduce',
    columns,
    format: 'arrow',
    exact: 'pair',
    split: 'train',
    splitRule: { validation: 0.1, test: 0.1 },
    sources: [{ partition: 0, fromKey: 0, toKey: TWO_32, skip: 0, take }],
    records: spills,
    verdicts: [],
    sites: SITES,
    dataPath: '',
    provenancePath: '',
    droppedPath: undefined,
    ...parts,
  };
  const written: { readonly form: string; readonly result: ReduceResult; readonly bytes: readonly string[] }[] = [];
  for (const kind of ['arrow', 'arrow-file'] as const) {
    const format = await openFormat(kind);
    for (const packs of [false, true]) {
      const form = `${kind} ${packs ? 'packed' : 'objects'}`;
      const paths = { dataPath: join(folder, `${form}.data`), provenancePath: join(folder, `${form}.provenance`) };
      const result = createReducer(format, packs)({ ...task, ...paths });
      written.push({ form, result, bytes: Object.values(paths).map(digest) });
    }
  }
  return written;
}

function digest(path: string): string {
  if (!existsSync(path)) return 'not written';
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

async function expectSame(rows: Rows): Promise<ReduceResult> {
  const [stream, packedStream, file, packedFile] = await shardsOf(rows);
  expect(packedStream!.bytes).toEqual(stream!.bytes);
  expect(packedStream!.result).toEqual(stream!.result);
  expect(packedFile!.bytes).toEqual(file!.bytes);
  expect(packedFile!.result).toEqual(file!.result);
  return packedStream!.result;
}

const LICENSES = ['CC BY-SA 2.5', 'CC BY-SA 3.0', 'CC BY-SA 4.0', '', 'CC0', 'eine freie, ohne Gewähr'];
const LETTERS = ['a', 'Z', ' ', '\n', 'é', 'ß', '漢', '🙂', '\u0000', '́'];

/** Rows by chance: what a record can say, in all ways it can be said. */
function someRecords(seed: number, count: number, columns: number): PairRecord[] {
  const next = dice(seed);
  const text = (most: number) => Array.from({ length: next(most) }, () => LETTERS[next(LETTERS.length)]).join('');
  const post = (): Credit => ({
    role: ROLES[next(ROLES.length)]!,
    isAnswer: next(3) === 0,
    id: next(2) === 0 ? next(1000) + 1 : TWO_32 - 1 - next(1000),
    authorId: next(4) === 0 ? undefined : next(5) === 0 ? -1 : next(300) + 1,
    author: next(3) === 0 ? text(40) : undefined,
    license: LICENSES[next(LICENSES.length)]!,
    licenseDerived: next(2) === 0,
    created: Date.UTC(2008 + next(18), next(12), 1 + next(28), next(24)) + next(1000),
  });
  return Array.from({ length: count }, (_, i) => ({
    ...recordWith(),
    key: next(50) * 80_000_000 + next(3),
    byte: i * 1000 + next(1000) + (next(9) === 0 ? TWO_32 * 9 : 0),
    id: 1 + next(next(2) === 0 ? 1000 : TWO_32 - 1),
    votes: next(100) - 30,
    fingerprint: Buffer.from(Array.from({ length: 16 }, () => next(256))),
    questionId: 1 + next(500),
    posts: Array.from({ length: next(5) === 0 ? 0 : 1 + next(4) }, post),
    tags: Array.from({ length: next(6) }, () => `${text(12)}x`),
    texts: Array.from({ length: columns }, () => text(next(20) === 0 ? 3000 : 90)),
  }));
}

const COLUMNS = [1, 2, 3, 40].map((count) => Array.from({ length: count }, (_, i) => `text ${i}`));

test.each(COLUMNS.map((columns) => [columns.length, columns]))('rows by chance, of %i texts', async (_, columns) => {
  const records = SITES.map((_, input) => someRecords(input + 7 * columns.length, 400, columns.length));
  const wanted = records.flatMap((rows, input) => rows.slice(0, 3).map(({ byte }) => ({ input, byte })));
  const result = await expectSame({ columns, records, parts: { wanted } });
  expect(result.shown.length).toBeGreaterThan(8);
  expect(Object.keys(result.licenses).sort()).toEqual([...LICENSES].sort());
});

test('more rows than a batch has, and batches that end where they are told to', async () => {
  const records = [someRecords(3, 15_000, 2)];
  await expectSame({ columns: ['title', 'body'], records });
  await expectSame({ columns: ['title', 'body'], records, parts: { batchEnds: [1, 2, 500, 7000, 15_000] } });
});

test('texts larger than a batch, beside small ones', async () => {
  const [small] = someRecords(5, 1, 3);
  const large = 'wide 漢 '.repeat(4_000_000);
  const rows = [
    { ...small!, key: 1 },
    { ...small!, key: 2, texts: [large, '', large] },
    { ...small!, key: 3 },
  ];
  await expectSame({ columns: ['a', 'b', 'c'], records: [rows] });
});

test('a row of as many posts as there can be, with names that are looked up', async () => {
  const folder = makeFolder();
  const names = { names: join(folder, 'names'), index: join(folder, 'index') };
  const writer = new NamesWriter(names);
  for (let id = 1; id <= 250; id++) writer.add(0, { id, name: id % 9 === 0 ? '' : `Nutzerin ${'ö'.repeat(id)}` });
  writer.add(0, { id: 251, name: 'long '.repeat(500_000) });
  writer.finish();
  const [row] = someRecords(9, 1, 2);
  const posts = Array.from({ length: 255 }, (_, i) => ({ ...row!.posts[0]!, authorId: i + 1, author: undefined }));
  const records = [
    [{ ...row!, key: 1, posts }, ...someRecords(11, 300, 2).map((one) => ({ ...one, key: one.key + 2 }))],
  ];
  const result = await expectSame({ columns: ['title', 'body'], records, parts: { names } });
  expect(result.credits.named).toBeGreaterThan(251 - 28);
});

test('rows with clusters of other sites, rows that are late, and one file of the two', async () => {
  const folder = makeFolder();
  const records = SITES.map((_, input) => someRecords(input + 100, 50, 2));
  const verdicts = join(folder, 'verdicts');
  const writer = new SpillWriter(verdicts, 1);
  const run = new RunBuilder(1);
  for (const [i, { byte }] of records[1]!.entries()) {
    run.begin(0);
    const fate = i < 40 ? 'kept' : 'duplicate';
    writeVerdict(run.out, { input: 1, byte, fate, clusterInput: i % 3, clusterId: TWO_32 - 1 - i });
  }
  writer.append(run.build());
  writer.finish();
  const sources = [{ partition: 0, fromKey: 0, toKey: TWO_32, skip: 20, take: 100 }];
  const splitRule = { validation: 0.1, test: 0.1, after: '2015-01-01' };
  const parts = { verdicts: [verdicts], sources, splitRule, split: 'test' } as const;
  const result = await expectSame({ columns: ['title', 'body'], records, parts });
  expect(Object.keys(result.moved)).toContain('asked_after');
  for (const part of ['data', 'provenance'] as const) {
    await expectSame({ columns: ['title', 'body'], records, parts: { ...parts, parts: [part] } });
  }
});
