// Jobs at once: their results in order, no more of them than asked for, and an end to all where one fails.
import { expect, test } from 'vitest';
import { atOnce } from '../../src/passes/at-once.ts';

/** Jobs that end when they are told to, and what happened to them and the threads. */
function jobsOf(count: number) {
  const events: string[] = [];
  const ends: (() => void)[] = [];
  const jobs = Array.from({ length: count }, (_, index) => async () => {
    events.push(`${index} begins`);
    await new Promise<void>((resolve) => {
      ends[index] = resolve;
    });
    events.push(`${index} ends`);
    return index;
  });
  const workers = { close: async (reason: unknown) => void events.push(`closed: ${(reason as Error).message}`) };
  return { jobs, events, workers, end: (index: number) => ends[index]!() };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('results are in the order of the jobs, whichever ends first', async () => {
  const { jobs, events, workers, end } = jobsOf(2);
  const results = atOnce(jobs, { most: 2, workers });
  await settled();
  end(1);
  await settled();
  end(0);
  expect(await results).toEqual([0, 1]);
  expect(events).toEqual(['0 begins', '1 begins', '1 ends', '0 ends']);
});

test('no more begin than may at once', async () => {
  const { jobs, events, workers, end } = jobsOf(3);
  const results = atOnce(jobs, { most: 2, workers });
  await settled();
  expect(events).toEqual(['0 begins', '1 begins']);
  end(0);
  await settled();
  expect(events).toEqual(['0 begins', '1 begins', '0 ends', '2 begins']);
  end(1);
  end(2);
  expect(await results).toEqual([0, 1, 2]);
});

test('where one fails, the threads are closed, and those that began are waited for', async () => {
  const { jobs, events, workers, end } = jobsOf(2);
  const fails = () => Promise.reject(new Error('no room'));
  const outcome = atOnce([...jobs, fails], { most: 3, workers }).catch(({ message }: Error) => events.push(message));
  await settled();
  end(1);
  end(0);
  await outcome;
  expect(events.slice(-2)).toEqual(['closed: no room', 'no room']);
  expect(events.slice(0, -2).toSorted()).toEqual(['0 begins', '0 ends', '1 begins', '1 ends']);
});

test('none begins behind one that failed and those that began with it', async () => {
  const { jobs, events, workers } = jobsOf(3);
  const fails = () => Promise.reject(new Error('no room'));
  const ends = async () => void events.push('done');
  await expect(atOnce([ends, fails, ends, ...jobs], { most: 1, workers })).rejects.toThrow('no room');
  expect(events.filter((event) => event.endsWith('begins'))).toEqual([]);
});
