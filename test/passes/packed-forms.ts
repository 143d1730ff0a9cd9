// Shards of rows by chance, as objects and packed: what the tests of packed rows compare.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { StackpairsError } from '../../src/errors.ts';
import { createReducer, type ReduceResult, type ReduceTask } from '../../src/passes/reduce.ts';
import { openFormat } from '../../src/shard/index.ts';
import { type PairRecord, RunBuilder, SpillWriter, writeRecord } from '../../src/spill/index.ts';
import { type Credit, ROLES, type Site } from '../../src/types.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { dice, recordWith } from './helpers.ts';

export const SITES: readonly Site[] = [
  { name: 'ale.stackexchange.com', host: 'alcohol.stackexchange.com', language: 'en' },
  { name: 'ölbrauen.example', host: 'ölbrauen.example', language: 'de' },
  { name: 'ru.stackoverflow.com', host: 'ru.stackoverflow.com', language: 'ru' },
];
export const TWO_32 = 2 ** 32;

interface Rows {
  readonly columns: readonly string[];
  /** By input. */
  readonly records: readonly (readonly PairRecord[])[];
  readonly parts?: Partial<ReduceTask>;
}

/** What is to be written of the rows. */
export function taskOf({ columns, records, parts }: Rows, folder: string): ReduceTask {
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
  return {
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
}

/** Shards of the rows, one after another in the same memory: by objects and packed, of each kind of Arrow. */
async function shardsOf(shards: readonly Rows[]) {
  const tasks = shards.map((rows) => {
    const folder = makeFolder();
    return { folder, task: taskOf(rows, folder) };
  });
  const written: Written[][] = [];
  for (const kind of ['arrow', 'arrow-file'] as const) {
    const format = await openFormat(kind);
    for (const packs of [false, true]) {
      const reduce = createReducer(format, packs);
      written.push(tasks.map(({ folder, task }) => writtenBy(reduce, task, join(folder, `${kind} ${packs}`))));
    }
  }
  return written;
}

interface Written {
  /** Why it was not. */
  readonly fault: string | undefined;
  readonly result: ReduceResult | undefined;
  readonly bytes: readonly string[];
}

function writtenBy(reduce: (task: ReduceTask) => ReduceResult, task: ReduceTask, path: string): Written {
  const paths = pathsOf(path);
  try {
    const result = reduce({ ...task, ...paths });
    return { fault: undefined, result, bytes: Object.values(paths).map(digest) };
  } catch (error) {
    if (!(error instanceof StackpairsError)) throw error;
    return { fault: error.code, result: undefined, bytes: [] };
  }
}

export function pathsOf(path: string): Pick<ReduceTask, 'dataPath' | 'provenancePath'> {
  return { dataPath: `${path}.data`, provenancePath: `${path}.provenance` };
}

function digest(path: string): string {
  if (!existsSync(path)) return 'not written';
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** Gives what was noted of the last one. */
export async function expectSame(...shards: readonly Rows[]): Promise<ReduceResult> {
  const [stream, packedStream, file, packedFile] = await shardsOf(shards);
  expect(packedStream).toEqual(stream);
  expect(packedFile).toEqual(file);
  return packedStream!.at(-1)!.result!;
}

export const LICENSES = ['CC BY-SA 2.5', 'CC BY-SA 3.0', 'CC BY-SA 4.0', '', 'CC0', 'eine freie, ohne Gewähr'];
const LETTERS = ['a', 'Z', ' ', '\n', 'é', 'ß', '漢', '🙂', '\u0000', '́'];

/** Rows by chance: what a record can say, in all ways it can be said. */
export function someRecords(seed: number, count: number, columns: number): PairRecord[] {
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
