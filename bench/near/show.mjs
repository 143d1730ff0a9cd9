// Measurements to Markdown.
import { megabytes, table } from '../table.mjs';
import { joinedPairs } from './clusters.mjs';
import { LEVELS } from './planted.mjs';
import { interval, meetingChance } from './statistics.mjs';

const BANDING = { bands: 14, rows: 8 };
/** At which the programs that verify are compared. */
const SIMILARITY = 0.75;
/** A pair belongs to the level it is this near to. */
const TOLERANCE = 0.005;

const RECALL = `Planted pairs found, in percent, with Wilson's interval of 95 %. Where a program verifies what meets, it promises none of
the pairs below its least similarity, and of the others what banding promises.`;

/** What each program cost, and how often that is the cost of the first. */
export function showCosts(bodies, runs) {
  const [{ cost: base }] = runs;
  const rows = runs.map(({ name, cost }) => [
    name,
    cost.wallSeconds.toFixed(1),
    times(cost.wallSeconds / base.wallSeconds),
    cost.cpuSeconds.toFixed(1),
    times(cost.cpuSeconds / base.cpuSeconds),
    (bodies / cost.wallSeconds).toFixed(0),
    megabytes(cost.peakBytes),
    times(cost.peakBytes / base.peakBytes),
  ]);
  return table(['program', 'wall s', 'to first', 'CPU s', 'to first', 'bodies/s', 'peak MB', 'to first'], rows);
}

/** Planted pairs found at each level, in percent, with Wilson's interval of 95 %, and what banding promises. */
export function showRecall(pairs, runs) {
  const inside = runs.map(() => 0);
  const rows = LEVELS.map((level) => {
    const planted = pairs.filter(({ similarity }) => Math.abs(similarity - level) <= TOLERANCE);
    const cells = runs.map(({ clusters, verifiedFrom = 0 }, i) => {
      const found = planted.filter((pair) => isFound(clusters, pair)).length;
      const [low, high] = interval(found, planted.length);
      const promised = level < verifiedFrom ? 0 : meetingChance(level, BANDING);
      // Rounding may leave the bound of 0 or 100 % a hair inside of it.
      if (promised >= low - Number.EPSILON && promised <= high + Number.EPSILON) inside[i]++;
      return `${percent(found / planted.length)} (${percent(low)}-${percent(high)})`;
    });
    return [level.toFixed(2), planted.length, percent(meetingChance(level, BANDING)), ...cells];
  });
  const last = ['as promised', '', '', ...inside.map((count) => `${count} of ${LEVELS.length}`)];
  const head = ['similarity', 'pairs', '1-(1-s^8)^14', ...runs.map(({ name }) => name)];
  return [RECALL, table(head, [...rows, last])].join('\n\n');
}

/** What the clusters join. Planted pairs have no member in common, so every other joined pair is a false merge. */
export function showPrecision(pairs, runs) {
  const rows = runs.map(({ name, clusters, verifiedFrom }) => {
    const wanted = verifiedFrom ?? SIMILARITY;
    const joined = joinedPairs(clusters);
    const found = pairs.filter((pair) => isFound(clusters, pair));
    const alike = found.filter(({ similarity }) => similarity >= wanted).length;
    const share = `${percent(alike / joined)} %`;
    return [name, wanted.toFixed(2), joined, alike, found.length - alike, joined - found.length, share];
  });
  const head = ['program', 'wanted', 'joined', 'planted, wanted', 'planted, less similar', 'not planted', 'precision'];
  return ['Pairs of bodies in one cluster, by their true similarity:', table(head, rows)].join('\n\n');
}

/** Pairs of the wanted similarity that the first program and each other one found. */
export function showAgreement(pairs, [first, ...others]) {
  const alike = pairs.filter(({ similarity }) => similarity >= SIMILARITY);
  const rows = others.map(({ name, clusters }) => {
    const count = (inFirst, inOther) =>
      alike.filter((pair) => isFound(first.clusters, pair) === inFirst && isFound(clusters, pair) === inOther).length;
    return [name, count(true, true), count(true, false), count(false, true), count(false, false)];
  });
  const chances = alike.map(({ similarity }) => meetingChance(similarity, BANDING));
  const missed = chances.reduce((sum, chance) => sum + chance * (1 - chance), 0);
  return [
    'Planted pairs of 0.75 and more, by who found them:',
    table(['program', 'both', `only ${first.name}`, 'only it', 'neither'], rows),
    `Each has permutations of its own; so ${missed.toFixed(0)} pairs are to be expected in either of the middle columns.`,
  ].join('\n\n');
}

function isFound(clusters, { a, b }) {
  return clusters[a] === clusters[b];
}

function percent(share) {
  return (100 * share).toFixed(1);
}

function times(ratio) {
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)} x`;
}
