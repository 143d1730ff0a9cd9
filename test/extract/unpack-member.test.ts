// Posts.xml out of archives that are unpacked here: which ones are, from where, and what happens to harmed ones.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findMember } from '../../src/extract/find-member.ts';
import type { OpenOptions } from '../../src/extract/index.ts';
import { type LocatedMember, locateMember } from '../../src/extract/locate-member.ts';
import { readMembers } from '../../src/extract/seven-zip-header.ts';
import { unpackMember } from '../../src/extract/unpack-member.ts';
import { flipBit } from './bzip2-bits.ts';
import { bareInput, makeFolder, postsXml, readAll } from './dump-files.ts';
import { localUnpacker } from './local-unpacker.ts';
import { makeArchive } from './make-archive.ts';

const posts = postsXml(20_000);
const SOLID = ['-m0=BZip2', '-ms=on', '-mx1', '-mqs=off'];

/** A table in the form of the dumps; a row has a value by chance, so that it does not pack to nothing. */
function table(name: string, attribute: string, rows: number): string {
  const row = (_: unknown, i: number) =>
    `  <row Id="${i}" ${attribute}="${(((i + 1) * 2654435761) >>> 0).toString(36)}" Date="2020-01-01" />\r\n`;
  return `\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<${name}>\r\n${Array.from({ length: rows }, row).join('')}</${name}>`;
}

const ROWS = 12_000;
const TABLES: Readonly<Record<string, string>> = {
  'Badges.xml': table('badges', 'Name', ROWS),
  'Comments.xml': table('comments', 'Text', ROWS),
  'PostHistory.xml': table('posthistory', 'PostHistoryTypeId', 3 * ROWS),
  'PostLinks.xml': table('postlinks', 'RelatedPostId', 10),
  'Posts.xml': posts.toString(),
  'Tags.xml': table('tags', 'TagName', 10),
  'Users.xml': table('users', 'Reputation', ROWS),
  'Votes.xml': table('votes', 'VoteTypeId', 2 * ROWS),
};
const withPosts = (xml: string) => ({ ...TABLES, 'Posts.xml': xml });

async function open(
  members: Readonly<Record<string, string | Uint8Array>>,
  switches: readonly string[],
  options: OpenOptions = {},
) {
  const path = join(makeFolder(), 'a.7z');
  writeFileSync(path, await makeArchive(members, { switches }));
  const unpacker = localUnpacker(3);
  const bytes = await readAll(bareInput(path, '7z'), { unpacker, ...options });
  return { bytes, tasks: unpacker.tasks.length };
}

