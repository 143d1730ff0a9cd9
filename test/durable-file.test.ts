import nodeFs, { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FileSystem, openDurableFile, writeDurably } from '../src/durable-file.ts';
import { StackpairsError } from '../src/errors.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stackpairs-durable-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const bytes = (text: string) => new TextEncoder().encode(text);

/** A file system whose n-th call of one kind fails. */
function failing(call: keyof FileSystem, nth: number, code: string): FileSystem {
  let calls = 0;
  const failOnce = (...given: unknown[]) => {
    calls += 1;
    if (calls === nth) throw Object.assign(new Error(`${code}: made to fail`), { code });
    return (nodeFs[call] as (...given: unknown[]) => unknown)(...given);
  };
  return { ...nodeFs, [call]: failOnce };
}

test('a file has its name only once it is finished', () => {
  const path = join(folder, 'a.txt');
  const file = openDurableFile(path);
  file.write(bytes('one '));
  file.write(bytes('two'));
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\.a\.txt\.[0-9a-f]{12}\.tmp$/)]);
  expect(file.finish()).toEqual({ bytes: 7, sha256: undefined });
  expect(readdirSync(folder)).toEqual(['a.txt']);
  expect(readFileSync(path, 'utf8')).toBe('one two');
});

test('the digest is that of all bytes written', () => {
  const file = openDurableFile(join(folder, 'a.txt'), { sha256: true });
  file.write(bytes('ab'));
  file.write(bytes('c'));
  expect(file.finish().sha256).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('an abandoned file leaves nothing, and the file of that name stays as it was', () => {
  const path = join(folder, 'a.txt');
  writeFileSync(path, 'old');
  const file = openDurableFile(path);
  file.write(bytes('new'));
  file.abandon();
  file.abandon();
  expect(readdirSync(folder)).toEqual(['a.txt']);
  expect(readFileSync(path, 'utf8')).toBe('old');
});

test('abandoning a finished file keeps it', () => {
  const file = openDurableFile(join(folder, 'a.txt'));
  file.finish();
  file.abandon();
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('two that write one file at once do not meet, and the last one to finish has the name', () => {
  const path = join(folder, 'a.txt');
  const [first, second] = [openDurableFile(path), openDurableFile(path)];
  first.write(bytes('of the first'));
  second.write(bytes('of the second'));
  second.finish();
  expect(readFileSync(path, 'utf8')).toBe('of the second');
  first.finish();
  expect(readdirSync(folder)).toEqual(['a.txt']);
  expect(readFileSync(path, 'utf8')).toBe('of the first');
});

test('short writes are carried on with', () => {
  const short: FileSystem = {
    ...nodeFs,
    writeSync: (fd, part, offset, length) => nodeFs.writeSync(fd, part, offset, Math.min(length, 3)),
  };
  const written = writeDurably(join(folder, 'a.txt'), 'twelve bytes', { fs: short, sha256: true });
  expect(written.bytes).toBe(12);
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('twelve bytes');
});

test('a write that takes nothing is an error, not an endless loop', () => {
  const stuck: FileSystem = { ...nodeFs, writeSync: () => 0 };
  expect(() => writeDurably(join(folder, 'a.txt'), 'x', { fs: stuck })).toThrow('took no bytes');
  expect(readdirSync(folder)).toEqual([]);
});

test('a file cannot be written to after its end', () => {
  const file = openDurableFile(join(folder, 'a.txt'));
  file.finish();
  expect(() => file.write(bytes('x'))).toThrow('not open');
  expect(() => file.finish()).toThrow('not open');
});

describe('a failure leaves neither the file nor its temporary', () => {
  test.each([
    ['write', failing('writeSync', 1, 'EIO')],
    ['sync', failing('fsyncSync', 1, 'EIO')],
    ['close', failing('closeSync', 1, 'EIO')],
    ['rename', failing('renameSync', 1, 'EIO')],
  ])('%s', (_, fs) => {
    expect(() => writeDurably(join(folder, 'a.txt'), 'x', { fs })).toThrow('EIO');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('no room is told with the place and what was written', () => {
  test.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('%s', (code) => {
    const path = join(folder, 'a.txt');
    const file = openDurableFile(path, { fs: failing('writeSync', 2, code) });
    file.write(bytes('first'));
    const error = thrownBy(() => file.write(bytes('second')));
    file.abandon();
    expect(error).toBeInstanceOf(StackpairsError);
    expect(error).toMatchObject({ code: 'disk_full', parts: { at: path }, cause: { code } });
    expect(String(error)).toContain('after 5 bytes');
    expect(readdirSync(folder)).toEqual([]);
  });
});

test('a disk that fills up while syncing is told as well', () => {
  const write = () => writeDurably(join(folder, 'a.txt'), 'x', { fs: failing('fsyncSync', 1, 'ENOSPC') });
  expect(thrownBy(write)).toMatchObject({ code: 'disk_full' });
});

test('a file system that cannot sync a folder still gets the file', () => {
  writeDurably(join(folder, 'a.txt'), 'x', { fs: failing('fsyncSync', 2, 'EINVAL') });
  expect(readdirSync(folder)).toEqual(['a.txt']);
});

test('any other failure to sync the folder is an error', () => {
  expect(() => writeDurably(join(folder, 'a.txt'), 'x', { fs: failing('fsyncSync', 2, 'EIO') })).toThrow('EIO');
});

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}
