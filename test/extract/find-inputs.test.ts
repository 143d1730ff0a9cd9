import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findInputs } from '../../src/extract/index.ts';
import { makeFolder } from './dump-files.ts';
import { makeArchive, makeZstd } from './make-archive.ts';

const XML = '<posts>\n  <row Id="1" />\n</posts>';
const archive = await makeArchive({ 'Badges.xml': '<badges/>', 'Posts.xml': XML });

describe('the site', () => {
  // `.strip(".7z")` takes letters off both ends: "zz.stackexchange.com" became "stackexchange.com" with it.
  test.each([
    '7zip.stackexchange.com',
    'zz.stackexchange.com',
    'beer.stackexchange.com',
    'meta.stackexchange.com',
    'stackoverflow.com',
    'abc7z',
  ])('of %s.7z is all of its name but the extension', async (site) => {
    const [input] = await findInputs([makeFolder({ [`${site}.7z`]: archive })]);
    expect(input).toMatchObject({ site, file: `${site}.7z`, container: '7z', xmlBytes: XML.length });
  });

  test.each([
    ['stackoverflow.com-Posts.7z', 'stackoverflow.com', undefined],
    ['STACKOVERFLOW.COM-POSTS.7Z', 'STACKOVERFLOW.COM', undefined],
    ['beer.stackexchange.com-2020-06/beer.stackexchange.com.7z', 'beer.stackexchange.com', '2020-06'],
    ['beer.stackexchange.com-2020-06-08.7z', 'beer.stackexchange.com', '2020-06-08'],
    ['2024-04/x-2024-13/beer.stackexchange.com.7z', 'beer.stackexchange.com', undefined],
  ])('and the date of %s', async (name, site, dumpDate) => {
    const [input] = await findInputs([makeFolder({ [name]: archive })]);
    expect(input).toMatchObject({ site, dumpDate });
  });

  test.each([
    ['cardano.stackexchange.com-2021-12/Posts.xml', 'cardano.stackexchange.com', '2021-12'],
    ['cardano.stackexchange.com-2021-12-06/posts.xml', 'cardano.stackexchange.com', '2021-12-06'],
    ['bicycles.meta.stackexchange.com/POSTS.XML', 'bicycles.meta.stackexchange.com', undefined],
    ['stackoverflow.com-Posts/Posts.xml', 'stackoverflow.com', undefined],
    ['version-10/Posts.xml', 'version-10', undefined],
  ])('and the date of %s come from its folder', async (name, site, dumpDate) => {
    const [input] = await findInputs([makeFolder({ [name]: XML })]);
    expect(input).toMatchObject({ site, dumpDate, container: 'xml', bytes: XML.length, xmlBytes: XML.length });
    expect(input?.file).toBe(`${site}/${name.split('/').at(-1)}`);
  });

  test('of a file given by itself may be its whole name', async () => {
    const folder = makeFolder({ 'beer.stackexchange.com.xml': XML });
    const [input] = await findInputs([join(folder, 'beer.stackexchange.com.xml')]);
    expect(input).toMatchObject({ site: 'beer.stackexchange.com', container: 'xml' });
    await expect(findInputs([folder])).rejects.toMatchObject({ code: 'bad_usage' });
  });

  test('of standard input is given', async () => {
    expect(await findInputs(['-'], { stdinSite: 'beer.stackexchange.com' })).toEqual([
      {
        path: '-',
        file: '-',
        container: 'auto',
        site: 'beer.stackexchange.com',
        dumpDate: undefined,
        bytes: 0,
        xmlBytes: 0,
        tables: {},
      },
    ]);
    await expect(findInputs(['-'])).rejects.toMatchObject({ code: 'bad_usage' });
  });
});

describe('the container', () => {
  const gzip = gzipSync(XML);
  const skippable = Buffer.from([0x53, 0x2a, 0x4d, 0x18, 0, 0, 0, 0]);
  test.each([
    ['Posts.xml', gzip, 'gz'],
    ['Posts.xml.gz', gzip, 'gz'],
    ['Posts.xml.gz', Buffer.from('BZh91AY'), 'bz2'],
    ['Posts.xml.zst', makeZstd(Buffer.from(XML)), 'zst'],
    ['Posts.xml.zst', skippable, 'zst'],
    ['Posts.xml', Buffer.from(XML), 'xml'],
    ['Posts.xml', Buffer.alloc(0), 'xml'],
    ['Posts.xml', archive, '7z'],
  ])('of %s is told by its first bytes', async (name, content, container) => {
    const [input] = await findInputs([makeFolder({ [`beer/${name}`]: content })]);
    expect(input?.container).toBe(container);
  });

  test('makes the size of the XML an estimate where it does not say', async () => {
    const [input] = await findInputs([makeFolder({ 'beer/Posts.xml.gz': gzip })]);
    expect(input?.xmlBytes).toBe(5 * gzip.length);
  });

  test.each(['beer.7z', 'beer/Posts.xml.gz', 'beer/Posts.xml.bz2'])(
    'that %s promises and its bytes do not keep is a broken download',
    async (name) => {
      const error = await findInputs([makeFolder({ [name]: '<html>Not found' })]).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'damaged_archive' });
    },
  );
});

