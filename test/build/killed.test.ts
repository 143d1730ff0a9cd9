// kill -9 at any moment: the same command resumes, and the finished dataset is the same byte for byte.
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { idHash } from '../../src/order-key.ts';
import { writeSample } from '../../src/sample/index.ts';
import { runCli, startCli } from '../cli/run-cli.ts';
import { digestsOf, SMALL_SHARDS, temporariesIn, testFolder } from './dataset.ts';

const KILLS = 20;
const FOLDERS = 6;
const root = testFolder();
const dump = join(root, 'dump');
const run = (out: string) => ['run', SMALL_SHARDS, '--dumps', dump, '--out', out, '--threads', '1', '--keep-dropped'];
let expected: Record<string, string>;
/** From the start of a run to the moment its plan is there, and to its end, in milliseconds. */
let length: { planned: number; ended: number };

beforeAll(async () => {
  await writeSample(dump, { bytes: 20_000_000, sites: 6 });
  const out = join(root, 'expected');
  const started = performance.now();
  const { ended } = startCli(run(out));
  while (!existsSync(join(out, '.work', 'plan.json'))) await pause(5);
  const planned = performance.now() - started;
  await ended;
  length = { planned, ended: performance.now() - started };
  expected = digestsOf(out);
}, 300_000);

describe(`${KILLS} runs killed at moments spread over a run`, () => {
  test.each(shuffledFolders())(
    'build %i, killed at %j of a run, is finished by the same command',
    async (folder, shares) => {
      const out = join(root, `killed-${folder}`);
      for (const share of shares) {
        const { child, ended } = startCli(run(out));
        const stop = setTimeout(() => child.kill('SIGKILL'), length.planned + share * (length.ended - length.planned));
        const { code, signal } = await ended;
        clearTimeout(stop);
        // A run may have been quicker than the first one; whatever it finished must be right.
        expect([code, signal]).toEqual(code === 0 ? [0, null] : [null, 'SIGKILL']);
      }
      const { code, stderr } = await runCli(run(out));
      expect(code, stderr).toBe(0);
      expect(digestsOf(out)).toEqual(expected);
      expect(temporariesIn(out)).toEqual([]);
      rmSync(out, { recursive: true });
    },
    300_000,
  );
});

/** Evenly spread moments in a seeded order, dealt to a few builds: those after the first kill resumed runs. */
function shuffledFolders(): [number, number[]][] {
  const dice = idHash('moments', '1');
  const shares = Array.from({ length: KILLS }, (_, kill) => Number(((kill + dice(kill) / 2 ** 32) / KILLS).toFixed(3)));
  const order = shares.map((share, kill) => ({ share, rank: dice(1000 + kill) })).sort((a, b) => a.rank - b.rank);
  return Array.from({ length: FOLDERS }, (_, folder) => [
    folder,
    order.filter((_, index) => index % FOLDERS === folder).map(({ share }) => share),
  ]);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
