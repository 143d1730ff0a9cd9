import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { takeLock } from '../src/lock.ts';
import { makeFolder } from './extract/dump-files.ts';

const [SOURCE, JITI] = [new URL('../src/lock.ts', import.meta.url).href, import.meta.resolve('jiti')];

/** A process that holds the lock of a folder until it is killed. */
async function holderOf(folder: string): Promise<ChildProcess> {
  const script = `
    import { createJiti } from '${JITI}';
    const { takeLock } = await createJiti('${SOURCE}').import('${SOURCE}');
    await takeLock(process.argv[1], process.argv[2]);
    console.log('held');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder, tmpdir()]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

test('the second to come is told where the first is at work', async () => {
  const folder = makeFolder();
  const unlock = await takeLock(folder, tmpdir());
  await expect(takeLock(folder, tmpdir())).rejects.toThrow(
    expect.objectContaining({
      code: 'locked',
      message: `${folder}: another run is at work here. Wait for it, or stop it`,
    }),
  );
  await unlock();
});

test('a lock that was freed can be taken again', async () => {
  const folder = makeFolder();
  for (let turn = 0; turn < 3; turn++) {
    const unlock = await takeLock(folder, tmpdir());
    await unlock();
  }
});

test('the one refused does not free it for the next', async () => {
  const folder = makeFolder();
  const unlock = await takeLock(folder, tmpdir());
  await expect(takeLock(folder, tmpdir())).rejects.toThrow('another run');
  await expect(takeLock(folder, tmpdir())).rejects.toThrow('another run');
  await unlock();
});

test('other folders are other locks', async () => {
  const unlocks = await Promise.all([makeFolder(), makeFolder()].map((folder) => takeLock(folder, tmpdir())));
  await Promise.all(unlocks.map((unlock) => unlock()));
});

test('a folder by another name is the same lock', async () => {
  const folder = makeFolder();
  const link = join(makeFolder(), 'link');
  symlinkSync(folder, link);
  const unlock = await takeLock(folder, tmpdir());
  await expect(takeLock(link, tmpdir())).rejects.toThrow('another run');
  await expect(takeLock(`${folder}/../${folder.split('/').at(-1)}`, tmpdir())).rejects.toThrow('another run');
  await unlock();
});

test('of many that come at once exactly one gets it', async () => {
  const folder = makeFolder();
  const taken = await Promise.allSettled(Array.from({ length: 8 }, () => takeLock(folder, tmpdir())));
  const unlocks = taken.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(unlocks).toHaveLength(1);
  await unlocks[0]!();
});

test('a folder that is not there has no lock', async () => {
  await expect(takeLock(join(makeFolder(), 'gone'), tmpdir())).rejects.toThrow('ENOENT');
});

test('a lock held by another process is told, and free the moment that process is killed', async () => {
  const folder = makeFolder();
  const child = await holderOf(folder);
  await expect(takeLock(folder, tmpdir())).rejects.toThrow('another run');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const unlock = await takeLock(folder, tmpdir());
  await unlock();
});
