// Who is at which unit, and which unit failed: a small file each in the work folder, for whoever asks how far a build is. A
// file of a unit under way is touched again and again, so that one whose process died is told by its age. Nothing of the
// dataset depends on these files.

import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../durable-file.ts';
import { type ErrorCode, StackpairsError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { parseJson } from '../parse-json.ts';
import type { Mirror } from '../storage/index.ts';

// No config can have such a name.
const ATTEMPTS_FOLDER = '.attempts';
const TOUCH_MILLISECONDS = 15_000;
/** Older than so many milliseconds, a file is of a process that died, or of a machine that stands still. */
export const STALE_MILLISECONDS = 4 * TOUCH_MILLISECONDS;
// Enough of a message to know what to do.
const MOST_CHARACTERS = 2000;

const attemptSchema = z.object({
  stage: z.string(),
  unit: z.string(),
  by: z.string(),
  error: z.object({ message: z.string(), code: z.string().optional() }).optional(),
});
type Attempt = z.infer<typeof attemptSchema>;

/** An attempt that is on record, and when that was written or touched. */
export interface NotedAttempt extends Attempt {
  /** Milliseconds since 1970, by the clock of the file system. */
  readonly touched: number;
}

/** Notes what one process is at. */
export interface Attempts {
  attempt<Done>(unit: { readonly stage: string; readonly unit: string }, perform: () => Promise<Done>): Promise<Done>;
}

/** Notes attempts in a work folder; `by` names the process, for people. */
export function openAttempts(work: string, { by, token, date }: AttemptsOptions, mirror?: Mirror): Attempts {
  const folder = join(work, ATTEMPTS_FOLDER);
  return {
    async attempt(unit, perform) {
      const name = `${unit.stage.replaceAll('/', '~')}~${unit.unit}`;
      const running = join(folder, `${name}~${token}.running`);
      const failed = join(folder, `${name}.failed`);
      makeFolder(folder);
      note(running, { ...unit, by });
      await mirror?.publish([running]);
      const touch = setInterval(() => {
        touchFile(running, date());
        // One that is missed is made good by the next; the unit itself says when the network fails.
        mirror?.publish([running]).catch(() => {});
      }, TOUCH_MILLISECONDS);
      try {
        const done = await perform();
        await remove(failed, mirror);
        return done;
      } catch (error) {
        note(failed, { ...unit, by, error: partsOf(error) });
        await mirror?.publish([failed]).catch(() => {});
        throw error;
      } finally {
        clearInterval(touch);
        await remove(running, mirror);
      }
    },
  };
}

async function remove(path: string, mirror: Mirror | undefined): Promise<void> {
  if (mirror === undefined) rmSync(path, { force: true });
  else await mirror.remove(path);
}

/** Who notes. */
export interface AttemptsOptions {
  readonly by: string;
  /** Of this process alone, and fit for the name of a file. */
  readonly token: string;
  readonly date: () => Date;
}

/** Brings the notes of a mirrored work folder here. */
export async function fetchAttempts(work: string, mirror: Mirror): Promise<void> {
  await mirror.fetchAll(join(work, ATTEMPTS_FOLDER));
}

/** The attempts on record: those under way, as far as anybody knows, and those that failed. */
export function readAttempts(work: string): { readonly running: NotedAttempt[]; readonly failed: NotedAttempt[] } {
  return { running: readNotes(work, '.running'), failed: readNotes(work, '.failed') };
}

/** Removes them all: a build that is finished has none. */
export async function removeAttempts(work: string, mirror?: Mirror): Promise<void> {
  const folder = join(work, ATTEMPTS_FOLDER);
  for (const path of (await mirror?.look(folder)) ?? []) await mirror?.remove(path);
  rmSync(folder, { recursive: true, force: true });
}

/** The failure of a unit as an error again; undefined where the note has none. */
export function failureOf({ error }: Attempt): StackpairsError | undefined {
  if (error?.code === undefined) return undefined;
  return Object.assign(new StackpairsError(error.code as ErrorCode, ''), { message: error.message });
}

function readNotes(work: string, ending: string): NotedAttempt[] {
  const folder = join(work, ATTEMPTS_FOLDER);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(ending)) : [];
  return names.toSorted().flatMap((name) => {
    const path = join(folder, name);
    const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    // Between two looks a unit may have ended.
    if (touched === undefined || !existsSync(path)) return [];
    const { data } = attemptSchema.safeParse(parseJson(readFileSync(path, 'utf8')));
    return data === undefined ? [] : [{ ...data, touched }];
  });
}

function note(path: string, attempt: Attempt): void {
  writeDurably(path, `${JSON.stringify(attempt)}\n`, { sync: false });
}

function touchFile(path: string, at: Date): void {
  if (existsSync(path)) utimesSync(path, at, at);
}

function partsOf(error: unknown): NonNullable<Attempt['error']> {
  const message = (error instanceof Error ? error.message : String(error)).slice(0, MOST_CHARACTERS);
  return error instanceof StackpairsError ? { message, code: error.code } : { message };
}
