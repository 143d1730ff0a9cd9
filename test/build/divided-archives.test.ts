// Archives whose posts are read in parts: whatever the number of parts, in whatever order and however often they are done, the
// bytes are those of an archive that is read at once, and of Posts.xml beside it; and damage is told as ever.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildShare, finishBuild, planBuild } from '../../src/build-shares.ts';
import { findInputs } from '../../src/extract/index.ts';
import { readMembers } from '../../src/extract/seven-zip-header.ts';
import type { BuildRequest } from '../../src/passes/build-request.ts';
import { readCompletion, writeCompletion } from '../../src/passes/completion.ts';
import type { Plan } from '../../src/passes/plan.ts';
import { type Routed, routedSchema } from '../../src/passes/routed.ts';
import { unitName } from '../../src/passes/unit-name.ts';
import { writeSample } from '../../src/sample/index.ts';
import type { Input } from '../../src/types.ts';
import { flipBit } from '../extract/bzip2-bits.ts';
import { makeArchive } from '../extract/make-archive.ts';
import { buildFrom, digestsOf, SMALL_SHARDS, temporariesIn, testFolder } from './dataset.ts';
import { killInPass } from './kill-in-pass.ts';
import { ATTEMPTS, HERE, workOff } from './work-off.ts';

const DUMP_BYTES = 1_200_000;
/** Blocks of 100 kB, of which the largest dump has eight. */
const SMALL_BLOCKS = ['-m0=BZip2:d=100k'];
const root = testFolder();
const plain = join(root, 'plain');
const archives = join(root, 'archives');
let expected: Record<string, string>;
/** The archives, found once: 7-Zip lists each. */
let inputs: readonly Input[];

beforeAll(async () => {
  await writeSample(join(root, 'dump'), { bytes: DUMP_BYTES });
  mkdirSync(archives);
  for (const folder of readdirSync(join(root, 'dump')).filter((name) => !name.endsWith('.json'))) {
    const posts = readFileSync(join(root, 'dump', folder, 'Posts.xml'));
    const [site] = folder.split(/-\d/);
    mkdirSync(join(plain, site!), { recursive: true });
    writeFileSync(join(plain, site!, 'Posts.xml'), posts);
    writeFileSync(join(archives, `${site}.7z`), await makeArchive({ 'Posts.xml': posts }, { switches: SMALL_BLOCKS }));
  }
  inputs = await findInputs([archives]);
  await buildFrom([archives], join(root, 'expected'), { inputs, unpack: '7zip' });
  expected = digestsOf(join(root, 'expected'));
});

function plan(out: string, unitBytes: number, options: Partial<BuildRequest> = {}): Promise<Plan> {
  const pipeline = { path: SMALL_SHARDS, selection: {} };
  return planBuild({ ...HERE, out, pipeline, inputs, tuning: { unitBytes }, ...options });
}

/** What follows when the parts are read is that of any build: shares.test.ts does it in shares. */
async function finishAlone(out: string): Promise<void> {
  await buildShare({ ...HERE, out, share: { rank: 0, world: 1 }, attempts: ATTEMPTS });
  await finishBuild({ ...HERE, out });
}

describe('parts in an order by chance, each done twice, on two workers', () => {
  test.each([1, 7, 64])('%i of them give the bytes of run', async (units) => {
    const out = join(root, `units-${units}`);
    const planned = await plan(out, Math.ceil(DUMP_BYTES / units));
    expect(planned.units.length).toBeGreaterThanOrEqual(units);
    await workOff(out, Math.min(units, 4), 'title-body/agree');
    await finishAlone(out);
    expect(digestsOf(out)).toEqual(expected);
    expect(temporariesIn(out)).toEqual([]);
  });
});

test.each([0, 2])('run with %i threads reads parts as well', async (threads) => {
  const out = join(root, `run-${threads}`);
  await buildFrom([archives], out, { inputs, threads, tuning: { unitBytes: 150_000 } });
  expect(digestsOf(out)).toEqual(expected);
});

test('the shards are those of plain files', async () => {
  const out = join(root, 'of-plain');
  await buildFrom([plain], out);
  const shards = (digests: Record<string, string>) => Object.entries(digests).filter(([path]) => path.includes('/'));
  expect(shards(digestsOf(out)).length).toBeGreaterThan(5);
  expect(shards(digestsOf(out))).toEqual(shards(expected));
});

