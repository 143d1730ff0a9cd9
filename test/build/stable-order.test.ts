// An order that stays from dump to dump: shards are fixed ranges of ids, so those of which no row changed are the same files.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportDataset } from '../../src/export-dataset.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { openFormat } from '../../src/shard/index.ts';
import { takedown } from '../../src/takedown.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, digestsOf, rowsIn, testFolder } from './dataset.ts';
import { type Question, writeDump } from './dump.ts';
import { listFile } from './list-file.ts';

const STABLE = fileURLToPath(new URL('stable.ts', import.meta.url));
const BATCHES = fileURLToPath(new URL('stable-batches.ts', import.meta.url));
/** What of ids the small shards hold at most, in one place. */
const RANGE_IDS = 512;

const root = testFolder();
/** Every third id is a question, as in real dumps. */
const asked = (from: number, to: number): Question[] =>
  Array.from({ length: Math.ceil((to - from) / 3) }, (_, at) => ({ id: from + 3 * at }));

async function built(name: string, sites: Readonly<Record<string, readonly Question[]>>, pipeline = STABLE) {
  const out = join(root, name);
  await buildFrom([writeDump(join(root, `${name}-dumps`), sites)], out, { pipeline });
  const train = rowsIn(out).filter(({ split }) => split === 'train');
  return { out, shards: readManifest(out).shards, ids: train.map(({ provenance }) => provenance.questionId) };
}

type Built = Awaited<ReturnType<typeof built>>;
const SMALL = { lanterns: asked(2, 300), ropes: asked(1, 90) };
let before: Built;
let after: Built;

beforeAll(async () => {
  before = await built('before', { bells: asked(1, 6000), ...SMALL });
  const later = [...asked(1, 4500), { id: 4501, title: 'Another title than it had before' }, ...asked(4504, 6140)];
  after = await built('after', { bells: later, ...SMALL });
});

test('ranges of ids stand together, each in the order of its ids, and are shuffled', () => {
  const ids = rowsIn(before.out)
    .filter(({ split, provenance }) => split === 'train' && provenance.site === 'bells')
    .map(({ provenance }) => provenance.questionId);
  const ranges = ids.map((id) => Math.floor(id / RANGE_IDS));
  const runs = ranges.filter((range, at) => range !== ranges[at - 1]);
  expect(runs).not.toEqual(runs.toSorted((a, b) => a - b));
  expect(runs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, range) => range));
  expect(ids.every((id, at) => ranges[at] !== ranges[at - 1] || id > ids[at - 1]!)).toBe(true);
});

test('every promise is kept', async () => {
  expect((await verify(after.out)).faults).toEqual([]);
  expect(Math.max(...after.shards.map(({ rows }) => rows))).toBeLessThanOrEqual(200);
});

test('shards are called by the first key there is room for, and stand in the order of their names', () => {
  const paths = after.shards.map(({ path }) => path).filter((path) => path.startsWith('data/title-body/train-'));
  expect(paths).toEqual(paths.toSorted());
  expect(paths.filter((path) => !/\/train-[0-9a-f]{8}\.arrow$/.test(path))).toEqual([]);
});

test('rows of a new dump change the shards that they are in, and no other', () => {
  const ofTrain = ({ shards }: Built) =>
    new Map(shards.flatMap(({ path, split, sha256 }) => (split === 'train' ? [[path, sha256]] : [])));
  const [old, now] = [ofTrain(before), ofTrain(after)];
  const changed = [...now.keys()].filter((path) => now.get(path) !== old.get(path));
  // The range of the row that was edited, and the last one, which was not full; each has its texts and where they are from.
  expect(changed).toHaveLength(4);
  expect(now.size).toBeGreaterThan(20);
});

test('small sites stand in one shard', async () => {
  const { shards } = await built('small', SMALL);
  expect(shards.filter(({ config, split }) => config === 'title-body' && split === 'train')).toHaveLength(1);
});

test('neither threads nor partitions change a byte', async () => {
  const dumps = join(root, 'after-dumps');
  const out = join(root, 'threads');
  const layout = { sides: { train: 7, validation: 2, test: 3 }, fingerprints: 5, bands: 0 };
  await buildFrom([dumps], out, { pipeline: STABLE, threads: 2, tuning: { layout, unitBytes: 200_000 } });
  expect(digestsOf(out)).toEqual(digestsOf(after.out));
});

describe('batches of a shard', () => {
  const out = join(root, 'batches');
  const dumps = join(root, 'batches-dumps');
  const batchesOf = async (folder: string) => {
    const { shards, format } = readManifest(folder);
    const { batchRows } = await openFormat(format);
    return shards.map(({ path }) => batchRows(join(folder, path)));
  };

  beforeAll(async () => {
    writeDump(dumps, { bells: asked(1, 8000) });
    await buildFrom([dumps], out, { pipeline: BATCHES });
  });

  test('are ranges of ids as well', async () => {
    const [data, provenance] = await batchesOf(out);
    expect(data!.length).toBeGreaterThan(1);
    expect(provenance).toEqual(data);
  });

  test('are the same in an export, which has the bytes of a build in its format', async () => {
    const [exported, run] = [join(root, 'exported'), join(root, 'run')];
    await exportDataset({ from: out, out: exported, format: 'jsonl.gz', temporary: tmpdir() });
    await buildFrom([dumps], run, { pipeline: BATCHES, format: 'jsonl.gz' });
    expect(await batchesOf(exported)).toEqual(await batchesOf(out));
    expect(digestsOf(exported, 'data')).toEqual(digestsOf(run, 'data'));
    expect(digestsOf(exported, 'provenance')).toEqual(digestsOf(run, 'provenance'));
  });

  test('keep their other rows when one is taken out', async () => {
    const whole = await batchesOf(out);
    await takedown(out, { ids: listFile(root, 'bells/1'), temporary: tmpdir() });
    const left = await batchesOf(out);
    const lost = left.map((batches, shard) => batches.map((rows, batch) => whole[shard]![batch]! - rows));
    expect(lost).toEqual(whole.map((batches) => batches.map((_, batch) => (batch === lost[0]!.indexOf(1) ? 1 : 0))));
  });
});
