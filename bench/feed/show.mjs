// Measurements to Markdown.
import { megabytes, table } from '../table.mjs';

const COSTS = ['program', 'wall s', 'to feed', 'CPU s', 'to feed', 'peak MB', 'to feed', 'MB of its own', 'to feed'];
const CHECKS = ['order', 'batches', 'same text', 'same cluster', 'rows twice', 'rows left over'];

/** What each program cost, and how often that is the cost of the first; below it, what was cut off and what imports took. */
export function showCosts(medians) {
  const [[, base]] = medians;
  const cut = [...medians].filter(([, run]) => isCut(run));
  const rows = [...medians].map(([name, run]) => {
    const mark = isCut(run) ? '~' : '';
    const time = (key) => [`${mark}${wholeEpoch(run, key).toFixed(1)}`, times(wholeEpoch(run, key) / base[key])];
    const memory = (key) => [megabytes(run[key]), times(run[key] / base[key])];
    return [name, ...time('wallSeconds'), ...time('cpuSeconds'), ...memory('peakBytes'), ...memory('ownBytes')];
  });
  return [table(COSTS, rows), ...cut.map(([name, run]) => cutLine(name, run)), importLine(medians)].join('\n\n');
}

function importLine(medians) {
  const imports = [...medians.values()].filter(({ importSeconds }) => importSeconds !== undefined);
  const seconds = imports.map(({ importSeconds }) => importSeconds.toFixed(1)).join(' and ');
  const bytes = Math.max(...imports.map(({ importBytes }) => importBytes));
  return `Of the samplers, ${seconds} s and ${megabytes(bytes)} MB are imports of Python modules, which a trainer needs anyhow.`;
}

function cutLine(name, { rows, rowsSeen, wallSeconds, cpuSeconds }) {
  const measured = `${wallSeconds.toFixed(0)} s (${cpuSeconds.toFixed(0)} s of CPU)`;
  const share = `${((100 * rowsSeen) / rows).toFixed(0)} % of the rows`;
  return `~: ${name} was cut off after ${measured}, with ${share} in batches. The time is that of an epoch at the same rate.`;
}

/** What each order is worth: rows that are like one before them in their batch, and those that are in no batch. */
export function showChecks(checks) {
  const rows = checks.map(({ name, isWhole, batches, sameText, sameCluster, twice, never }) => {
    return [name, batches, sameText, sameCluster, twice, isWhole ? never : ''];
  });
  return table(CHECKS, rows);
}

/** Whether a run ended before its epoch did. */
export function isCut({ rows, rowsSeen }) {
  return rowsSeen < rows;
}

/** Seconds of a whole epoch: what comes before the first batch once, and batches at the rate they were made. */
function wholeEpoch(run, key) {
  if (!isCut(run)) return run[key];
  const before = run.untilFirst[key];
  return before + ((run[key] - before) * run.rows) / run.rowsSeen;
}

function times(ratio) {
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)} x`;
}
