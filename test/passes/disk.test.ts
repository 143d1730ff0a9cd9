import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkDisk, estimateDisk, folderBytes } from '../../src/passes/disk.ts';
import { removeTemporaries } from '../../src/passes/remove-temporaries.ts';
import type { Input } from '../../src/types.ts';
import { bareInput, makeFolder } from '../extract/dump-files.ts';
import { pipelineWith } from './helpers.ts';

const PLAIN = pipelineWith();
const input = (xmlBytes: number): Input => ({ ...bareInput('/dump', '7z'), xmlBytes });

describe('the estimate', () => {
  test('grows with the XML of all inputs', () => {
    expect(estimateDisk([input(1e9), input(3e9)], PLAIN)).toBeCloseTo(4 * estimateDisk([input(1e9)], PLAIN));
  });

  test('is less than the XML itself, since that is never unpacked to disk', () => {
    expect(estimateDisk([input(1e9)], PLAIN)).toBeLessThan(1e9);
  });

  test('counts rows twice that are spilled once more to be shuffled', () => {
    const shuffled = pipelineWith({ dedupe: { exact: 'off' }, shard: { order: 'seed-compat' } });
    expect(estimateDisk([input(1e9)], shuffled)).toBeCloseTo(1.5 * estimateDisk([input(1e9)], PLAIN));
  });

  test('is nothing for standard input, of which nothing is known', () => {
    expect(estimateDisk([input(0)], PLAIN)).toBe(0);
  });
});

describe('a build', () => {
  test('that fits may begin', () => {
    expect(() => checkDisk(makeFolder(), [input(1e6)], PLAIN)).not.toThrow();
  });

  test('that does not fit is told what is missing', () => {
    const folder = makeFolder();
    expect(() => checkDisk(folder, [input(1e18)], PLAIN)).toThrow(
      expect.objectContaining({
        code: 'disk_full',
        message: expect.stringMatching(/^.*: the build may not fit; expected 8\d{11} MB free, found \d+ MB\. .*--out/),
      }),
    );
  });
});

test('a folder is as large as the files in it, at any depth', () => {
  const small = folderBytes(makeFolder({ 'a/b/one': 'x', two: 'x' }));
  const large = folderBytes(makeFolder({ 'a/b/one': 'x'.repeat(5001), two: 'x' }));
  expect(large - small).toBe(5000);
});

test('an empty folder is of no size', () => {
  expect(folderBytes(makeFolder())).toBe(0);
});

describe('temporaries', () => {
  test('are removed at every depth, and nothing else is', () => {
    const names = ['.a.tmp', '.work/.plan.json.tmp', 'data/x/.train.arrow.tmp', '.tmp', '.work/a', 'a.tmp'];
    const folder = makeFolder(Object.fromEntries(names.map((name) => [name, ''])));
    removeTemporaries(folder);
    expect(names.filter((name) => existsSync(join(folder, name)))).toEqual(['.tmp', '.work/a', 'a.tmp']);
  });

  test('of a folder that is not there are none', () => {
    expect(() => removeTemporaries(join(makeFolder(), 'gone'))).not.toThrow();
  });
});
