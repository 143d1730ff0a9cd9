// Route, agree and reduce on a few hundred rows in this thread: whatever the layout, the same shards and losers.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addCounts } from '../../src/books.ts';
import { siteOf } from '../../src/clean/index.ts';
import { agree } from '../../src/passes/agree.ts';
import { cutByCount } from '../../src/passes/cut-shards.ts';
import { type Layout, threadPartitions } from '../../src/passes/layout.ts';
import { createReducer, type ReduceTask } from '../../src/passes/reduce.ts';
import { createRouter } from '../../src/passes/route.ts';
import { sumColumns } from '../../src/passes/route-pass.ts';
import { planShards } from '../../src/passes/shards.ts';
import type { PipelineDefinition } from '../../src/pipeline.ts';
import { readProvenanceRows } from '../../src/shard/arrow-reader.ts';
import { SpillWriter } from '../../src/spill/index.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { block, dice, pipelineWith, row } from './helpers.ts';

const COLUMNS = ['title', 'body'];
const SITES = ['ale.stackexchange.com', 'beer.stackexchange.com'];
const layoutOf = (train: number, validation: number, test: number, fingerprints: number): Layout => ({
  sides: { train, validation, test },
  fingerprints,
  bands: 0,
});
const EXACT = { exact: 'pair', keep: 'votes', near: undefined } as const;
const ONE = layoutOf(1, 1, 1, 1);
const MANY = layoutOf(23, 7, 11, 5);

interface Options extends Partial<PipelineDefinition> {
  readonly layout: Layout;
  readonly shardRows?: number;
}

/** Rows of two sites into shards, and all the tasks it took. */
function datasetOf(rows: readonly (readonly string[])[], { layout, shardRows = 20, ...parts }: Options) {
  const folder = makeFolder();
  const router = createRouter(pipelineWith({ split: { validation: 0.2, test: 0.2 }, ...parts }), layout);
  const units = rows.map((texts, input) => {
    const task = { kind: 'route', input, site: SITES[input]!, maxRows: 1e9, keepDropped: false } as const;
    const result = router({ ...task, block: block(...texts) });
    const spill = (kind: 'records' | 'entries', partitions: number) => {
      const path = join(folder, `${input}.${kind}`);
      const writer = new SpillWriter(path, partitions);
      writer.append(result[kind]);
      writer.finish();
      return path;
    };
    return {
      records: { input, path: spill('records', threadPartitions(layout)) },
      entries: spill('entries', layout.fingerprints),
      counts: [...result.counts],
    };
  });
  const agreed = Array.from({ length: layout.fingerprints }, (_, partition) => {
    const verdicts = join(folder, `${partition}.verdicts`);
    const entries = units.map((unit) => unit.entries);
    return { verdicts, ...agree({ kind: 'agree', partition, rules: EXACT, entries, verdicts, layout }) };
  });
  const counts = {
    routed: sumColumns(units.map((unit) => unit.counts)),
    lost: Array.from({ length: threadPartitions(layout) }, (_, partition) =>
      agreed.flatMap(({ losers }) => losers).reduce((sum, one) => sum + (one[1] === partition ? one[2] : 0), 0),
    ),
  };
  const tasks = planShards(layout, counts, (split, rows) => cutByCount(split, rows, shardRows)).map(
    ({ sources, name, split }): ReduceTask & { name: string } => ({
      kind: 'reduce',
      columns: COLUMNS,
      format: 'arrow',
      exact: 'pair',
      split,
      splitRule: { validation: 0, test: 0 },
      name,
      sources,
      records: units.map((unit) => unit.records),
      verdicts: agreed.map(({ verdicts }) => verdicts),
      sites: SITES.map(siteOf),
      dataPath: join(folder, `${name}.arrow`),
      provenancePath: join(folder, `provenance-${name}.arrow`),
      droppedPath: join(folder, `${name}.dropped`),
    }),
  );
  return { folder, tasks, lost: agreed.flatMap((one) => one.lost) };
}

function build(rows: readonly (readonly string[])[], options: Options) {
  const { folder, tasks, lost } = datasetOf(rows, options);
  const results = tasks.map(createReducer());
  const shards = readdirSync(folder)
    .filter((name) => name.endsWith('.arrow'))
    .sort();
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  const lines = tasks.flatMap(({ droppedPath }) => readFileSync(droppedPath!, 'utf8').split('\n').slice(0, -1));
  return {
    digests: Object.fromEntries(shards.map((name) => [name, digest(name)])),
    rows: tasks.flatMap(({ provenancePath }) => [...readProvenanceRows(provenancePath)]),
    dropped: lines.map((line) => JSON.parse(line) as { site: string; id: number; reason: string; cluster: string }),
    licenses: results.map(({ licenses }) => licenses).reduce(addCounts, {}),
    lost,
  };
}

