import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findInputs, openInput } from '../../src/extract/index.ts';

const { STACKPAIRS_DUMPS: dumps, PATH: path } = process.env;
/** Of what 7-Zip 26.02 unpacks to a file. */
const POSTS_MD5 = '9253f4526659e7aa48ed8750d1b5f624';
const hasNative = spawnSync('7zz', ['i']).status === 0;

describe.skipIf(dumps === undefined)(
  'the real archive of beer.stackexchange.com, 2020 (where STACKPAIRS_DUMPS is set)',
  () => {
    const folder = join(dumps ?? '', 'beer.stackexchange.com-2020-06');

    test('gives its bytes with the 7-Zip in the package', async () => {
      expect(await digest('wasm')).toBe(POSTS_MD5);
    });

    test.skipIf(!hasNative)('gives the same bytes with the system’s 7-Zip (where 7zz is installed)', async () => {
      expect(await digest('native')).toBe(POSTS_MD5);
    });

    async function digest(sevenZip: 'wasm' | 'native'): Promise<string> {
      const [input] = await findInputs([folder], { sevenZip, path });
      expect(input).toMatchObject({ site: 'beer.stackexchange.com', dumpDate: '2020-06', xmlBytes: 4_272_413 });
      const hash = createHash('md5');
      for await (const chunk of input === undefined ? [] : openInput(input, { sevenZip, path })) {
        hash.update(chunk);
      }
      return hash.digest('hex');
    }
  },
);
