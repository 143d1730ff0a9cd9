// Kills a build with SIGKILL as soon as a pass has begun, and runs the same command again.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, runCli, startCli } from '../cli/run-cli.ts';

/** How the second run ended. A pass has begun when a file of one of its units is there, finished or not. */
export async function killInPass(pass: string, out: string, args: readonly string[]): Promise<Ended> {
  const { child, ended } = startCli(args);
  const begun = setInterval(() => {
    const files = existsSync(join(out, '.work')) ? readdirSync(join(out, '.work')) : [];
    if (files.some((file) => file.replace(/^\./, '').startsWith(`${pass}-`))) child.kill('SIGKILL');
  }, 1);
  await ended;
  clearInterval(begun);
  return runCli(args);
}