/** Rows of both sites, of which many say the same. */
function someRows(count: number, topics: number): string[][] {
  const next = dice(count * topics);
  return SITES.map(() =>
    Array.from({ length: count }, (_, i) => {
      const topic = next(topics);
      return row(i + 1, { Title: `About ${topic}`, Body: `What is ${topic}?`, Score: next(5) - 1 });
    }),
  );
}

describe.each([
  ['many duplicates', someRows(150, 90), 20],
  ['few duplicates', someRows(100, 5000), 7],
  ['hardly anything else', someRows(100, 3), 1],
])('of rows with %s', (_, rows, shardRows) => {
  const layouts = [ONE, MANY, layoutOf(3, 2, 1, 2)];

  test('every layout gives the same shards, byte for byte', () => {
    const [first, ...others] = layouts.map((layout) => build(rows, { layout, shardRows }).digests);
    for (const other of others) expect(other).toEqual(first);
  });

  test('every layout tells of each loser once, in the same order but for sides without rows', () => {
    const [first, ...others] = layouts.map((layout) => build(rows, { layout, shardRows }).dropped);
    for (const other of others) expect(other).toEqual(first);
  });

  test('each row is in one shard or among the losers', () => {
    const built = build(rows, { layout: MANY, shardRows });
    const names = [...built.rows.map((one) => `${one.site}/${one.questionId}`), ...built.dropped.map(nameOf)];
    expect(names.length).toBe(rows.flat().length);
    expect(new Set(names).size).toBe(names.length);
  });

  test('as many are told of as were counted', () => {
    const { dropped, lost } = build(rows, { layout: MANY, shardRows });
    const counted = lost.map(([input, reason, count]) => ({ [`${SITES[input]} ${reason}`]: count }));
    const told = dropped.map(({ site, reason }) => ({ [`${site} ${reason}`]: 1 }));
    expect(told.reduce(addCounts, {})).toEqual(counted.reduce(addCounts, {}));
  });

  test('each loser names the cluster of a row that stayed', () => {
    const built = build(rows, { layout: MANY, shardRows });
    const clusters = new Set(built.rows.map(({ cluster }) => cluster));
    expect(built.dropped.filter(({ cluster }) => !clusters.has(cluster))).toEqual([]);
  });
});

const nameOf = ({ site, id }: { readonly site: string; readonly id: number }) => `${site}/${id}`;

test('a row without duplicates is a cluster of its own', () => {
  const { rows } = build([[row(5)], []], { layout: ONE });
  expect(rows.map(({ cluster }) => cluster)).toEqual(['ale.stackexchange.com/5']);
});

test('where duplicates stay, all do', () => {
  const { rows, dropped } = build(someRows(30, 2), { layout: MANY, dedupe: { exact: 'off' } });
  expect([rows.length, dropped.length]).toEqual([60, 0]);
});

test('a licence is counted by its name, whatever that is, and an empty one follows from the dates', () => {
  const licensed = (id: number, name: string) => row(id, { ContentLicense: name });
  const rows = [[licensed(1, 'CC0 1.0'), licensed(2, 'CC0 1.0'), licensed(3, '')], []];
  expect(build(rows, { layout: ONE }).licenses).toEqual({ 'CC0 1.0': 2, 'CC BY-SA 4.0': 1 });
});

test('a shard that would hold fewer rows than were counted is an error, and leaves no file', () => {
  const { folder, tasks } = datasetOf([[row(1), row(2)], []], { layout: ONE, split: {} });
  const [task] = tasks;
  const before = readdirSync(folder);
  const sources = task!.sources.map((source) => ({ ...source, take: source.take + 1 }));
  expect(() => createReducer()({ ...task!, sources })).toThrow(
    expect.objectContaining({ code: 'damaged_output', message: expect.stringContaining('expected 3 rows, found 2') }),
  );
  expect(readdirSync(folder)).toEqual(before);
});

test('the agree pass leaves no file when it fails', () => {
  const folder = makeFolder({ 'a.entries': 'garbage' });
  const task = {
    kind: 'agree',
    partition: 0,
    rules: EXACT,
    entries: [join(folder, 'a.entries')],
    layout: ONE,
  } as const;
  expect(() => agree({ ...task, verdicts: join(folder, 'a.verdicts') })).toThrow('a spill file is damaged');
  expect(readdirSync(folder)).toEqual(['a.entries']);
});
