// A stage of a build: units that know nothing of each other, each with a completion record. They are run here, in the
// threads of one process; or by whatever the build under way has in its place, such as the share of one of many processes.

import { relative, sep } from 'node:path';
import type { z } from 'zod';
import type { Workers } from '../workers/pool.ts';
import { atOnce } from './at-once.ts';
import { type Closeness, readCompletion, type Timing, type WorkFile, writeCompletion } from './completion.ts';
import { noteStage } from './stage-note.ts';

/** What every unit leaves behind. */
export interface Left {
  readonly files: readonly WorkFile[];
}

/** A unit of a stage. */
export interface StageUnit<Done extends Left> {
  /** Of its record and its files: see `unitName`. */
  readonly name: string;
  /** Bytes that it reads, where units differ much in that; by default they are alike. */
  readonly bytes?: number;
  readonly perform: () => Promise<Done>;
  /** Paths of what it left outside of its files. */
  readonly outputs?: readonly string[];
  /** Whether what it left outside of its files is still there. */
  readonly isWhole?: (done: Done, closeness: Closeness) => Promise<boolean>;
}

/** Units that can be run in any order, or at once. */
export interface Stage<Done extends Left> {
  /** Folder of their files and records. */
  readonly work: string;
  readonly schema: z.ZodType<Done>;
  readonly units: readonly StageUnit<Done>[];
  /** Units at work at once; by default as many as keep the threads busy. */
  readonly width?: number;
  /** Told of every unit that is done, and whether it was before. */
  readonly onDone?: (done: Done, unit: number, before: boolean) => void | Promise<void>;
}

/** Runs the units that are not done yet, and gives what all of them left, in their order. */
export type RunStage = <Done extends Left>(stage: Stage<Done>) => Promise<Done[]>;

/** What of a build under way its stages need. */
export interface StageContext {
  /** The `.work` folder, or that of a config within it. */
  readonly work: string;
  /** The `.work` folder, where `work` is that of a config. */
  readonly shared?: string;
  readonly workers: Workers;
  /** Milliseconds on a clock that only goes forward; without it nobody notes how long units take. */
  readonly now?: (() => number) | undefined;
  readonly runStage?: RunStage | undefined;
}

/** Runs a stage: in the threads of this process, unless the build has another way. */
export async function runStage<Done extends Left>(context: StageContext, stage: Stage<Done>): Promise<Done[]> {
  if (stage.units.length === 0) return [];
  const { work, shared = work } = context;
  const folder = relative(shared, stage.work);
  const [first] = stage.units;
  noteStage(shared, { stage: stageName(context, stage), folder, first: first!.name, units: stage.units.length });
  return (context.runStage ?? inThreads(context))(stage);
}

interface NamedStage {
  readonly work: string;
  readonly units: readonly { readonly name: string }[];
}

/** `route`, `join`, `title-body/agree`: a kind of unit, and the config it is of. */
export function stageName({ work, shared = work }: Pick<StageContext, 'work' | 'shared'>, stage: NamedStage): string {
  const kind = stage.units[0]!.name.replace(/-\d+$/, '');
  const folder = relative(shared, stage.work).split(sep).join('/');
  return folder === '' || folder === kind ? kind : `${folder}/${kind}`;
}

function inThreads({ workers, now }: StageContext): RunStage {
  return (stage) =>
    atOnce(
      stage.units.map((unit, index) => () => once(stage, { unit, index, now })),
      { most: stage.width ?? workers.width, workers },
    );
}

interface Turn<Done extends Left> {
  readonly unit: StageUnit<Done>;
  readonly index: number;
  readonly now: StageContext['now'];
}

async function once<Done extends Left>(stage: Stage<Done>, { unit, index, now }: Turn<Done>): Promise<Done> {
  const earlier = await readDone(stage, unit, 'bytes');
  const done = earlier ?? (await performUnit(stage, unit, { now }));
  await stage.onDone?.(done, index, earlier !== undefined);
  return done;
}

/** What a unit left, if it is done and all of it is still there. */
export async function readDone<Done extends Left>(
  { work, schema }: Stage<Done>,
  { name, isWhole }: StageUnit<Done>,
  closeness: Closeness,
): Promise<Done | undefined> {
  const done = await readCompletion(work, name, schema, closeness);
  if (done === undefined || isWhole === undefined) return done;
  return (await isWhole(done, closeness)) ? done : undefined;
}

/** Performs a unit and writes its record. */
export async function performUnit<Done extends Left>(
  { work }: Stage<Done>,
  { name, bytes, perform }: StageUnit<Done>,
  { now, sync }: { readonly now: StageContext['now']; readonly sync?: boolean },
): Promise<Done> {
  const started = now?.();
  const done = await perform();
  writeCompletion(work, name, done, { sync: sync ?? false, timing: timingOf(started, now?.(), bytes) });
  return done;
}

function timingOf(
  started: number | undefined,
  ended: number | undefined,
  bytes: number | undefined,
): Timing | undefined {
  if (started === undefined || ended === undefined) return undefined;
  return { seconds: Math.max(0, ended - started) / 1000, ...(bytes === undefined ? {} : { bytes }) };
}