test('a process that is killed in the middle of a part leaves what the next one finishes', async () => {
  const out = join(root, 'killed');
  const { units } = await plan(out, 150_000);
  const part = unitName('route', units.find(({ from, to }) => from > 0 && to !== null)!.unit);
  const share = ['unit', out, '--rank', '0', '--world', '1', '--threads', '1'];
  const { wasKilled, code, stderr } = await killInPass(part, out, share);
  expect(wasKilled).toBe(true);
  expect(code, stderr).toBe(0);
  await finishBuild({ ...HERE, out });
  expect(digestsOf(out)).toEqual(expected);
  expect(temporariesIn(out)).toEqual([]);
});

describe('an archive is one unit', () => {
  const posts = () => readFileSync(join(plain, readdirSync(plain)[0]!, 'Posts.xml'));
  const utf16 = () => Buffer.from(`\ufeff${posts().toString('utf8').replace('\ufeff', '')}`, 'utf16le');
  test.each<[string, () => Promise<Buffer>]>([
    ['packed with another codec', () => makeArchive({ 'Posts.xml': posts() }, { switches: ['-m0=LZMA2'] })],
    [
      'in which Posts.xml lies beside others',
      () =>
        makeArchive({ 'Posts.xml': posts(), 'Tags.xml': '<tags></tags>' }, { switches: [...SMALL_BLOCKS, '-ms=on'] }),
    ],
    ['of UTF-16', () => makeArchive({ 'Posts.xml': utf16() }, { switches: SMALL_BLOCKS })],
  ])('%s', async (name, make) => {
    const folder = join(root, name);
    mkdirSync(folder);
    writeFileSync(join(folder, 'kites.stackexchange.example.7z'), await make());
    const found = await findInputs([folder]);
    expect((await plan(join(folder, 'out'), 20_000, { inputs: found })).units).toHaveLength(1);
  });

  test('whose dropped rows are kept, since their places are told', async () => {
    const { units } = await plan(join(root, 'kept'), 20_000, { keepDropped: true });
    expect(units).toHaveLength(inputs.length);
  });
});

describe('a part that began elsewhere than where the one before it ended', () => {
  const changes: readonly (readonly [string, (routed: Routed) => Routed['packed']])[] = [
    ['at data that looked like a block', ({ packed }) => ({ ...packed!, blocks: { first: 1, next: 2 } })],
    ['nowhere', ({ packed }) => ({ ...packed!, blocks: null, bytes: 0 })],
  ];
  test.each(changes)('%s, is read again', async (name, change) => {
    const out = join(root, name);
    const { units } = await plan(out, 150_000);
    const part = unitName('route', units.findLast(({ from, to }) => from > 0 && to !== null)!.unit);
    const work = join(out, '.work');
    await buildShare({ ...HERE, out, pass: 'read', share: { rank: 0, world: 1 }, attempts: ATTEMPTS });
    const routed = await readCompletion(work, part, routedSchema);
    writeCompletion(work, part, { ...routed!, books: [], packed: change(routed!) });
    await finishAlone(out);
    expect(digestsOf(out)).toEqual(expected);
    expect((await readCompletion(work, part, routedSchema))?.packed?.follows).toBe(true);
  });
});

test('a bit that is turned fails the build with the words of an archive that is read at once', async () => {
  const name = readdirSync(archives).find((one) => one.startsWith('lanterns'));
  const whole = readFileSync(join(archives, name!));
  const [member] = await readMembers(join(archives, name!));
  const end = (member!.folder.packedFrom + member!.folder.packedBytes) * 8;
  const anywhere = [0.01, 0.3, 0.5, 0.77].map((share) => Math.floor(end * share));
  // In the last block, in the mark of the end and in the checksum behind it.
  for (const bit of [...anywhere, end - 2000, end - 45, end - 12]) {
    const folder = join(root, `harmed-${bit}`);
    mkdirSync(folder);
    writeFileSync(join(folder, name!), flipBit(whole, bit));
    const found = await findInputs([folder]);
    const failures = [200_000, DUMP_BYTES].map((unitBytes) =>
      buildFrom([folder], join(folder, String(unitBytes)), { inputs: found, tuning: { unitBytes } }).catch(
        (error: unknown) => error,
      ),
    );
    const [parts, once] = await Promise.all(failures);
    expect(parts).toMatchObject({ code: 'damaged_archive' });
    expect(parts).toEqual(once);
  }
});
