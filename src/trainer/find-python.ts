// Which Python runs the trainer: the one asked for, uv, the environment that --setup made, or the system's.

import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { StackpairsError } from '../errors.ts';
import { type Command, type ProgramSettings, runProgram } from './run-program.ts';

/** The oldest that all packages of the trainer run on. */
export const LEAST_PYTHON: readonly [number, number] = [3, 11];

/** Written into an environment by --setup: one without it is somebody's own. */
export const OWN_MARK = 'stackpairs-trainer.txt';

/** Where to look for a Python. */
export interface PythonChoice {
  /** Path or name of a Python to take whatever else is there. */
  readonly python?: string | undefined;
  /** Folder of an environment that --setup makes. */
  readonly environment: string;
  /** Whether that environment was asked for, and goes before uv. */
  readonly isAskedFor: boolean;
  /** requirements.txt of the trainer, for uv. */
  readonly requirements: string;
}

/** The beginning of a command that runs a Python script. Throws `bad_environment` where there is no Python. */
export async function findPython(choice: PythonChoice, settings: ProgramSettings): Promise<Command> {
  const { python, environment, isAskedFor, requirements } = choice;
  if (python !== undefined) return [python];
  const own = pythonOf(environment);
  const isThere = existsSync(own) && existsSync(join(environment, OWN_MARK));
  if (isAskedFor && isThere) return [own];
  if (isAskedFor) throw noPython(`an environment made by build-dataset train --setup in ${environment}`);
  if (await starts(['uv', '--version'], settings)) {
    const versions = ['--python', `>=${LEAST_PYTHON.join('.')}`, '--with-requirements', requirements];
    return ['uv', 'run', '--no-project', ...versions, 'python'];
  }
  return isThere ? [own] : systemPython(settings);
}

/** The system's own Python. Throws `bad_environment` where there is none. */
export async function systemPython(settings: ProgramSettings): Promise<Command> {
  for (const name of ['python3', 'python']) if (await starts([name, '--version'], settings)) return [name];
  throw noPython('uv, python3 or python on the PATH');
}

/** The Python of a virtual environment. */
export function pythonOf(environment: string): string {
  return platform() === 'win32' ? join(environment, 'Scripts', 'python.exe') : join(environment, 'bin', 'python');
}

async function starts(command: Command, settings: ProgramSettings): Promise<boolean> {
  try {
    return (await runProgram(command, { ...settings, stderr: undefined }, () => {})).code === 0;
  } catch (error) {
    if (isUnstarted(error)) return false;
    throw error;
  }
}

/** Whether a program is not there, or may not be started. */
export function isUnstarted(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && String(error.syscall).startsWith('spawn');
}

function noPython(expected: string): StackpairsError {
  return new StackpairsError('bad_environment', 'no Python to train with', {
    expected,
    hint: `Install Python ${LEAST_PYTHON.join('.')} or newer, or name one with --python; then: build-dataset train --setup`,
  });
}
