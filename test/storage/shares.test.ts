// Whole builds whose dumps and work folder are in object storage, each pass by processes that have seen nothing before: what
// a unit needs and does not say is a hole, and would show.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildShare, finishBuild, type PartRequest, planBuild, unfinishedStages } from '../../src/build-shares.ts';
import { findInputs } from '../../src/extract/index.ts';
import { pipelinePath } from '../../src/load-pipeline.ts';
import { lookAtDumps } from '../../src/look-at-inputs.ts';
import { passOf } from '../../src/passes/unit-name.ts';
import { writeSample } from '../../src/sample/index.ts';
import { buildFrom, digestsOf, SMALL_SHARDS, testFolder } from '../build/dataset.ts';
import { makeArchive } from '../extract/make-archive.ts';
import { writeSet } from '../read-foreign/foreign-set.ts';
import { testStorage } from './storage.ts';

const root = testFolder();
const storage = await testStorage(root);
const dump = join(root, 'dump');
const sets = join(root, 'sets');
const attempts = { by: 'a test', token: 'test', date: () => new Date() };
const pipelineNamed = (name: string) => fileURLToPath(new URL(`../build/${name}.ts`, import.meta.url));

beforeAll(async () => {
  await writeSample(dump, { bytes: 300_000 });
  const rows = Array.from({ length: 40 }, (_, row) => [
    `How do I fly kite ${row} of them?`,
    `Kite ${row} flies by wind.`,
  ]);
  writeSet(sets, { 'known.jsonl': rows.slice(0, 20), 'kites.jsonl': rows, 'benchmark.jsonl': rows.slice(30) });
  storage.upload(dump, 'bkt/dump');
  storage.upload(sets, 'bkt/sets');
});

interface Built {
  /** Where dumps are, here and in the bucket, if not in the usual place. */
  readonly dumps?: string;
  readonly pipeline: string;
  readonly keepDropped?: boolean;
  /** Names of sets. */
  readonly pairs?: readonly string[];
  readonly against?: readonly string[];
  readonly benchmarks?: readonly string[];
}

/** Archives of the posts, in blocks that are small enough for several parts. */
async function writeArchives(): Promise<string> {
  const folders = readdirSync(dump).filter((name) => !name.endsWith('.json'));
  mkdirSync(join(root, 'archives'));
  for (const folder of folders) {
    const posts = readFileSync(join(dump, folder, 'Posts.xml'));
    const archive = await makeArchive({ 'Posts.xml': posts }, { switches: ['-m0=BZip2:d=100k'] });
    writeFileSync(join(root, 'archives', `${folder.split(/-\d/)[0]}.7z`), archive);
  }
  storage.upload(join(root, 'archives'), 'bkt/archives');
  return 'archives';
}

/** Builds here, and as many processes in object storage; gives the digests of both. */
async function bothWays(
  name: string,
  { pipeline, dumps: own = 'dump', keepDropped = false, ...named }: Built,
  world: number,
) {
  const mirror = storage.mirror();
  const out = mirror.path(`s3://bkt/${name}`);
  const setsIn = (folder: string) => ({
    pairs: named.pairs?.map((set) => join(folder, set)),
    against: named.against?.map((set) => join(folder, set)),
    benchmarks: named.benchmarks?.map((set) => join(folder, set)),
  });
  const here = join(root, name);
  await buildFrom([join(root, own)], here, { pipeline, keepDropped, ...setsIn(sets) });
  const dumps = mirror.path(`s3://bkt/${own}`);
  await lookAtDumps([dumps], mirror);
  await planBuild({
    ...partOf(mirror, out),
    inputs: await findInputs([dumps]),
    pipeline: { path: pipeline, selection: {} },
    keepDropped,
    ...setsIn(mirror.path('s3://bkt/sets')),
    tuning: { unitBytes: 100_000 },
  });
  await workOff(`s3://bkt/${name}`, world);
  await finishBuild(fresh(`s3://bkt/${name}`));
  const there = join(root, `${name}-stored`);
  storage.download(`bkt/${name}`, there);
  return { here: digestsOf(here), there: digestsOf(there) };
}

const partOf = (mirror: ReturnType<typeof storage.mirror>, out: string) => {
  return { out, mirror, threads: 0, temporary: tmpdir() } satisfies PartRequest;
};

/** A process that begins now. */
function fresh(address: string): PartRequest {
  const mirror = storage.mirror();
  return partOf(mirror, mirror.path(address));
}

async function workOff(address: string, world: number): Promise<void> {
  for (let round = 0; ; round++) {
    const [first] = await unfinishedStages(fresh(address));
    if (first === undefined) return;
    expect(round).toBeLessThan(60);
    for (let rank = 0; rank < world; rank++) {
      await buildShare({ ...fresh(address), pass: passOf(first.stage), share: { rank, world }, attempts });
    }
  }
}

describe('the bytes of run are built in object storage', () => {
  test.each<[name: string, built: () => Promise<Built>, world: number]>([
    ['plain', async () => ({ pipeline: SMALL_SHARDS, keepDropped: true }), 2],
    ['joined', async () => ({ pipeline: pipelineNamed('evaluated') }), 1],
    ['tagged', async () => ({ pipeline: pipelineNamed('same-tags-pipeline'), pairs: ['kites.jsonl'] }), 1],
    [
      'near',
      async () => ({ pipeline: pipelineNamed('near'), against: ['known.jsonl'], benchmarks: ['benchmark.jsonl'] }),
      1,
    ],
    ['in parts of archives', async () => ({ pipeline: SMALL_SHARDS, dumps: await writeArchives() }), 2],
    ['shuffled', async () => ({ pipeline: await pipelinePath('seed-compat', '') }), 1],
  ])(
    '%s',
    async (name, built, world) => {
      const { here, there } = await bothWays(name, await built(), world);
      expect(Object.keys(here).length).toBeGreaterThan(5);
      expect(there).toEqual(here);
    },
    120_000,
  );
});
