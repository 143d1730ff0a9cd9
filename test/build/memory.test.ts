// Six times the dump takes no more memory: what a run holds depends on its threads and buffers alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeSample } from '../../src/sample/index.ts';
import { startCli } from '../cli/run-cli.ts';
import { SMALL_SHARDS, testFolder } from './dataset.ts';

const root = testFolder();
const MEGABYTE = 1024 * 1024;

/** The most memory a run had resident, as the kernel counts it. */
async function peakOf(bytes: number): Promise<number> {
  const dump = join(root, `dump-${bytes}`);
  await writeSample(dump, { bytes });
  const { child, ended } = startCli(['run', SMALL_SHARDS, '--dumps', dump, '--out', `${dump}-out`, '--threads', '0']);
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, residentPeak(child.pid!) ?? 0);
  }, 10);
  const { code, stderr } = await ended;
  clearInterval(watch);
  expect(code, stderr).toBe(0);
  return peak;
}

function residentPeak(pid: number): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    // It has just ended; what was seen before is its peak.
    return undefined;
  }
}

describe.skipIf(process.platform !== 'linux')('the memory of a run', () => {
  test('D12: is not that of the dump, which is read as a stream', async () => {
    const small = await peakOf(20 * MEGABYTE);
    const large = await peakOf(120 * MEGABYTE);
    // Buffers fill and the heap is less often swept; a run that held 100 MB more of text would need twice as much at least.
    expect(large - small).toBeLessThan(64 * MEGABYTE);
  });
});
