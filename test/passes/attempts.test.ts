// Notes of who is at which unit, as whoever asks how far a build is reads them.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StackpairsError } from '../../src/errors.ts';
import { failureOf, openAttempts, readAttempts, removeAttempts } from '../../src/passes/attempts.ts';
import { testFolder } from '../build/dataset.ts';

const root = testFolder();
const unit = { stage: 'title-body/agree', unit: 'agree-000003' };
const attemptsIn = (work: string, token = 'here') =>
  openAttempts(work, { by: `${token} 1`, token, date: () => new Date() });

test('a unit is noted while it is under way, and no more when it is done', async () => {
  const work = join(root, 'done');
  const seen = await attemptsIn(work).attempt(unit, async () => readAttempts(work));
  expect(seen.running).toEqual([expect.objectContaining({ ...unit, by: 'here 1' })]);
  expect(readAttempts(work)).toEqual({ running: [], failed: [] });
});

test('a failure stays on record with its code, until the unit is done after all', async () => {
  const work = join(root, 'failed');
  const damaged = new StackpairsError('damaged_archive', 'the archive ends early', { at: 'beer.7z' });
  await expect(attemptsIn(work).attempt(unit, () => Promise.reject(damaged))).rejects.toBe(damaged);
  const [failed] = readAttempts(work).failed;
  expect(failureOf(failed!)).toMatchObject({ code: 'damaged_archive', message: damaged.message });
  await attemptsIn(work).attempt(unit, async () => 0);
  expect(readAttempts(work).failed).toEqual([]);
});

test('an error that is nobody’s request has no code to be told by', async () => {
  const work = join(root, 'bug');
  await expect(attemptsIn(work).attempt(unit, () => Promise.reject(new Error('x'.repeat(9000))))).rejects.toThrow();
  const [failed] = readAttempts(work).failed;
  expect(failed!.error!.message).toHaveLength(2000);
  expect(failureOf(failed!)).toBeUndefined();
});

test('two processes at one unit do not disturb each other’s notes', async () => {
  const work = join(root, 'two');
  await attemptsIn(work, 'one').attempt(unit, () =>
    attemptsIn(work, 'other').attempt(unit, async () => {
      expect(readAttempts(work).running.map(({ by }) => by)).toEqual(['one 1', 'other 1']);
    }),
  );
});

test('a note that is torn is none, and all are gone when the build is finished', async () => {
  const work = join(root, 'torn');
  mkdirSync(join(work, '.attempts'), { recursive: true });
  writeFileSync(join(work, '.attempts', 'route~route-000000~x.running'), '{"stage":');
  expect(readAttempts(work).running).toEqual([]);
  await removeAttempts(work);
  expect(readAttempts(work)).toEqual({ running: [], failed: [] });
});