describe('an archive', () => {
  test.each([
    ['solid', SOLID],
    ['not solid', ['-m0=BZip2', '-ms=off']],
    ['with a plain header', ['-m0=BZip2', '-mhc=off']],
    ['of large blocks', ['-m0=BZip2', '-mx9']],
  ])('packed with BZip2, %s, is unpacked here', async (_, switches) => {
    const { bytes, tasks } = await open({ 'a/x.xml': 'x'.repeat(1000), ...TABLES }, switches);
    expect(bytes.equals(posts)).toBe(true);
    expect(tasks).toBeGreaterThan(0);
  });

  test.each([
    ['LZMA2', ['-m0=LZMA2']],
    ['LZMA', ['-m0=LZMA']],
    ['PPMd', ['-m0=PPMd']],
    ['Copy', ['-m0=Copy']],
    ['BZip2 behind a filter', ['-m0=Delta:4', '-m1=BZip2']],
  ])('packed with %s is left to 7-Zip', async (_, switches) => {
    const { bytes, tasks } = await open(TABLES, switches);
    expect(bytes.equals(posts)).toBe(true);
    expect(tasks).toBe(0);
  });

  test.each(['POSTS.XML', 'beer.stackexchange.com/Posts.xml', 'a*b [1] é/Posts.xml'])(
    'may call it %s',
    async (name) => {
      const { bytes, tasks } = await open({ [name]: posts, 'xPosts.xml': 'x' }, ['-m0=BZip2']);
      expect(bytes.equals(posts)).toBe(true);
      expect(tasks).toBeGreaterThan(0);
    },
  );

  test('may hold an empty Posts.xml, or one of a single byte', async () => {
    expect((await open({ 'Posts.xml': '', 'Users.xml': 'x' }, SOLID)).bytes).toHaveLength(0);
    expect((await open({ 'Posts.xml': 'p', 'Users.xml': 'x' }, SOLID)).bytes.toString()).toBe('p');
  });

  test('may hold it in UTF-16, whatever chunk its first byte is in', async () => {
    const utf16 = Buffer.from(posts.toString(), 'utf16le');
    const without = posts.subarray(3);
    for (const before of [1, (1 << 20) - 1, 1 << 20]) {
      const { bytes } = await open({ 'A.xml': 'x'.repeat(before), 'Posts.xml': utf16 }, SOLID);
      expect(bytes.equals(without), `${before} bytes before it`).toBe(true);
    }
  });

  test('that is encrypted is refused as ever', async () => {
    await expect(open(TABLES, ['-m0=BZip2', '-psecret'])).rejects.toThrow('encrypted');
  });

  test('of which one half is missing is refused as ever', async () => {
    const archive = await makeArchive(TABLES, { switches: SOLID });
    const path = join(makeFolder({ 'a.7z': archive.subarray(0, archive.length >> 1) }), 'a.7z');
    const error = await readAll(bareInput(path, '7z'), { unpacker: localUnpacker() }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: 'damaged_archive' });
  });

  test('with a bit of Posts.xml turned is damaged', async () => {
    const archive = await makeArchive({ 'Posts.xml': posts }, { switches: SOLID });
    for (let bit = 36 * 8; bit < 200_000; bit += 9973) {
      const path = join(makeFolder({ 'a.7z': flipBit(archive, bit) }), 'a.7z');
      await expect(readAll(bareInput(path, '7z'), { unpacker: localUnpacker() })).rejects.toMatchObject({
        code: 'damaged_archive',
      });
    }
  });
});

/** What both directories say of Posts.xml, or another member. */
async function locate(archive: Uint8Array, name = 'Posts.xml'): Promise<LocatedMember> {
  const path = join(makeFolder({ 'a.7z': archive }), 'a.7z');
  const member = (await readMembers(path)).find((one) => one.path === name)!;
  const located = await locateMember(path, { ...member, encrypted: false }, 'a.7z');
  return located!;
}

async function search(members: Readonly<Record<string, string | Uint8Array>>, switches: readonly string[] = SOLID) {
  const located = await locate(await makeArchive(members, { switches }));
  const unpacker = localUnpacker(1);
  const place = await findMember(located, { unpacker });
  const parts: Uint8Array[] = [];
  for await (const chunk of unpackMember(located, { unpacker, worthBytes: 0 })) parts.push(Uint8Array.from(chunk));
  expect(unpacker.idle()).toBe(1);
  return { isFound: place !== undefined, bytes: Buffer.concat(parts) };
}

test.each(['PostLinks.xml', 'Users.xml', 'Votes.xml'])(
  '%s is found in a solid archive by its neighbours',
  async (name) => {
    const located = await locate(await makeArchive(TABLES, { switches: SOLID }), name);
    const unpacker = localUnpacker(1);
    expect(await findMember(located, { unpacker })).toBeDefined();
    const parts: Uint8Array[] = [];
    for await (const chunk of unpackMember(located, { unpacker, worthBytes: 0 })) parts.push(Uint8Array.from(chunk));
    expect(Buffer.concat(parts).toString()).toBe(TABLES[name]);
  },
);

