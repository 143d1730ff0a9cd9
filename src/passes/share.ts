// The share of one of many processes that build one dataset in a folder they all see. It takes no locks: who does which
// unit follows from the rank, what is done from the completion records, and a unit that two of them do comes out the same.
// Memory: what the units of a stage left, as their records say it.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pLimit from 'p-limit';
import { removeDurably } from '../durable-file.ts';
import type { Mirror } from '../storage/index.ts';
import type { Workers } from '../workers/pool.ts';
import type { Attempts } from './attempts.ts';
import type { Closeness } from './completion.ts';
import { publishUnit } from './publish-unit.ts';
import { type Share, unitsOfRank } from './ranks.ts';
import { type Left, performUnit, type RunStage, readDone, type Stage, stageName } from './stage.ts';
import { STAGES_FOLDER } from './stage-note.ts';
import { Paused } from './together.ts';
import { passOf } from './unit-name.ts';

/** A stage that could not be passed. */
export interface Unfinished {
  readonly stage: string;
  /** Paths of the records that are missing, by the number of their unit in the stage. */
  readonly missing: ReadonlyMap<number, string>;
  /** What each unit of the stage weighs, in their order. */
  readonly weights: readonly number[];
}

/** What a process does for a build. */
export interface ShareOptions {
  /** The `.work` folder. */
  readonly work: string;
  readonly workers: Workers;
  /** Undefined does nothing, and only looks. */
  readonly share?: Share | undefined;
  /** Only units of this pass; by default those of one pass after another. */
  readonly pass?: string | undefined;
  /** Waits for units of others; without it, a stage that others have to finish pauses the build. */
  readonly wait?: Waiting | undefined;
  /** How closely what is done is looked at: sizes by default; after a closer look, what is damaged counts as never done. */
  readonly closeness?: Closeness | undefined;
  readonly now?: (() => number) | undefined;
  /** Notes who is at what. */
  readonly attempts?: Attempts | undefined;
  /** Where the folder is in object storage: what others did is looked for there, and what is done here is published. */
  readonly mirror?: Mirror | undefined;
  /** Told when units of the pass were looked for. */
  readonly onReached?: (() => void) | undefined;
  readonly onUnfinished?: ((unfinished: Unfinished) => void) | undefined;
}

