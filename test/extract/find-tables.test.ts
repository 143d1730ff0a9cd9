import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findInputs } from '../../src/extract/index.ts';
import type { SideTables } from '../../src/types.ts';
import { makeFolder } from './dump-files.ts';
import { makeArchive, makeZstd } from './make-archive.ts';

const POSTS = '<posts>\n</posts>';
const LINKS = '<postlinks>\n</postlinks>';
const USERS = '<users>\n  <row Id="-1" />\n</users>';
const archive = await makeArchive({
  'Badges.xml': 'x',
  'PostLinks.xml': LINKS,
  'Posts.xml': POSTS,
  'Users.xml': USERS,
});
const alone = await makeArchive({ 'Posts.xml': POSTS });

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Names of the tables found beside the one dump of a folder with these files. */
async function namesIn(files: Files): Promise<Record<string, string | undefined>> {
  const { links, users } = await tablesIn(files);
  return { links: links?.file, users: users?.file };
}

async function tablesIn(files: Files): Promise<SideTables> {
  const [input] = await findInputs([makeFolder(files)]);
  return input!.tables;
}

describe('the other tables', () => {
  test.each<[string, Files, string | undefined, string | undefined]>([
    [
      'beside Posts.xml',
      { 'b/Posts.xml': POSTS, 'b/PostLinks.xml': LINKS, 'b/Users.xml': USERS },
      'b/PostLinks.xml',
      'b/Users.xml',
    ],
    [
      'in any case',
      { 'b/posts.xml': POSTS, 'b/postlinks.XML': LINKS, 'b/USERS.xml': USERS },
      'b/postlinks.XML',
      'b/USERS.xml',
    ],
    [
      'not of another folder',
      { 'b/Posts.xml': POSTS, 'c/PostLinks.xml': LINKS, 'Users.xml': USERS },
      undefined,
      undefined,
    ],
    ['one without the other', { 'b/Posts.xml': POSTS, 'b/Users.xml': USERS }, undefined, 'b/Users.xml'],
    [
      'in another container',
      { 'b/Posts.xml.gz': gzipSync(POSTS), 'b/PostLinks.xml.bz2': 'BZh9', 'b/Users.xml.zst': 'x' },
      'b/PostLinks.xml.bz2',
      'b/Users.xml.zst',
    ],
    ['in the same archive', { 'b.7z': archive }, 'b.7z/PostLinks.xml', 'b.7z/Users.xml'],
    [
      'in the archive before a file beside it',
      { 'b.7z': archive, 'b-Users.7z': archive },
      'b.7z/PostLinks.xml',
      'b.7z/Users.xml',
    ],
    [
      'in archives of their own',
      { 'b-Posts.7z': alone, 'b-PostLinks.7z': archive, 'b-Users.7z': archive },
      'b-PostLinks.7z',
      'b-Users.7z',
    ],
    [
      'not of another site',
      { 'b-Posts.7z': alone, 'c-PostLinks.7z': archive, 'b.meta-Users.7z': archive },
      undefined,
      undefined,
    ],
    ['not of another date', { 'b-2020-06-Posts.7z': alone, 'b-PostLinks.7z': archive }, undefined, undefined],
    [
      'beside an archive without them',
      { 'b.7z': alone, 'b-Users.xml.gz': gzipSync(USERS) },
      undefined,
      'b-Users.xml.gz',
    ],
    [
      'unpacked rather than packed',
      { 'b/Posts.xml': POSTS, 'b/Users.xml.gz': gzipSync(USERS), 'b/Users.xml': USERS },
      undefined,
      'b/Users.xml',
    ],
    ['not if hidden', { 'b/Posts.xml': POSTS, 'b/._Users.xml': 'x' }, undefined, undefined],
    ['none', { 'b/Posts.xml': POSTS }, undefined, undefined],
  ])('are found %s', async (_, files, links, users) => {
    expect(await namesIn(files)).toEqual({ links, users });
  });

  test('are told with their sizes, those of an archive exactly', async () => {
    expect(await tablesIn({ 'b.7z': archive })).toMatchObject({
      links: { table: 'PostLinks', container: '7z', bytes: archive.length, xmlBytes: LINKS.length },
      users: { table: 'Users', container: '7z', bytes: archive.length, xmlBytes: USERS.length },
    });
    const zstd = makeZstd(Buffer.from(USERS));
    expect(await tablesIn({ 'b/Posts.xml': POSTS, 'b/PostLinks.xml': LINKS, 'b/Users.xml': zstd })).toMatchObject({
      links: { container: 'xml', bytes: LINKS.length, xmlBytes: LINKS.length },
      users: { container: 'zst', bytes: zstd.length, xmlBytes: 5 * zstd.length },
    });
  });

  test('that are damaged or twice in an archive stop nobody who does not read them', async () => {
    const double = await makeArchive({ 'Posts.xml': POSTS, 'a/Users.xml': USERS, 'b/users.xml': USERS });
    expect(await namesIn({ 'b.7z': double })).toEqual({ links: undefined, users: 'b.7z/Users.xml' });
    const page = '<html>Not found';
    const tables = await tablesIn({ 'b-Posts.7z': alone, 'b-PostLinks.7z': page, 'b-Users.7z': '' });
    expect(tables).toMatchObject({ links: { container: '7z' }, users: { container: '7z', bytes: 0 } });
  });

  test('in an archive are found in the listing that finds the posts', async () => {
    const member = (name: string) => `Path = ${name}\nSize = 20\nCRC = 00000001\n`;
    const listing = `\n----------\n${['PostLinks.xml', 'Posts.xml', 'Users.xml'].map(member).join('\n')}`;
    const folder = makeFolder({ 'b/b.7z': archive, listing, '7zz': '' });
    const [program, calls] = [join(folder, '7zz'), join(folder, 'calls')];
    writeFileSync(
      program,
      `#!/bin/sh\necho "$1" >> '${calls}'\nif [ "$1" = i ]; then echo 7z; else cat '${folder}/listing'; fi\n`,
    );
    chmodSync(program, 0o755);
    const [input] = await findInputs([join(folder, 'b')], { path: `${folder}:${process.env.PATH}` });
    expect(input!.tables).toMatchObject({ links: { xmlBytes: 20 }, users: { xmlBytes: 20 } });
    expect(
      readFileSync(calls, 'utf8')
        .split('\n')
        .filter((call) => call === 'l'),
    ).toHaveLength(1);
  });

  test('are no folders and no links that lead nowhere', async () => {
    const folder = makeFolder({ 'b/Posts.xml': POSTS });
    mkdirSync(join(folder, 'b', 'Users.xml'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'b', 'PostLinks.xml'));
    const [input] = await findInputs([folder]);
    expect(input!.tables).toEqual({});
  });
});
