import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findInputs, openTable } from '../../src/extract/index.ts';
import type { TableFile } from '../../src/types.ts';
import { flipBit } from './bzip2-bits.ts';
import { makeFolder, postsXml } from './dump-files.ts';
import { localUnpacker } from './local-unpacker.ts';
import { makeArchive, makeBzip2, makeZstd } from './make-archive.ts';

/** A table of so many rows that do not pack to nothing. */
function xmlOf(root: string, attribute: string, rows: number): Buffer {
  const row = (_: unknown, i: number) =>
    `  <row Id="${i}" ${attribute}="${(((i + 1) * 2654435761) >>> 0).toString(36)} é" />\r\n`;
  const xml = `<?xml version="1.0" encoding="utf-8"?>\r\n<${root}>\r\n${Array.from({ length: rows }, row).join('')}</${root}>`;
  return Buffer.from(`\ufeff${xml}`);
}

const posts = postsXml(20_000);
const links = xmlOf('postlinks', 'RelatedPostId', 12_000);
const users = xmlOf('users', 'Reputation', 30_000);
const tags = xmlOf('tags', 'TagName', 10);
const members = {
  'Badges.xml': xmlOf('badges', 'Name', 12_000),
  'PostHistory.xml': xmlOf('posthistory', 'PostHistoryTypeId', 40_000),
  'PostLinks.xml': links,
  'Posts.xml': posts,
  'Tags.xml': tags,
  'Users.xml': users,
  'Votes.xml': xmlOf('votes', 'VoteTypeId', 12_000),
};
const solid = await makeArchive(members, { switches: ['-m0=BZip2', '-ms=on', '-mx1', '-mqs=off'] });

async function tablesOf(files: Readonly<Record<string, string | Uint8Array>>) {
  const [input] = await findInputs([makeFolder(files)]);
  return { links: input!.tables.links!, users: input!.tables.users! };
}

async function read(file: TableFile, options: Parameters<typeof openTable>[1] = {}): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of openTable(file, options)) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
}

describe('a table', () => {
  test.each([
    ['a file', async () => ({ 'b/Posts.xml': posts, 'b/PostLinks.xml': links, 'b/Users.xml': users })],
    [
      'gzip',
      async () => ({ 'b/Posts.xml': posts, 'b/PostLinks.xml.gz': gzipSync(links), 'b/Users.xml': gzipSync(users) }),
    ],
    [
      'zstd',
      async () => ({
        'b/Posts.xml': posts,
        'b/PostLinks.xml.zst': makeZstd(links),
        'b/Users.xml.zst': makeZstd(users),
      }),
    ],
    [
      'bzip2',
      async () => ({
        'b/Posts.xml': posts,
        'b/PostLinks.xml.bz2': await makeBzip2(links),
        'b/Users.xml.bz2': await makeBzip2(users),
      }),
    ],
    ['an archive of LZMA2', async () => ({ 'b.7z': await makeArchive(members) })],
    ['an archive of BZip2', async () => ({ 'b.7z': solid })],
    [
      'archives of their own',
      async () => ({
        'b-Posts.7z': await makeArchive({ 'Posts.xml': posts }),
        'b-PostLinks.7z': await makeArchive({ 'PostLinks.xml': links }),
        'b-Users.7z': await makeArchive({ 'stackoverflow.com/users.xml': users }),
      }),
    ],
  ])('comes out of %s, by 7-Zip and by the unpacker here', async (_, files) => {
    const tables = await tablesOf(await files());
    for (const options of [{}, { unpacker: localUnpacker(3) }]) {
      expect((await read(tables.links, options)).equals(links)).toBe(true);
      expect((await read(tables.users, options)).equals(users)).toBe(true);
    }
  });

  test('in UTF-16 comes out in UTF-8', async () => {
    const utf16 = (xml: Buffer) => Buffer.from(xml.toString(), 'utf16le');
    const tables = await tablesOf({
      'b/Posts.xml': posts,
      'b/PostLinks.xml': utf16(links),
      'b/Users.xml.gz': gzipSync(utf16(users)),
    });
    expect((await read(tables.links)).equals(links.subarray(3))).toBe(true);
    expect((await read(tables.users)).equals(users.subarray(3))).toBe(true);
  });
});

describe('what is wrong with a table is said with its name', () => {
  const switches = ['-m0=Copy', '-mhc=off'];

  test.each([
    [
      'a bit turned',
      async () => flipBit(await makeArchive({ 'Posts.xml': posts, 'Users.xml': users }, { switches }), 8 * 1_500_000),
    ],
    ['a half', async () => gzipSync(users).subarray(0, 100_000)],
    ['nothing', async () => Buffer.alloc(0)],
    ['an error page', async () => Buffer.from('<html>Not found')],
  ])('%s', async (name, content) => {
    const isGzip = name === 'a half';
    const file = isGzip ? 'b-Users.xml.gz' : 'b-Users.7z';
    const tables = await tablesOf({ 'b-Posts.7z': await makeArchive({ 'Posts.xml': posts }), [file]: await content() });
    await expect(read(tables.users)).rejects.toMatchObject({ code: 'damaged_archive', parts: { at: file } });
  });

  test('a member that is there twice', async () => {
    const archive = await makeArchive({ 'Posts.xml': posts, 'a/Users.xml': 'x', 'users.xml': 'y' });
    const tables = await tablesOf({ 'b.7z': archive });
    await expect(read(tables.users)).rejects.toMatchObject({
      code: 'bad_input',
      parts: { at: 'b.7z/Users.xml', expected: 'one Users.xml in the archive' },
    });
  });

  test('a file that is gone', async () => {
    const tables = await tablesOf({ 'b/Posts.xml': posts, 'b/Users.xml': users });
    const gone = { ...tables.users, path: join(tables.users.path, '..', 'gone.xml') };
    await expect(read(gone)).rejects.toMatchObject({ code: 'bad_input', parts: { at: 'b/Users.xml' } });
  });
});
