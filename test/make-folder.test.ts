import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../src/make-folder.ts';
import { makeFolder as madeFolder } from './extract/dump-files.ts';

test('a folder is made with those above it, once', () => {
  const path = join(madeFolder(), 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  expect(existsSync(path)).toBe(true);
});

test.each(['notes.txt', 'notes.txt/below'])('where a file is in the way of %s, that is said', (name) => {
  const folder = madeFolder({ 'notes.txt': '' });
  expect(() => makeFolder(join(folder, name))).toThrow(/EEXIST|ENOTDIR/);
});

test.runIf(process.platform === 'linux')('where a parent takes no folders, that is said at once', () => {
  expect(() => makeFolder('/proc/stackpairs/out')).toThrow('ENOENT');
});
