// An archive in object storage that is read in parts while the storage fails: what passes is tried again, what does not is
// told, and no byte of the dataset is another one.
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { buildShare, finishBuild, type PartRequest, planBuild } from '../../src/build-shares.ts';
import { DIRECTORY_BYTES, findInputs } from '../../src/extract/index.ts';
import { lookAtDumps } from '../../src/look-at-inputs.ts';
import { buildFrom, digestsOf, testFolder, UNFILTERED } from '../build/dataset.ts';
import { postsXml } from '../build/dump.ts';
import { ATTEMPTS } from '../build/work-off.ts';
import type { Fault } from '../doubles/s3/open-storage.ts';
import { makeArchive } from '../extract/make-archive.ts';
import { dice } from '../passes/helpers.ts';
import { testStorage } from './storage.ts';

const root = testFolder();
const storage = await testStorage(root);
const ARCHIVE = 'bkt/dumps/lamps.7z';
let expected: Record<string, string>;

beforeAll(async () => {
  // Bodies by chance shrink little: the archive is larger than its ends, which are fetched with its directory.
  const roll = dice(3);
  const words = () => Array.from({ length: 1000 }, () => roll(2 ** 32).toString(36)).join(' ');
  const posts = postsXml(Array.from({ length: 550 }, (_, at) => ({ id: at + 1, body: `<p>${words()}</p>` })));
  const archive = await makeArchive({ 'Posts.xml': posts }, { switches: ['-m0=BZip2:d=900k'] });
  expect(archive.length).toBeGreaterThan(2.2 * DIRECTORY_BYTES);
  mkdirSync(join(root, 'dumps'));
  writeFileSync(join(root, 'dumps', 'lamps.7z'), archive);
  storage.upload(join(root, 'dumps'), 'bkt/dumps');
  await buildFrom([join(root, 'dumps')], join(root, 'here'), { pipeline: UNFILTERED });
  expected = digestsOf(join(root, 'here'));
});

afterEach(() => storage.failBy(() => undefined));

/** A process that begins now. */
function fresh(address: string): PartRequest {
  const mirror = storage.mirror();
  return { out: mirror.path(address), mirror, threads: 0, temporary: tmpdir() };
}

async function plan(address: string): Promise<void> {
  const process = fresh(address);
  const dumps = process.mirror!.path('s3://bkt/dumps');
  await lookAtDumps([dumps], process.mirror!);
  const { units } = await planBuild({
    ...process,
    inputs: await findInputs([dumps]),
    pipeline: { path: UNFILTERED, selection: {} },
    tuning: { unitBytes: 1_000_000 },
  });
  expect(units.length).toBeGreaterThan(2);
}

const buildAll = (address: string) =>
  buildShare({ ...fresh(address), share: { rank: 0, world: 1 }, attempts: ATTEMPTS });

/** Fails requests for what lies between the two ends of the archive, as parts make them. */
function failInTheMiddle(faultOf: (turn: number) => Fault | undefined): void {
  const { length } = storage.objects.get(ARCHIVE)!.bytes;
  let turn = 0;
  storage.failBy((asked, _, { from, to }) =>
    asked === `GET ${ARCHIVE}` && from > 0 && to < length ? faultOf(turn++) : undefined,
  );
}

async function expectFinished(name: string): Promise<void> {
  await finishBuild(fresh(`s3://bkt/${name}`));
  storage.download(`bkt/${name}`, join(root, name));
  expect(digestsOf(join(root, name))).toEqual(expected);
}

test('servers that break, are busy or slow, and bodies that break off, are gone on with', async () => {
  await plan('s3://bkt/patient');
  const faults: readonly Fault[] = ['broken', 'slow', 'cut', 'unavailable', 'reset'];
  const met: Fault[] = [];
  failInTheMiddle((turn) => {
    const fault = faults[turn];
    if (fault !== undefined) met.push(fault);
    return fault;
  });
  await buildAll('s3://bkt/patient');
  expect(met).toEqual(faults);
  await expectFinished('patient');
});

test('rights that end are told with the address, and once they are back the same command goes on', async () => {
  await plan('s3://bkt/denied');
  failInTheMiddle(() => 'denied');
  const refused = { code: 'refused', message: expect.stringContaining(`s3://${ARCHIVE}`) };
  await expect(buildAll('s3://bkt/denied')).rejects.toMatchObject(refused);
  storage.failBy(() => undefined);
  await buildAll('s3://bkt/denied');
  await expectFinished('denied');
});

test('a storage that stays broken is told as such', async () => {
  await plan('s3://bkt/broken');
  failInTheMiddle(() => 'broken');
  const failed = { code: 'network_failed', message: expect.stringContaining(`s3://${ARCHIVE}`) };
  await expect(buildAll('s3://bkt/broken')).rejects.toMatchObject(failed);
});
