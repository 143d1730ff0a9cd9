#!/usr/bin/env node
// `build-dataset`: the one place that knows the process. Flags are parsed here and in the commands; errors become a
// message and an exit code here and nowhere else. Commands load what they alone need when they run, so that none waits
// for another's.

import { availableParallelism, tmpdir } from 'node:os';
import { Command, CommanderError } from 'commander';
import { StackpairsError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { addCleanCommand } from './clean-command.ts';
import type { CommandContext } from './context.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { addInspectCommand } from './inspect-command.ts';
import { addRunCommand } from './run-command.ts';
import { addSampleCommand } from './sample-command.ts';
import { safeLines } from './terminal-text.ts';
import { addTraceCommand } from './trace-command.ts';
import { addVerifyCommand } from './verify-command.ts';

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated } as const;

/** Why everything stops: a signal, with the exit code it asks for. */
class Stopped extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super('stopped; the same command resumes');
    this.exitCode = exitCode;
  }
}

async function main(): Promise<number> {
  const stop = new AbortController();
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      // The second signal does not wait for anything.
      if (stop.signal.aborted) process.exit(code);
      stop.abort(new Stopped(code));
    });
  }
  // A reader of our output that went away, as in `| head`, is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) =>
    process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.failed),
  );
  // Nobody is left to hear about progress, which is no reason to stop.
  process.stderr.on('error', () => {});
  try {
    await createProgram(contextOf(stop.signal)).parseAsync();
    return EXIT.done;
  } catch (error) {
    return explain(error);
  }
}

function createProgram(context: CommandContext): Command {
  const program = new Command('build-dataset')
    .description('Turns Stack Exchange data dumps into training pairs for sentence-embedding models')
    .version(VERSION)
    .showHelpAfterError('(--help lists the commands)')
    .exitOverride();
  for (const add of [
    addRunCommand,
    addSampleCommand,
    addVerifyCommand,
    addInspectCommand,
    addTraceCommand,
    addCleanCommand,
  ]) {
    add(program, context);
  }
  for (const command of program.commands) command.exitOverride().showHelpAfterError('(--help lists the options)');
  return program;
}

function contextOf(signal: AbortSignal): CommandContext {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    folder: process.cwd(),
    temporary: tmpdir(),
    cores: availableParallelism(),
    now: () => performance.now(),
    signal,
  };
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (error instanceof Stopped) {
    process.stderr.write(`build-dataset: ${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof StackpairsError) {
    process.stderr.write(`build-dataset: ${safeLines(error.message)}\n`);
    return exitCodeOf(error.code);
  }
  process.stderr.write(
    `build-dataset: this is a bug, please report it\n${safeLines(String(error instanceof Error ? error.stack : error))}\n`,
  );
  return EXIT.failed;
}

// Last, since it runs at once, and a class below it would not be there yet.
process.exitCode = await main();
