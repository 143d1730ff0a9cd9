// Builds from BZip2 archives that the threads unpack: the same dataset as by 7-Zip, whatever the number of threads, and
// nothing left at work when one stops.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { writeSample } from '../../src/sample/index.ts';
import { startCli } from '../cli/run-cli.ts';
import { makeArchive } from '../extract/make-archive.ts';
import { buildFrom, digestsOf, SMALL_SHARDS, temporariesIn, testFolder } from './dataset.ts';

const root = testFolder();
const archives = join(root, 'archives');
const SITES = ['loomcraft-2017-12', 'lanterns-2026-03', 'kitebuilding-2026-03'].map((name) => {
  const [, site, date] = /^(\w+)-(.*)$/.exec(name)!;
  return { site: `${site}.stackexchange.example`, date };
});
let expected: Record<string, string>;

beforeAll(async () => {
  const dump = join(root, 'dump');
  await writeSample(dump, { bytes: 4_000_000 });
  mkdirSync(archives);
  for (const { site, date } of SITES) {
    const xml = readFileSync(join(dump, `${site}-${date}`, 'Posts.xml'));
    const members = { 'Badges.xml': '<badges>\r\n</badges>', 'Posts.xml': xml, 'Users.xml': '<users></users>' };
    writeFileSync(join(archives, `${site}.7z`), await makeArchive(members, { switches: ['-m0=BZip2'] }));
  }
  await buildFrom([archives], join(root, 'expected'), { unpack: '7zip' });
  expected = digestsOf(join(root, 'expected'));
});

test.each([0, 1, 2, 5])('%i threads give what 7-Zip gives', async (threads) => {
  const out = join(root, `threads-${threads}`);
  await buildFrom([archives], out, { threads });
  expect(digestsOf(out)).toEqual(expected);
});

test('the command takes --unpack, and gives the same either way', async () => {
  for (const unpack of ['own', '7zip']) {
    const out = join(root, `cli-${unpack}`);
    const { ended } = startCli(['run', SMALL_SHARDS, '--dumps', archives, '--out', out, '--unpack', unpack]);
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(0);
    expect(digestsOf(out)).toEqual(expected);
  }
});

test('a limit of rows stops the unpacking too', async () => {
  const own = join(root, 'limit-own');
  const other = join(root, 'limit-7zip');
  await buildFrom([archives], own, { threads: 2, limit: 100 });
  await buildFrom([archives], other, { threads: 2, limit: 100, unpack: '7zip' });
  expect(digestsOf(own)).toEqual(digestsOf(other));
});

describe.each([0, 2])('with %i threads', (threads) => {
  test('an archive that is harmed fails the build, and the others do not wait for it', async () => {
    const folder = join(root, `harmed-${threads}`);
    mkdirSync(folder);
    for (const { site } of SITES) {
      const archive = readFileSync(join(archives, `${site}.7z`));
      if (site.startsWith('lanterns')) archive[archive.length >> 1]! ^= 1;
      writeFileSync(join(folder, `${site}.7z`), archive);
    }
    await expect(buildFrom([folder], join(folder, 'out'), { threads })).rejects.toMatchObject({
      code: 'damaged_archive',
      message: expect.stringContaining('lanterns.stackexchange.example.7z'),
    });
  });

  test('an abort stops it with its reason, and the next run ends it', async () => {
    const out = join(root, `stopped-${threads}`);
    const abort = new AbortController();
    const onProgress = () => abort.abort(new Error('stopped by a signal'));
    await expect(buildFrom([archives], out, { threads, signal: abort.signal, onProgress })).rejects.toThrow(
      'stopped by a signal',
    );
    expect(temporariesIn(out)).toEqual([]);
    await buildFrom([archives], out, { threads });
    expect(digestsOf(out)).toEqual(expected);
  });
});