describe('a folder', () => {
  test('gives its dumps sorted by site and then by file, in code units', async () => {
    const folder = makeFolder({
      'b/zz.stackexchange.com.7z': archive,
      'a/Zoo.7z': archive,
      'a/deep/er/7zip.stackexchange.com.7z': archive,
      'ärger/Posts.xml': XML,
    });
    expect((await findInputs([folder])).map(({ site }) => site)).toEqual([
      '7zip.stackexchange.com',
      'Zoo',
      'zz.stackexchange.com',
      'ärger',
    ]);
  });

  test('gives no other table, no other file and nothing hidden', async () => {
    const folder = makeFolder({
      'stackoverflow.com-Posts.7z': archive,
      'stackoverflow.com-Users.7z': archive,
      'stackoverflow.com-PostHistory.7z': archive,
      'beer/Users.xml': XML,
      'beer/PostLinks.xml': XML,
      'Sites.xml': XML,
      'readme.txt': 'x',
      '._beer.7z': archive,
      '.work/Posts.xml': XML,
    });
    expect((await findInputs([folder])).map(({ file }) => file)).toEqual(['stackoverflow.com-Posts.7z']);
  });

  test('that links to itself ends, and a link is no second dump', async () => {
    const folder = makeFolder({ 'beer/Posts.xml': XML });
    symlinkSync(folder, join(folder, 'beer', 'up'));
    symlinkSync(join(folder, 'beer'), join(folder, 'a-link'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.7z'));
    symlinkSync(join(folder, 'self.7z'), join(folder, 'self.7z'));
    expect((await findInputs([folder])).map(({ site }) => site)).toEqual(['beer']);
  });

  test('and a file in it, both given, are one dump', async () => {
    const folder = makeFolder({ 'beer.7z': archive });
    expect(await findInputs([folder, join(folder, 'beer.7z'), folder])).toHaveLength(1);
  });
});

describe('wrong usage', () => {
  test.each([
    [{ 'a/beer.7z': archive, 'b/beer.7z': archive }, ['a/beer.7z', 'b/beer.7z']],
    [{ 'beer.7z': archive, 'beer-2020-06/Posts.xml': XML }, ['beer.7z', 'beer-2020-06/Posts.xml']],
    [{ 'beer.7z': archive, 'beer-Posts.7z': archive }, ['beer.7z', 'beer-Posts.7z']],
  ])('is two dumps of one site, and the message names both', async (files, names) => {
    const folder = makeFolder(files);
    const error = await findInputs([folder]).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bad_usage' });
    for (const name of names) {
      expect(String(error)).toContain(join(folder, name));
    }
  });

  test('is a site and its meta only when it is not: they are two sites', async () => {
    const folder = makeFolder({ 'beer.stackexchange.com.7z': archive, 'beer.meta.stackexchange.com.7z': archive });
    expect(await findInputs([folder])).toHaveLength(2);
  });

  test('is a place without dumps, and the message says what was looked for', async () => {
    const error = await findInputs([makeFolder({ 'readme.txt': 'x' })]).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bad_usage' });
    expect(String(error)).toContain('Posts.xml');
    await expect(findInputs([])).rejects.toMatchObject({ code: 'bad_usage' });
  });

  test.each(['missing.7z', 'beer-Users.7z', 'readme.txt'])('is the file %s', async (name) => {
    const folder = makeFolder({ 'beer-Users.7z': archive, 'readme.txt': 'x' });
    const error = await findInputs([join(folder, name)]).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'bad_usage' });
    expect(String(error)).toContain(join(folder, name));
  });
});

test('an archive without posts is told with what is in it', async () => {
  const folder = makeFolder({ 'beer.7z': await makeArchive({ 'Users.xml': '<users/>', 'Tags.xml': '<tags/>' }) });
  const error = await findInputs([folder]).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'bad_input' });
  expect(String(error)).toContain('"Users.xml"');
});

test('the same is found with the system’s 7-Zip as with the one in the package', async () => {
  const folder = makeFolder({ 'beer.7z': archive });
  const { PATH: path } = process.env;
  expect(await findInputs([folder], { path })).toEqual(await findInputs([folder], { sevenZip: 'wasm' }));
});
