// What tests of builds by many processes share: all that is missing is done pass by pass, each rank twice, in an order by
// chance, two at a time. A stage has no more ranks than units: further ones would do nothing.
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { expect } from 'vitest';
import { buildShare, unfinishedStages } from '../../src/build-shares.ts';
import { idHash } from '../../src/order-key.ts';
import { passOf } from '../../src/passes/unit-name.ts';

/** What every process of a test is given. */
export const HERE = { threads: 0, temporary: tmpdir() };
export const ATTEMPTS = { by: 'a test', token: 'test', date: () => new Date() };

/** Does all units of a planned build but those of a pass that it is to stop before. */
export async function workOff(out: string, mostRanks: number, before?: string): Promise<void> {
  const dice = idHash('order', basename(out));
  for (let round = 0; ; round++) {
    const unfinished = await unfinishedStages({ ...HERE, out });
    const [first] = unfinished;
    if (first === undefined || first.stage === before) return;
    expect(round).toBeLessThan(50);
    const pass = passOf(first.stage);
    const world = Math.min(mostRanks, Math.max(...unfinished.map(({ weights }) => weights.length)));
    const ranks = Array.from({ length: 2 * world }, (_, index) => ({
      rank: index % world,
      place: dice(1000 * round + index),
    }));
    const order = ranks.sort((a, b) => a.place - b.place).map(({ rank }) => rank);
    const worker = async (turn: number) => {
      for (let index = turn; index < order.length; index += 2) {
        await buildShare({ ...HERE, out, pass, share: { rank: order[index]!, world }, attempts: ATTEMPTS });
      }
    };
    await Promise.all([worker(0), worker(1)]);
  }
}
