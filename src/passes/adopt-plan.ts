// The plan on disk decides: the same one resumes, another one in the same folder is refused, and a folder that holds
// anything else is left alone.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import type { Manifest, ManifestShard } from '../manifest.ts';
import {
  CARD_FILE,
  CONTAMINATION_FILE,
  DATA_CONFIG_FILE,
  expectOneGeneration,
  MANIFEST_FILE,
  REPORT_FILE,
  readManifest,
} from '../manifest-file.ts';
import { parseJson } from '../parse-json.ts';
import { droppedFiles } from './keep-dropped.ts';
import { isSamePlan, type Plan, planSchema } from './plan.ts';

/** Name of the work folder in the output folder. */
export const WORK_FOLDER = '.work';

/** Name of the plan in the work folder: whatever has one is a build. */
export const PLAN_FILE = 'plan.json';

const OTHER_FOLDER = 'Choose another --out, or remove this one';

/** Makes the output folder, or finds it empty or with a build in it. Any other is `bad_usage` and left as it is. */
export function claimFolder(out: string): void {
  try {
    makeFolder(out);
  } catch (cause) {
    throw new StackpairsError('bad_usage', 'the folder cannot be made', {
      at: out,
      found: cause instanceof Error ? cause.message : String(cause),
      hint: 'Choose another --out',
      cause,
    });
  }
  expectOneGeneration(out);
  if (existsSync(planPath(out)) || readdirSync(out).every((name) => name === WORK_FOLDER)) return;
  throw new StackpairsError('bad_usage', 'the folder is not empty', { at: out, hint: OTHER_FOLDER });
}

function planPath(out: string): string {
  return join(out, WORK_FOLDER, PLAN_FILE);
}

/** Writes the plan into a claimed folder, or finds the very same one there. Another one is `bad_usage`. */
export function adoptPlan(out: string, plan: Plan, hint = OTHER_FOLDER): void {
  const path = planPath(out);
  if (existsSync(path)) {
    const found = planIn(out);
    if (found === undefined) {
      throw new StackpairsError('damaged_output', 'the plan of the build cannot be read', {
        at: path,
        hint: `Remove ${out} and run again, or choose another --out`,
      });
    }
    const differences = differencesOf(found, plan);
    if (differences.length === 0) return;
    throw new StackpairsError('bad_usage', `the folder holds a build of another plan (${differences.join(', ')})`, {
      at: out,
      hint,
    });
  }
  writeDurably(path, `${JSON.stringify(plan, null, 2)}\n`);
}

/** The plan of the build in a folder; undefined where there is none that can be read. */
export function planIn(out: string): Plan | undefined {
  const path = planPath(out);
  return existsSync(path) ? planSchema.safeParse(parseJson(readFileSync(path, 'utf8'))).data : undefined;
}

/** Keys of the plan that differ. */
function differencesOf(found: Plan, wanted: Plan): string[] {
  const keys = Object.keys(wanted) as (keyof Plan)[];
  return keys.filter((key) => !isSamePlan({ ...found, [key]: wanted[key] } as Plan, found));
}

/** The manifest of a finished build whose files are all there; a build that lost or damaged one is not finished. */
export function readFinished(out: string, { keepDropped }: Pick<Plan, 'keepDropped'>): Manifest | undefined {
  if (!existsSync(join(out, MANIFEST_FILE))) return undefined;
  const manifest = readWhole(out);
  if (manifest === undefined) return undefined;
  const isThere = ({ path, bytes }: ManifestShard) =>
    statSync(join(out, path), { throwIfNoEntry: false })?.size === bytes;
  const dropped = keepDropped ? manifest.configs.flatMap(({ name }) => droppedFiles(name)) : [];
  const listed = manifest.contamination === null ? [] : [CONTAMINATION_FILE];
  const rest = [CARD_FILE, REPORT_FILE, DATA_CONFIG_FILE, ...listed, ...dropped];
  const hasRest = rest.every((file) => existsSync(join(out, file)));
  return hasRest && manifest.shards.every(isThere) ? manifest : undefined;
}

function readWhole(out: string): Manifest | undefined {
  try {
    return readManifest(out);
  } catch (error) {
    if (error instanceof StackpairsError && error.code === 'damaged_output') return undefined;
    throw error;
  }
}
