// What is asked of object storage before a build begins.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findInputs } from '../src/extract/index.ts';
import { lookAtInputs } from '../src/look-at-inputs.ts';
import { openMirror } from '../src/open-mirror.ts';
import { testFolder } from './build/dataset.ts';
import { writeSet } from './read-foreign/foreign-set.ts';

test('nothing is asked for a dump on disk that has its posts alone', async () => {
  const root = writeSet(join(testFolder(), 'beer.stackexchange.com'), { 'Posts.xml': '<posts></posts>' });
  const inputs = await findInputs([root]);
  expect(inputs.map(({ tables }) => tables)).toEqual([{ links: undefined, users: undefined }]);
  const mirror = openMirror({ folder: join(root, 'mirror') });
  const pipeline = { path: 'none', selection: {} };
  await lookAtInputs({ inputs, out: root, pipeline, temporary: root, mirror });
});
