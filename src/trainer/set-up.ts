// A virtual environment with what the trainer needs, by Python's own venv and pip.

import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackpairsError } from '../errors.ts';
import { expectRoom } from '../expect-room.ts';
import { makeFolder } from '../make-folder.ts';
import { isUnstarted, OWN_MARK, pythonOf, systemPython } from './find-python.ts';
import { type Command, type ProgramSettings, runProgram } from './run-program.ts';

/** Bytes of all packages with torch for GPUs, and of the archives they come in. */
const ENVIRONMENT_BYTES = 10e9;

/** What goes where. */
export interface SetUp {
  readonly environment: string;
  readonly requirements: string;
  /** The Python to make it of; the system's by default. */
  readonly python?: string | undefined;
  readonly onLine: (line: string) => void;
}

/** Makes the environment, or gives one that it made the right versions. Throws `bad_usage` where the folder is another's. */
export async function setUp(request: SetUp, settings: ProgramSettings): Promise<void> {
  const { environment, requirements, python, onLine } = request;
  const mark = join(environment, OWN_MARK);
  if (existsSync(environment) && !existsSync(mark)) {
    throw new StackpairsError('bad_usage', 'not an environment that --setup made', {
      at: environment,
      hint: 'Name another folder with --venv, or train with this one: --python',
    });
  }
  const base: Command = python === undefined ? await systemPython(settings) : [python];
  if (!existsSync(mark)) {
    makeFolder(environment);
    writeFileSync(mark, 'Made by build-dataset train --setup, which may change it at any time.\n');
    expectRoom(environment, ENVIRONMENT_BYTES, {
      what: 'no room for the packages of the trainer',
      hint: 'Name a folder on another disk with --venv',
    });
  }
  const run = (command: Command) => expectDone(command, settings, onLine);
  await run([...base, '-m', 'venv', environment]);
  await run([pythonOf(environment), '-m', 'pip', 'install', '--disable-pip-version-check', '-r', requirements]);
}

async function expectDone(command: Command, settings: ProgramSettings, onLine: SetUp['onLine']): Promise<void> {
  const { code, signal } = await runProgram(command, settings, onLine).catch((error: unknown) => {
    if (isUnstarted(error)) return { code: null, signal: 'it did not start' };
    throw error;
  });
  if (code === 0) return;
  const [program, , module] = command;
  throw new StackpairsError('bad_environment', `${module} failed`, {
    at: program,
    expected: 'exit code 0',
    found: String(code ?? signal),
    hint: 'What it says stands above; the same command goes on. Where venv is missing: install python3-venv, or uv',
  });
}
