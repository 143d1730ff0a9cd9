// What an earlier build read of dumps that are still the same: its spills and records get the numbers they have here, so
// that of dumps that did not change only the users are read again: all names are in one file. Everything behind the route pass
// runs whole, and the dataset is that of a full build, byte for byte. Spills are linked; memory: one record.

import { copyFileSync, existsSync, linkSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { renumberEntries } from '../spill/index.ts';
import { PLAN_FILE, planIn, WORK_FOLDER } from './adopt-plan.ts';
import { readCompletion, type WorkFile, workFileSchema, writeCompletion } from './completion.ts';
import type { PassContext } from './context.ts';
import type { Plan } from './plan.ts';
import { isSameFile, isSameInput } from './plan-files.ts';
import { routedSchema } from './routed.ts';
import { type UnitKind, unitName } from './unit-name.ts';

/** What of a plan decides what the route pass writes of a dump. */
const READING = [
  'stackpairs',
  'runtime',
  'pipeline',
  'limit',
  'takedowns',
  'strict',
  'keepDropped',
  'layout',
] as const satisfies readonly (keyof Plan)[];

const recordSchema = z.looseObject({ files: z.array(workFileSchema) });

/** Two builds, the earlier first. */
interface Builds {
  readonly earlier: Build;
  readonly now: Build;
}

interface Build {
  readonly work: string;
  readonly plan: Plan;
}

/** The same thing in both, by its numbers. */
interface Numbers {
  readonly earlier: number;
  readonly now: number;
}

/** Takes over what the build in a folder read, if it would be read in the same way now; what is not there is read. */
export async function takeOver({ plan, work }: Pick<PassContext, 'plan' | 'work'>, folder: string): Promise<void> {
  const earlier = planIn(folder);
  if (earlier === undefined || READING.some((key) => !isDeepStrictEqual(earlier[key], plan[key]))) return;
  const builds = { earlier: { work: join(folder, WORK_FOLDER), plan: earlier }, now: { work, plan } };
  for (const input of matches(plan.inputs, earlier.inputs, isSameInput)) {
    await takeRecord('digest', input, builds);
    for (const unit of sameUnits(input, builds)) await takeUnit(unit, input.now, builds);
  }
  for (const table of matches(plan.tables, earlier.tables, isSameFile)) {
    await takeRecord('links', table, builds);
    const behind = { earlier: earlier.inputs.length + table.earlier, now: plan.inputs.length + table.now };
    await takeRecord('digest', behind, builds);
  }
}

/** Removes from a finished build's work folder what no later build can take over. */
export function keepReusable(out: string): void {
  const work = join(out, WORK_FOLDER);
  for (const name of existsSync(work) ? readdirSync(work) : []) {
    const isOfUse = name === PLAN_FILE || /^(?:route|links|digest)-\d+\./.test(name);
    if (!isOfUse) rmSync(join(work, name), { recursive: true, force: true });
  }
}

function matches<File>(
  now: readonly File[],
  earlier: readonly File[],
  isSame: (a: File, b: File) => boolean,
): Numbers[] {
  return now.flatMap((file, index) => {
    const found = earlier.findIndex((other) => isSame(file, other));
    return found < 0 ? [] : [{ earlier: found, now: index }];
  });
}

/** The units of an input; none where it was cut up in another way. */
function sameUnits(input: Numbers, builds: Builds): Numbers[] {
  const of = (side: keyof Builds) => builds[side].plan.units.filter((unit) => unit.input === input[side]);
  const [earlier, now] = [of('earlier'), of('now')];
  const isSame = now.every(({ from, to }, index) => earlier[index]?.from === from && earlier[index].to === to);
  if (!isSame || earlier.length !== now.length) return [];
  return now.map(({ unit }, index) => ({ earlier: earlier[index]!.unit, now: unit }));
}

async function takeUnit(unit: Numbers, input: number, builds: Builds): Promise<void> {
  const [from, to] = [unitName('route', unit.earlier), unitName('route', unit.now)];
  if (existsSync(join(builds.now.work, `${to}.json`))) return;
  const record = await readCompletion(builds.earlier.work, from, routedSchema);
  if (record === undefined) return;
  const isRenumbered = builds.earlier.plan.units[unit.earlier]!.input !== input;
  const files = record.files.map((file) => {
    const [path, other] = [join(builds.earlier.work, file.path), file.path.replace(from, to)];
    const isNumbered = isRenumbered && file.path.endsWith('.entries');
    if (isNumbered) return { path: other, ...renumberEntries(path, join(builds.now.work, other), input) };
    return takeFile(file, other, builds);
  });
  const samples = record.samples.map((sample) => ({ ...sample, input }));
  writeCompletion(builds.now.work, to, { ...record, files, samples });
}

/** A record that does not say its number, with its files. */
async function takeRecord(kind: UnitKind, { earlier, now }: Numbers, builds: Builds): Promise<void> {
  const [from, to] = [unitName(kind, earlier), unitName(kind, now)];
  if (existsSync(join(builds.now.work, `${to}.json`))) return;
  const record = await readCompletion(builds.earlier.work, from, recordSchema);
  if (record === undefined) return;
  const files = record.files.map((file) => takeFile(file, file.path.replace(from, to), builds));
  writeCompletion(builds.now.work, to, { ...record, files });
}

/** The same bytes under another name, where the disk can do that, else a copy. No pass writes into a file that is there. */
function takeFile(file: WorkFile, path: string, { earlier, now }: Builds): WorkFile {
  const [from, to] = [join(earlier.work, file.path), join(now.work, path)];
  rmSync(to, { force: true });
  try {
    linkSync(from, to);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    copyFileSync(from, to);
  }
  return { ...file, path };
}
