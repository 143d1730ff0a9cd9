// How far a build is, told from the files in its folder alone: the stages that were begun, the records of what is done, and
// the notes of what is under way or failed. It needs no pipeline, and disturbs nobody. Memory: a record at a time.

import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { StackpairsError } from './errors.ts';
import { planIn, readFinished, WORK_FOLDER } from './passes/adopt-plan.ts';
import { fetchAttempts, type NotedAttempt, readAttempts, STALE_MILLISECONDS } from './passes/attempts.ts';
import { readTiming } from './passes/completion.ts';
import { readStages, type StageNote } from './passes/stage-note.ts';
import type { Mirror } from './storage/index.ts';

const MOST_SLOW_UNITS = 5;

/** How far a stage is. */
export interface StageStatus {
  /** `route`, `title-body/agree` and so on. */
  readonly stage: string;
  readonly units: number;
  readonly done: number;
  /** Under way in a process that was alive a minute ago. */
  readonly running: number;
  /** Failed at the last attempt, and not done since. */
  readonly failed: number;
  /** Neither done, nor running, nor failed. */
  readonly missing: number;
  /** Seconds that the done units took together, as far as that was noted. */
  readonly seconds: number;
  /** Bytes that those of them read, as far as that is known. */
  readonly bytes: number;
  /** The slowest units, the slowest first. */
  readonly slowest: readonly { readonly unit: string; readonly seconds: number }[];
}

/** A unit that is being done, or failed. */
export interface UnitStatus {
  readonly stage: string;
  readonly unit: string;
  /** Machine, process and rank. */
  readonly by: string;
  /** What went wrong, if it failed. */
  readonly error?: string;
}

/** How far a build is. */
export interface BuildStatus {
  /** Name of the folder. */
  readonly name: string;
  readonly finished: boolean;
  /** In the order they were begun; those to come are not known before. */
  readonly stages: readonly StageStatus[];
  readonly running: readonly UnitStatus[];
  readonly failed: readonly UnitStatus[];
}

/** Shows a build here that is in object storage, as far as its status needs it. */
export async function lookAtBuild(out: string, mirror: Mirror): Promise<void> {
  if (!mirror.isMirrored(out)) return;
  await mirror.look(out);
  await fetchAttempts(join(out, WORK_FOLDER), mirror);
}

/** Tells how far a build is at a moment. Throws `bad_usage` if the folder has none. */
export function buildStatus(dir: string, now: Date): BuildStatus {
  const out = resolve(dir);
  const plan = planIn(out);
  if (plan === undefined) {
    throw new StackpairsError('bad_usage', 'the folder has no build', {
      at: dir,
      expected: 'a folder that run or plan made',
    });
  }
  const work = join(out, WORK_FOLDER);
  const { running, failed } = readAttempts(work);
  const alive = running.filter(({ touched }) => now.getTime() - touched < STALE_MILLISECONDS);
  const notes = { running: alive, failed };
  const stages = sameNames(readStages(work)).map((parts) => statusOf(parts, { work, ...notes }));
  const isOpen = ({ stage, unit }: NotedAttempt) => !existsSync(recordIn(work, readStages(work), { stage, unit }));
  return {
    name: basename(out),
    finished: readFinished(out, plan) !== undefined,
    stages,
    running: alive.map(told),
    failed: failed.filter(isOpen).map(told),
  };
}

interface Notes {
  readonly work: string;
  readonly running: readonly NotedAttempt[];
  readonly failed: readonly NotedAttempt[];
}

/** Stages in parts, as one that goes input by input. */
function sameNames(notes: readonly StageNote[]): StageNote[][] {
  const byName = new Map<string, StageNote[]>();
  for (const note of notes) byName.set(note.stage, [...(byName.get(note.stage) ?? []), note]);
  return [...byName.values()];
}

function statusOf(parts: readonly StageNote[], { work, ...notes }: Notes): StageStatus {
  const { stage, folder, first } = parts[0]!;
  const kind = first.replace(/-\d+$/, '');
  const records = recordsIn(join(work, folder), kind);
  const done = new Set(records.map((name) => name.replace(/\.json$/, '')));
  const units = parts.reduce((sum, part) => sum + part.units, 0);
  const open = (attempts: readonly NotedAttempt[]) =>
    new Set(attempts.flatMap((one) => (one.stage === stage && !done.has(one.unit) ? [one.unit] : [])));
  const running = open(notes.running);
  const failed = [...open(notes.failed)].filter((unit) => !running.has(unit)).length;
  const timings = records.flatMap((name) => {
    const timing = readTiming(join(work, folder, name));
    return timing === undefined ? [] : [{ unit: name.replace(/\.json$/, ''), ...timing }];
  });
  return {
    stage,
    units,
    done: done.size,
    running: running.size,
    failed,
    missing: Math.max(0, units - done.size - running.size - failed),
    seconds: timings.reduce((sum, { seconds }) => sum + seconds, 0),
    bytes: timings.reduce((sum, { bytes = 0 }) => sum + bytes, 0),
    slowest: timings
      .toSorted((a, b) => b.seconds - a.seconds || (a.unit < b.unit ? -1 : 1))
      .slice(0, MOST_SLOW_UNITS)
      .map(({ unit, seconds }) => ({ unit, seconds })),
  };
}

function recordsIn(folder: string, kind: string): string[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.filter((name) => name.startsWith(`${kind}-`) && /-\d+\.json$/.test(name)).toSorted();
}

function recordIn(
  work: string,
  notes: readonly StageNote[],
  { stage, unit }: Pick<NotedAttempt, 'stage' | 'unit'>,
): string {
  const folder = notes.find((note) => note.stage === stage)?.folder ?? '';
  return join(work, folder, `${unit}.json`);
}

function told({ stage, unit, by, error }: NotedAttempt): UnitStatus {
  return error === undefined ? { stage, unit, by } : { stage, unit, by, error: error.message };
}
