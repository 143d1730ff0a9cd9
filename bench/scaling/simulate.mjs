// A cluster that works off a plan, event by event: tasks start when the scheduler has them started, each does the units of its
// rank with its threads, and a pass begins when the one before it is seen to be over. And the same by a formula, which knows
// no more than sums and the longest unit.
import { createRandom } from '../near/random.mjs';
import { ranksOf } from './plan-of.mjs';

/** A process that starts Node and reads the plan. */
const START_SECONDS = 0.6;
/** A record that a process reads before it begins. */
const RECORD_SECONDS = 0.0003;
/** A scheduler starts so many tasks a second, and whoever waits looks so often. */
const TASKS_PER_SECOND = 20;
const POLL_SECONDS = 10;
/** Machines differ by a tenth, and one of a hundred is three times slower. */
const SPREAD = 0.1;
const SLOW_SHARE = 0.01;
const SLOW_TIMES = 3;
const FINE = 2 ** 20;

/** Seconds until the manifest is there, where machines differ by chance. */
export function simulate(plan, cluster, seed) {
  const { workers, threads } = cluster;
  const dice = createRandom();
  dice.seed(seed, workers);
  const speeds = Array.from({ length: workers }, () => speedBy(() => dice.below(FINE) / FINE));
  const isAlone = workers === 1;
  let clock = isAlone ? START_SECONDS : 0;
  let records = 0;
  for (const { units, beside } of plan.passes) {
    const [own, other] = [secondsOf(units, cluster), secondsBeside(beside, cluster)];
    const tasks = Math.min(workers, units.length);
    const [ranks, others] = [ranksOf(own, tasks), ranksOf(other, tasks)];
    const ends = Array.from({ length: tasks }, (_, rank) => {
      const ofRank = (seconds, whose) => seconds.filter((_, unit) => whose[unit] === rank);
      const work = Math.max(inThreads(ofRank(own, ranks), threads), sum(ofRank(other, others)));
      const begin = isAlone ? 0 : START_SECONDS + records * RECORD_SECONDS + rank / TASKS_PER_SECOND;
      return begin + work / (isAlone ? 1 : speeds[rank]);
    });
    const end = Math.max(...ends);
    clock += isAlone ? end : Math.ceil(end / POLL_SECONDS) * POLL_SECONDS;
    records += units.length + beside.length;
  }
  return clock + finishSeconds(plan, cluster, records);
}

/** The same by a formula. */
export function formula(plan, cluster) {
  const { workers, threads } = cluster;
  const isAlone = workers === 1;
  let clock = isAlone ? START_SECONDS : 0;
  let records = 0;
  for (const { units, beside } of plan.passes) {
    const [own, other] = [secondsOf(units, cluster), secondsBeside(beside, cluster)];
    const tasks = Math.min(workers, units.length);
    const share = sum(own) / (tasks * threads);
    const alone = Math.max(...own, sum(other) / tasks, ...other);
    // Of many workers that have the same to do one is slow, and the pass waits for it; not so of one that has more than all.
    const longest = Math.max(alone, isAlone ? share : share * slowest(tasks));
    // A pass is seen to be over half a turn later.
    const around = START_SECONDS + records * RECORD_SECONDS + tasks / TASKS_PER_SECOND + POLL_SECONDS / 2;
    clock += longest + (isAlone ? 0 : around);
    records += units.length + beside.length;
  }
  return clock + finishSeconds(plan, cluster, records);
}

/** A unit takes what its bytes or its work take, whichever is more; the threads of a worker share its disk or network. */
function secondsOf(units, { threads, bytesPerSecond }) {
  return units.map(({ seconds, bytes }) => Math.max(seconds, (bytes * threads) / bytesPerSecond));
}

/** What goes beside, one unit after another, has one stream. */
function secondsBeside(units, { streamBytesPerSecond }) {
  return units.map(({ seconds, bytes }) => Math.max(seconds, bytes / streamBytesPerSecond));
}

function finishSeconds({ finish }, { workers, streamBytesPerSecond }, records) {
  return Math.max(finish.seconds, finish.bytes / streamBytesPerSecond) + (workers === 1 ? 0 : records * RECORD_SECONDS);
}

function slowest(tasks) {
  const isAny = 1 - (1 - SLOW_SHARE) ** tasks;
  return isAny * SLOW_TIMES + (1 - isAny) * (1 + SPREAD);
}

/** Units in the order of the plan, each to the thread that is free first. */
function inThreads(seconds, threads) {
  const free = new Array(threads).fill(0);
  for (const one of seconds) free[free.indexOf(Math.min(...free))] += one;
  return Math.max(...free);
}

function speedBy(dice) {
  const slow = dice() < SLOW_SHARE ? SLOW_TIMES : 1;
  return 1 / (slow * (1 + SPREAD * (2 * dice() - 1)));
}

function sum(numbers) {
  return numbers.reduce((total, one) => total + one, 0);
}
