// `download` as a person meets it: what it fetches, what it says, and how it ends.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Archive, openArchive } from '../doubles/archive/archive.ts';
import { gate } from '../doubles/archive/faults.ts';
import { makeFolder } from '../extract/dump-files.ts';
import { bytesOf, sha1 } from '../refresh/archive.ts';
import { runCli, startCli } from './run-cli.ts';

const ITEM = 'stackexchange_20260630';
const FOLDER = 'stackexchange-2026-06-30';
const inItem = (name: string) => `${ITEM}/${name}`;
const [beer, cardano] = [bytesOf(200_000), bytesOf(5000, 2)];
let archive: Archive;
let folder: string;

beforeEach(async () => {
  folder = makeFolder();
  archive = await openArchive({
    stackexchange_20260331: { 'stackexchange_20260331/beer.stackexchange.com.7z': bytesOf(10) },
    [ITEM]: {
      [inItem('beer.stackexchange.com.7z')]: beer,
      [inItem('cardano.stackexchange.com.7z')]: cardano,
      [inItem('stackoverflow.com-Votes.7z')]: bytesOf(10),
    },
  });
  onTestFinished(async () => void (await archive.close()));
});

const download = (...args: string[]) =>
  runCli(['download', ...args], { cwd: folder, env: { STACKPAIRS_ARCHIVE: archive.base } });
const filesIn = (...path: string[]) => readdirSync(join(folder, 'dumps', ...path)).sort();
const bytesAsked = () => archive.asked.filter(({ path }) => path.startsWith('/12/items/')).length;

