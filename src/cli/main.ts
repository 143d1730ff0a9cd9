#!/usr/bin/env node
// `build-dataset`: the one place that knows the process. Flags are parsed here and in the commands; errors become a
// message and an exit code here and nowhere else. Commands load what they alone need when they run, so that none waits
// for another's.

import { Console } from 'node:console';
import { availableParallelism, hostname, tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Command, CommanderError } from 'commander';
import { StackpairsError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { addCleanCommand } from './clean-command.ts';
import type { CommandContext } from './context.ts';
import { addDiffCommand } from './diff-command.ts';
import { addDownloadCommand } from './download-command.ts';
import { addEvaluateCommand } from './evaluate-command.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import { addExportCommand } from './export-command.ts';
import { addFeedCommand } from './feed-command.ts';
import { addFinishCommand } from './finish-command.ts';
import { addInspectCommand } from './inspect-command.ts';
import { addKubernetesCommand } from './kubernetes-command.ts';
import { addMineCommand } from './mine-command.ts';
import { addPlanCommand } from './plan-command.ts';
import { addPublishCommand } from './publish-command.ts';
import { addRefreshCommand } from './refresh-command.ts';
import { addRunCommand } from './run-command.ts';
import { addSampleCommand } from './sample-command.ts';
import { addSearchCommand } from './search-command.ts';
import { addSlurmCommand } from './slurm-command.ts';
import { addStatusCommand } from './status-command.ts';
import { addTakedownCommand } from './takedown-command.ts';
import { safeLines } from './terminal-text.ts';
import { addTextsCommand } from './texts-command.ts';
import { addTraceCommand } from './trace-command.ts';
import { addTrainCommand } from './train-command.ts';
import { addUnitCommand } from './unit-command.ts';
import { addVerifyCommand } from './verify-command.ts';

const SIGNALS = { SIGINT: EXIT.interrupted, SIGTERM: EXIT.terminated, SIGHUP: EXIT.hungUp } as const;

/** Why everything stops: a signal, which programs that were started get as well, with the exit code it asks for. */
class Stopped extends Error {
  readonly signalName: NodeJS.Signals;
  readonly exitCode: number;

  constructor(signalName: NodeJS.Signals, exitCode: number) {
    super('stopped; the same command resumes');
    this.signalName = signalName;
    this.exitCode = exitCode;
  }
}

async function main(): Promise<number> {
  const stop = new AbortController();
  for (const [signal, code] of Object.entries(SIGNALS) as [NodeJS.Signals, number][]) {
    process.on(signal, () => {
      // The second signal does not wait for anything.
      if (stop.signal.aborted) process.exit(code);
      stop.abort(new Stopped(signal, code));
    });
  }
  let unwritable: NodeJS.ErrnoException | undefined;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that went away, as in `| head`, is no error: what was asked for is still done, and its verdict told.
    if (error.code !== 'EPIPE') unwritable = error;
  });
  // Nobody is left to hear about progress, which is no reason to stop.
  process.stderr.on('error', () => {});
  try {
    let exitCode: number = EXIT.done;
    const exitWith = (code: number) => {
      exitCode = code;
    };
    await createProgram(contextOf(stop.signal, exitWith)).parseAsync();
    await written(process.stdout);
    if (unwritable !== undefined) throw unwritable;
    return exitCode;
  } catch (error) {
    return explain(error);
  }
}

/** Waits until what was written has gone out, or failed to. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
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
    addDiffCommand,
    addTakedownCommand,
    addTextsCommand,
    addExportCommand,
    addFeedCommand,
    addMineCommand,
    addTrainCommand,
    addPublishCommand,
    addCleanCommand,
    addDownloadCommand,
    addRefreshCommand,
    addPlanCommand,
    addUnitCommand,
    addFinishCommand,
    addStatusCommand,
    addSlurmCommand,
    addKubernetesCommand,
    addEvaluateCommand,
    addSearchCommand,
  ]) {
    add(program, context);
  }
  for (const command of program.commands) command.exitOverride().showHelpAfterError('(--help lists the options)');
  return program;
}

function contextOf(signal: AbortSignal, exitWith: CommandContext['exitWith']): CommandContext {
  return {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    folder: process.cwd(),
    temporary: tmpdir(),
    cores: availableParallelism(),
    now: () => performance.now(),
    date: () => new Date(),
    by: `${hostname()} ${process.pid}`,
    command: [process.execPath, fileURLToPath(import.meta.url)],
    signal,
    exitWith,
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
  if (isSystemError(error)) {
    process.stderr.write(`build-dataset: the system refused: ${safeLines(error.message)}\n`);
    return EXIT.failed;
  }
  process.stderr.write(
    `build-dataset: this is a bug, please report it\n${safeLines(String(error instanceof Error ? error.stack : error))}\n`,
  );
  return EXIT.failed;
}

/** A file that may not be read, a disk without room: told by the system with the call that failed, and nobody's bug. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

// Results alone go to stdout: what a pipeline file prints is shown beside the progress.
globalThis.console = new Console(process.stderr, process.stderr);
// Last, since it runs at once, and a class below it would not be there yet. A pipeline file may have left a timer behind,
// which would keep the process alive.
process.exit(await main());
