// Kills a build with SIGKILL as soon as a pass has begun, or one unit of it, and runs the same command again.
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Ended, runCli, startCli } from '../cli/run-cli.ts';

/** How the second run ended, and whether the first one was killed in time. */
export interface Resumed extends Ended {
  readonly wasKilled: boolean;
}

/** It has begun when a file of it is there, finished or not, be it of the build or of one config. */
export async function killInPass(passOrUnit: string, out: string, args: readonly string[]): Promise<Resumed> {
  const { child, ended } = startCli(args);
  const begun = setInterval(() => {
    const names = filesIn(join(out, '.work')).map((file) => file.replace(/^\./, ''));
    if (names.some((name) => name.startsWith(`${passOrUnit}-`) || name.startsWith(`${passOrUnit}.`))) {
      child.kill('SIGKILL');
    }
  }, 1);
  const { signal } = await ended;
  clearInterval(begun);
  return { ...(await runCli(args)), wasKilled: signal === 'SIGKILL' };
}

/** Names of files at any depth; a temporary one may be gone by now. */
function filesIn(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => basename(path))
    : [];
}