describe('from the archive', () => {
  test('fetches the newest dump into a folder that says its date', async () => {
    const { code, stdout, stderr } = await download();
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain(`${ITEM}: 2 of 2 files fetched, 205.0 kB, into ${join(folder, 'dumps', FOLDER)}\n`);
    expect(filesIn(FOLDER)).toEqual(['.arrived.json', 'beer.stackexchange.com.7z', 'cardano.stackexchange.com.7z']);
    expect(readFileSync(join(folder, 'dumps', FOLDER, 'beer.stackexchange.com.7z')).equals(beer)).toBe(true);
  });

  test('fetches only the sites that are named, and prints one JSON document with --json', async () => {
    const { stdout } = await download('cardano.stackexchange.com', '--json');
    expect(JSON.parse(stdout)).toEqual({
      dump: ITEM,
      folder: join(folder, 'dumps', FOLDER),
      files: [{ name: 'cardano.stackexchange.com.7z', site: 'cardano.stackexchange.com', state: 'missing' }],
      bytes: 5000,
      dryRun: false,
    });
  });

  test('fetches nothing a second time, and only the file that was lost a third time', async () => {
    await download();
    const before = bytesAsked();
    expect((await download()).stdout).toContain('0 of 2 files fetched');
    expect(bytesAsked()).toBe(before);
    rmSync(join(folder, 'dumps', FOLDER, 'beer.stackexchange.com.7z'));
    expect((await download()).stdout).toContain('1 of 2 files fetched, 200.0 kB');
    expect(bytesAsked()).toBe(before + 1);
  });

  test('uses a file that somebody put there if it is the right one, and replaces one that is not', async () => {
    mkdirSync(join(folder, 'dumps', FOLDER), { recursive: true });
    writeFileSync(join(folder, 'dumps', FOLDER, 'beer.stackexchange.com.7z'), beer);
    writeFileSync(join(folder, 'dumps', FOLDER, 'cardano.stackexchange.com.7z'), bytesOf(5000, 3));
    expect((await download()).code).toBe(0);
    expect(bytesAsked()).toBe(1);
    expect(readFileSync(join(folder, 'dumps', FOLDER, 'cardano.stackexchange.com.7z')).equals(cardano)).toBe(true);
  });

  test('tells with --dry-run what it would fetch, and leaves the disk alone', async () => {
    const { code, stdout } = await download('--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('2 of 2 files to fetch, 205.0 kB');
    expect(stdout).toContain('  beer.stackexchange.com.7z\n');
    expect(existsSync(join(folder, 'dumps'))).toBe(false);
  });

  test('fetches an older dump with --date', async () => {
    expect((await download('--date', '2026-03-31')).stdout).toContain('stackexchange_20260331: 1 of 1 files fetched');
  });
});

describe('when something is wrong', () => {
  test('with the network, it ends with 4 and says what to do', async () => {
    await archive.close();
    const { code, stdout, stderr } = await runCli(['download', '--source', 'list.txt'], {
      cwd: makeFolderWith('list.txt', `${archive.base}/beer.7z\n`),
    });
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain('Try again later');
  }, 120_000);

  test('with a file, each time it comes, it ends with 4 and keeps the others', async () => {
    archive.fail({ on: /items.*cardano/, corrupt: true, times: 2 });
    const { code, stderr } = await download();
    expect(code).toBe(4);
    expect(stderr).toContain('what came is not what the source lists');
    expect(filesIn(FOLDER)).toEqual(['.arrived.json', 'beer.stackexchange.com.7z']);
    expect((await download()).stdout).toContain('1 of 2 files fetched, 5.0 kB');
  });

  test.each<[string, string[], RegExp]>([
    ['a site there is none of', ['bier'], /no dump of bier; found 2 sites: beer\.stackexchange\.com, cardano/],
    ['a date there is none of', ['--date', '2020-01-01'], /the archive lists no such dump/],
    ['a date that is none', ['--date', '2020'], /Expected YYYY-MM-DD/],
    ['a source there is none of', ['--source', 'nowhere'], /there is no such source/],
  ])('with %s, it ends with 2', async (_, args, message) => {
    const { code, stderr } = await download(...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  test('with the patience of its user, it ends with 130 and goes on where it was', async () => {
    archive.fail({ on: /items.*beer/, stallMs: 60_000 });
    const args = ['download', 'beer.stackexchange.com'];
    const { child, ended } = startCli(args, { cwd: folder, env: { STACKPAIRS_ARCHIVE: archive.base } });
    const part = join(folder, 'dumps', FOLDER, 'beer.stackexchange.com.7z.part');
    // A bound for a machine that is busy.
    for (let tries = 0; tries < 3000 && !(existsSync(part) && readFileSync(part).length > 0); tries++) await pause(10);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    expect((await download('beer.stackexchange.com')).code).toBe(0);
    expect(archive.asked.at(-1)).toMatchObject({ range: 'bytes=1-' });
  });

  test('with two at once, one of them ends with 3', async () => {
    const held = gate();
    archive.fail({ on: /items/, until: held.until });
    const first = startCli(['download'], { cwd: folder, env: { STACKPAIRS_ARCHIVE: archive.base } });
    for (let tries = 0; tries < 3000 && bytesAsked() === 0; tries++) await pause(10);
    expect((await download()).code).toBe(3);
    held.open();
    expect((await first.ended).code).toBe(0);
  });
});

describe('from elsewhere', () => {
  test('a list of URLs, with checksums and without', async () => {
    const at = `${archive.base}/download/${ITEM}/${ITEM}`;
    const lines = [
      `# sites`,
      `${at}/beer.stackexchange.com.7z  sha1:${sha1(beer)}`,
      `${at}/cardano.stackexchange.com.7z`,
    ];
    writeFileSync(join(folder, 'list.txt'), lines.join('\r\n'));
    expect((await download('--source', 'list.txt')).code).toBe(0);
    expect(filesIn('list.txt')).toEqual(['.arrived.json', 'beer.stackexchange.com.7z', 'cardano.stackexchange.com.7z']);
    expect((await download('--source', 'list.txt')).stdout).toContain('0 of 2 files fetched');
  });

  test('a list whose file changed without a checksum to tell', async () => {
    writeFileSync(join(folder, 'list.txt'), `${archive.base}/download/${ITEM}/${ITEM}/beer.stackexchange.com.7z`);
    await download('--source', 'list.txt');
    const other = bytesOf(beer.length, 5);
    archive.put(ITEM, { [inItem('beer.stackexchange.com.7z')]: other });
    await download('--source', 'list.txt');
    expect(readFileSync(join(folder, 'dumps', 'list.txt', 'beer.stackexchange.com.7z')).equals(other)).toBe(true);
  });

  test.each<[string, RegExp]>([
    ['', /the list is empty/],
    ['ftp://host/beer.7z', /list\.txt line 1: not a line of a list of dumps/],
    ['# one\n\nhttps://host/beer.txt', /list\.txt line 3/],
    ['https://host/beer.7z 0123', /found https:\/\/host\/beer\.7z 0123/],
    [`https://host/beer.7z md5:${sha1(beer)}`, /not a line/],
    ['https://host/%ff/beer.7z', /not a line/],
  ])('a list %j is wrong usage', async (text, message) => {
    writeFileSync(join(folder, 'list.txt'), text);
    const { code, stderr } = await download('--source', 'list.txt');
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  test('a folder, of each site the dump of the latest date', async () => {
    const put = (path: string, bytes: Uint8Array) => {
      mkdirSync(join(folder, 'mine', path, '..'), { recursive: true });
      writeFileSync(join(folder, 'mine', path), bytes);
    };
    put('beer-2016-09/Posts.xml', bytesOf(10));
    put('beer-2020-06/Posts.xml', bytesOf(20));
    put('beer-2020-06/Comments.xml', bytesOf(30));
    put('cardano.7z', bytesOf(40));
    const { stdout } = await download('--source', 'mine');
    expect(stdout).toContain('2 of 2 files fetched, 0.1 kB');
    expect(filesIn('mine')).toEqual(['.arrived.json', 'beer-Posts.xml', 'cardano.7z']);
    expect(readFileSync(join(folder, 'dumps', 'mine', 'beer-Posts.xml')).length).toBe(20);
  });
});

function makeFolderWith(name: string, text: string): string {
  return makeFolder({ [name]: text });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