describe('in a solid archive Posts.xml', () => {
  test.each([
    ['in the usual order', TABLES],
    [
      'with unequal neighbours',
      { ...TABLES, 'PostHistory.xml': table('posthistory', 'PostHistoryTypeId', 10 * ROWS), 'Users.xml': 'x' },
    ],
    ['small', withPosts(postsXml(3).toString())],
    [
      'with a comment and a doctype',
      withPosts(
        posts
          .toString()
          .replace('<posts>', '<!-- <row Id="1" /> --><!DOCTYPE posts><posts>')
          .replace('<row Id="1" />', ''),
      ),
    ],
    ['without a BOM', withPosts(posts.toString().slice(1))],
  ])('%s is found by its neighbours', async (_, members) => {
    const { isFound, bytes } = await search(members);
    expect(isFound).toBe(true);
    expect(bytes.equals(Buffer.from(members['Posts.xml']!))).toBe(true);
  });

  test.each([
    ['the first member', { 'Posts.xml': posts.toString(), 'Users.xml': TABLES['Users.xml']! }],
    ['without rows', withPosts('\ufeff<?xml version="1.0"?><posts>\r\n</posts>')],
    ['without a declaration', withPosts(posts.toString().slice(posts.toString().indexOf('<posts>')))],
    ['behind tables of no known kind', { 'A.xml': '<a/>'.repeat(200_000), ...TABLES }],
    ['behind two tables of one name', { 'a/Badges.xml': TABLES['Badges.xml']!, ...TABLES }],
    ['behind a table that is not ended', { ...TABLES, 'PostLinks.xml': '<postlinks>' }],
    ['behind a table under another’s name', { ...TABLES, 'Comments.xml': TABLES['Votes.xml']! }],
  ] as const)('%s is unpacked all the same', async (_, members: Readonly<Record<string, string>>) => {
    const { bytes } = await search(members);
    expect(bytes.equals(Buffer.from(members['Posts.xml'] ?? posts))).toBe(true);
  });

  test('is found wherever it begins in its block', async () => {
    for (let rows = 0; rows < 2400; rows += 97) {
      const members = {
        'Comments.xml': table('comments', 'Text', 4000 + rows),
        'Posts.xml': posts.toString(),
        'Votes.xml': TABLES['Votes.xml']!,
      };
      const { isFound, bytes } = await search(members);
      expect(isFound).toBe(true);
      expect(bytes.equals(posts)).toBe(true);
    }
  });

  test('whose neighbour holds what looks like its start is not called damaged', async () => {
    const fake = `${TABLES['Comments.xml']}<?xml ?><posts>`;
    const members = { 'Comments.xml': fake, 'Posts.xml': posts.toString(), 'Votes.xml': TABLES['Votes.xml']! };
    await expect(search(members)).rejects.toMatchObject({
      code: 'bad_input',
      parts: { hint: 'Run it again with --unpack 7zip.' },
    });
  });

  test('that was found and is harmed is called damaged', async () => {
    const archive = await makeArchive(TABLES, { switches: SOLID });
    const located = await locate(archive);
    const place = await findMember(located, { unpacker: localUnpacker() });
    expect(place).toBeDefined();
    const harmed = flipBit(archive, 32 * 8 + place!.bit + 200_000);
    const again = await locate(harmed);
    await expect(async () => {
      for await (const _ of unpackMember(again, { unpacker: localUnpacker(), worthBytes: 0 }));
    }).rejects.toMatchObject({ code: 'damaged_archive' });
  });

  test('behind a block that is harmed is found, and whole', async () => {
    const archive = await makeArchive(TABLES, { switches: SOLID });
    const located = await locate(flipBit(archive, 32 * 8 + 100_000));
    const parts: Uint8Array[] = [];
    for await (const chunk of unpackMember(located, { unpacker: localUnpacker(), worthBytes: 0 }))
      parts.push(Uint8Array.from(chunk));
    expect(crc32(Buffer.concat(parts))).toBe(crc32(posts));
  });
});
