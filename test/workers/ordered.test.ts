import { setImmediate, setTimeout } from 'node:timers/promises';
import pLimit from 'p-limit';
import { describe, expect, test } from 'vitest';
import { ordered } from '../../src/workers/ordered.ts';
import { dice } from '../passes/helpers.ts';

/** Numbers from 0 on, with what became of the source. */
function numbers(count: number) {
  const seen = { given: 0, closed: false };
  async function* source() {
    try {
      for (; seen.given < count; ) yield seen.given++;
    } finally {
      seen.closed = true;
    }
  }
  return { seen, source: source() };
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('results come in the order of the items', () => {
  test.each([1, 2, 5])('with %i at once, whatever each takes', async (concurrency) => {
    const next = dice(concurrency);
    const run = async (n: number) => {
      await setTimeout(next(6));
      return n * 10;
    };
    const found = await all(ordered(numbers(40).source, run, pLimit(concurrency)));
    expect(found).toEqual(Array.from({ length: 40 }, (_, n) => n * 10));
  });

  test('when the first is the slowest', async () => {
    const run = async (n: number) => {
      await setTimeout(n === 0 ? 40 : 0);
      return n;
    };
    expect(await all(ordered(numbers(6).source, run, pLimit(3)))).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

test('an empty source gives nothing', async () => {
  expect(await all(ordered(numbers(0).source, async (n) => n, pLimit(2)))).toEqual([]);
});

test('never do more run than the limit allows, shared with others', async () => {
  const limit = pLimit(3);
  let running = 0;
  let most = 0;
  const run = async (n: number) => {
    running += 1;
    most = Math.max(most, running);
    await setTimeout(1 + (n % 3));
    running -= 1;
    return n;
  };
  await Promise.all([all(ordered(numbers(30).source, run, limit)), all(ordered(numbers(30).source, run, limit))]);
  expect(most).toBe(3);
});

test('a reader that does not take its results stops the source', async () => {
  const { seen, source } = numbers(1000);
  const results = ordered(source, async (n) => n, pLimit(4));
  await results.next();
  await setTimeout(20);
  expect(seen.given).toBeLessThanOrEqual(5);
  await results.return(undefined);
});

test('a reader that stops early closes the source', async () => {
  const { seen, source } = numbers(1000);
  for await (const n of ordered(source, async (n) => n, pLimit(2))) if (n === 3) break;
  expect(seen.closed).toBe(true);
});

describe('a failure', () => {
  const failAt = (bad: number) => async (n: number) => {
    await setTimeout(n === bad ? 1 : 3);
    if (n === bad) throw new Error(`item ${n} failed`);
    return n;
  };

  test('of an item is the failure of the whole', async () => {
    await expect(all(ordered(numbers(50).source, failAt(7), pLimit(3)))).rejects.toThrow('item 7 failed');
  });

  test('of an item closes the source', async () => {
    const { seen, source } = numbers(50);
    await expect(all(ordered(source, failAt(7), pLimit(3)))).rejects.toThrow();
    expect(seen).toEqual({ given: expect.any(Number), closed: true });
    expect(seen.given).toBeLessThan(15);
  });

  test('of the first that fails is told, though a later one fails sooner', async () => {
    const run = async (n: number) => {
      await setTimeout(n === 1 ? 20 : 1);
      throw new Error(`item ${n} failed`);
    };
    await expect(all(ordered(numbers(5).source, run, pLimit(5)))).rejects.toThrow('item 0 failed');
  });

  test('of the last items is not lost', async () => {
    await expect(all(ordered(numbers(8).source, failAt(7), pLimit(4)))).rejects.toThrow('item 7 failed');
  });

  test('thrown at once counts as any other', async () => {
    const run = (): Promise<number> => {
      throw new Error('at once');
    };
    await expect(all(ordered(numbers(3).source, run, pLimit(2)))).rejects.toThrow('at once');
  });

  test('of the source comes through', async () => {
    async function* broken() {
      yield 1;
      throw new Error('the source broke');
    }
    await expect(all(ordered(broken(), async (n) => n, pLimit(2)))).rejects.toThrow('the source broke');
  });

  test('is never an unhandled one, whoever else fails and whether anybody waits', async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    const run = async (n: number) => {
      await setTimeout(n);
      throw new Error(`item ${n} failed`);
    };
    await expect(all(ordered(numbers(9).source, run, pLimit(4)))).rejects.toThrow();
    const left = ordered(numbers(9).source, run, pLimit(4));
    await left.next().catch(() => {});
    await setTimeout(20);
    await setImmediate();
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
