import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findMember } from '../../src/extract/find-member.ts';
import { findInputs, type OpenOptions, openInput } from '../../src/extract/index.ts';
import { type LocatedMember, locateMember } from '../../src/extract/locate-member.ts';
import { readMembers } from '../../src/extract/seven-zip-header.ts';
import { unpackMember } from '../../src/extract/unpack-member.ts';
import { localUnpacker } from './local-unpacker.ts';

const { STACKPAIRS_DUMPS: dumps, PATH: path } = process.env;
/** Of what 7-Zip 26.02 unpacks to a file. */
const POSTS_MD5 = '9253f4526659e7aa48ed8750d1b5f624';
const hasNative = spawnSync('7zz', ['i']).status === 0;

describe.skipIf(dumps === undefined)(
  'the real archive of beer.stackexchange.com, 2020 (where STACKPAIRS_DUMPS is set)',
  () => {
    const folder = join(dumps ?? '', 'beer.stackexchange.com-2020-06');

    test('gives its bytes with the 7-Zip in the package', async () => {
      expect(await digest({ sevenZip: 'wasm' })).toBe(POSTS_MD5);
    });

    test.skipIf(!hasNative)('gives the same bytes with the system’s 7-Zip (where 7zz is installed)', async () => {
      expect(await digest({ sevenZip: 'native' })).toBe(POSTS_MD5);
    });

    test('gives the same bytes when it is unpacked here', async () => {
      const unpacker = localUnpacker(3);
      expect(await digest({ unpacker })).toBe(POSTS_MD5);
      expect(unpacker.tasks.length).toBeGreaterThan(0);
    });

    test('shows where Posts.xml begins, behind half of the archive', async () => {
      const located = await locatePosts();
      const unpacker = localUnpacker();
      const place = await findMember(located, { unpacker });
      expect(place?.bit).toBeGreaterThan(located.stream.bytes * 3);
      const hash = createHash('md5');
      for await (const chunk of unpackMember(located, { unpacker, worthBytes: 0 })) hash.update(chunk);
      expect(hash.digest('hex')).toBe(POSTS_MD5);
    });

    async function locatePosts(): Promise<LocatedMember> {
      const archive = join(folder, 'beer.stackexchange.com.7z');
      const posts = (await readMembers(archive)).find(({ path: name }) => name === 'Posts.xml')!;
      return (await locateMember(archive, { ...posts, encrypted: false }, 'beer.7z'))!;
    }

    async function digest(options: OpenOptions): Promise<string> {
      const [input] = await findInputs([folder], { path });
      expect(input).toMatchObject({ site: 'beer.stackexchange.com', dumpDate: '2020-06', xmlBytes: 4_272_413 });
      const hash = createHash('md5');
      for await (const chunk of input === undefined ? [] : openInput(input, { path, ...options })) {
        hash.update(chunk);
      }
      return hash.digest('hex');
    }
  },
);
