// Work in parallel, results in order. At most `limit.concurrency` results wait here and one item waits for its turn,
// so memory is bounded whatever the source holds.

import type { LimitFunction } from 'p-limit';

/** Runs every item of `source` under `limit` and yields the results in the order of the items. */
export async function* ordered<Item, Result>(
  source: AsyncIterable<Item>,
  run: (item: Item) => Promise<Result>,
  limit: LimitFunction,
): AsyncGenerator<Result> {
  const running: Promise<Result>[] = [];
  for await (const item of source) {
    await new Promise<void>((started) => {
      const result = limit(() => {
        started();
        return run(item);
      });
      // Whoever takes the result sees the failure; until then it is not an unhandled one.
      result.catch(() => {});
      running.push(result);
    });
    if (running.length >= limit.concurrency) yield await running.shift()!;
  }
  while (running.length > 0) yield await running.shift()!;
}
