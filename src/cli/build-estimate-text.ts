// What a build will take, in words.

import type { BuildEstimate } from '../estimate-build.ts';
import { clockTime, grouped, size, table } from './terminal-text.ts';

/** A few lines and two tables. */
export function buildEstimateText(estimate: BuildEstimate): string {
  const { inputs, xmlBytes, units, cost, diskBytes, crews, digestSeconds } = estimate;
  const passes = Object.entries(cost.seconds).map(([pass, seconds]) => [pass, `${seconds.toFixed(1)} s`]);
  const times = crews.map(({ processes, threads, seconds, memoryBytes }) => [
    `${grouped(processes)} of ${grouped(threads)}`,
    clockTime(seconds),
    size(memoryBytes),
  ]);
  return [
    `${size(xmlBytes)} of XML in ${grouped(inputs)} dumps: about ${grouped(cost.rows)} pairs`,
    `  ${grouped(units.read)} units to read, ${grouped(units.agree)} to agree, ${grouped(units.reduce)} to reduce`,
    `  about ${size(cost.spilledBytes)} of partitions and ${size(cost.writtenBytes)} of dataset; ${size(diskBytes)} must be free`,
    `  the largest dump takes ${clockTime(digestSeconds)} to be digested, by one process`,
    '',
    table([['pass', 'CPU time'], ...passes, ['all', `${cost.allCpuSeconds.toFixed(1)} s`]]),
    '',
    table([['processes of threads', 'time', 'memory each'], ...times]),
    '',
    'As title-body takes it, without unpacking, networks and schedulers: see docs/scaling.md',
  ].join('\n');
}