/** How to wait for others. */
export interface Waiting {
  /** Milliseconds between two looks. */
  readonly poll: number;
  /** Milliseconds without any unit done by others after which one of theirs is done here. */
  readonly patience: number;
  /** Resolves after so many milliseconds; rejects when the process is to stop. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** Runs of each stage the units of one share. */
export function inShares(options: ShareOptions): RunStage {
  const { work, share, pass, wait, mirror } = options;
  return async (stage) => {
    const name = stageName({ work }, stage);
    await mirror?.look(dirname(work));
    const isOurs = share !== undefined && (pass === undefined || passOf(name) === pass);
    if (isOurs) await mirror?.publishWritten(join(work, STAGES_FOLDER));
    if (isOurs) await performAll(stage, unitsOfRank(weightsOf(stage), share), { ...options, name });
    if (isOurs) options.onReached?.();
    if (isOurs) await mirror?.look(dirname(work));
    if (wait !== undefined) return told(stage, await allDone(stage, { ...options, name, wait }));
    const found = await readAll(stage, options);
    const missing = missingIn(found);
    if (missing.length > 0) throw unfinished(stage, missing, { ...options, name });
    return told(stage, found);
  };
}

/** Why the build does not go on behind a stage, once whoever asks was told. */
function unfinished<Done extends Left>(
  stage: Stage<Done>,
  missing: readonly number[],
  { name, onUnfinished }: Performing,
): Paused {
  const records = new Map(missing.map((unit) => [unit, recordOf(stage, unit)]));
  onUnfinished?.({ stage: name, weights: weightsOf(stage), missing: records });
  return new Paused(name);
}

interface Performing extends ShareOptions {
  /** Of the stage. */
  readonly name: string;
}

async function performAll<Done extends Left>(
  stage: Stage<Done>,
  units: readonly number[],
  { name, workers, now, attempts, mirror }: Performing,
): Promise<void> {
  // Fewer at once than in one process alone: what is begun and not finished is lost with the process.
  const limit = pLimit({
    concurrency: Math.max(1, Math.min(stage.width ?? workers.threads, workers.threads)),
    rejectOnClear: true,
  });
  const running = units.map((unit) =>
    limit(async () => {
      const one = stage.units[unit]!;
      if ((await readDone(stage, one, 'sizes')) !== undefined) return;
      const perform = async () => {
        const { files } = await performUnit(stage, one, { now, sync: mirror === undefined });
        await publishUnit({ work: stage.work, name: one.name, files, outputs: one.outputs }, mirror);
      };
      await (attempts === undefined ? perform() : attempts.attempt({ stage: name, unit: one.name }, perform));
    }),
  );
  try {
    await Promise.all(running);
  } catch (error) {
    limit.clearQueue();
    await workers.close(error);
    await Promise.allSettled(running);
    throw error;
  }
}

interface Awaiting extends Performing {
  readonly wait: Waiting;
}

/** What all units left, once they are done; where nobody does them, they are done here, one by one. */
async function allDone<Done extends Left>(stage: Stage<Done>, options: Awaiting): Promise<(Done | undefined)[]> {
  const { work, share, wait, mirror } = options;
  let idle = 0;
  let missed = Number.POSITIVE_INFINITY;
  // Ends when all is done: each turn either waits for others, whose patience ends as well, or does one unit.
  for (;;) {
    await mirror?.lookFrom(beginningOf(stage));
    const absent = absentOf(stage);
    if (absent.length === 0) await mirror?.look(dirname(work));
    const found = absent.length === 0 ? await readAll(stage, options) : undefined;
    const missing = found === undefined ? absent : missingIn(found);
    if (found !== undefined && missing.length === 0) return found;
    idle = missing.length < missed ? 0 : idle + wait.poll;
    missed = missing.length;
    if (idle < wait.patience) {
      await wait.pause(wait.poll);
      continue;
    }
    if (share === undefined) throw unfinished(stage, missing, options);
    // Those who lost patience at the same time begin at different units.
    await performAll(stage, [missing[share.rank % missing.length]!], options);
    // What was done here says nothing of the others.
    missed -= 1;
  }
}

/** What each unit left, if it is done. After a closer look than at sizes, what is damaged was never done: its record goes. */
async function readAll<Done extends Left>(
  stage: Stage<Done>,
  { closeness = 'sizes', mirror }: ShareOptions,
): Promise<(Done | undefined)[]> {
  const limit = pLimit(READ_AT_ONCE);
  const read = () => limit.map(stage.units, (unit) => readDone(stage, unit, closeness));
  if (closeness === 'sizes') return read();
  // Before the look, which takes a while: a unit that others finish meanwhile is not damaged.
  const absent = new Set(absentOf(stage));
  const found = await read();
  for (const unit of missingIn(found)) {
    if (absent.has(unit)) continue;
    removeDurably(recordOf(stage, unit));
    await mirror?.remove(recordOf(stage, unit));
  }
  return found;
}

function absentOf(stage: NamedUnits): number[] {
  return stage.units.flatMap((_, unit) => (existsSync(recordOf(stage, unit)) ? [] : [unit]));
}

/** Records read at once: enough for a file system that answers late. */
const READ_AT_ONCE = 16;

function missingIn(found: readonly unknown[]): number[] {
  return found.flatMap((one, unit) => (one === undefined ? [unit] : []));
}

async function told<Done extends Left>(stage: Stage<Done>, found: readonly (Done | undefined)[]): Promise<Done[]> {
  const all = found as readonly Done[];
  for (const [unit, done] of all.entries()) await stage.onDone?.(done, unit, true);
  return [...all];
}

function weightsOf({ units }: { readonly units: readonly { readonly bytes?: number }[] }): number[] {
  return units.map(({ bytes = 1 }) => Math.max(1, bytes));
}

/** What the paths of the records of a stage begin with. */
function beginningOf({ work, units }: NamedUnits): string {
  return join(work, units[0]!.name.replace(/\d+$/, ''));
}

interface NamedUnits {
  readonly work: string;
  readonly units: readonly { readonly name: string }[];
}

function recordOf({ work, units }: NamedUnits, unit: number): string {
  return join(work, `${units[unit]!.name}.json`);
}
