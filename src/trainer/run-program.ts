// A program in a process group of its own, started without a shell. Its stdout comes line by line, its stderr goes where the
// caller's does. A signal is passed on once, and the program waited for: nothing of it is left when the promise settles.

import { type ChildProcess, spawn } from 'node:child_process';
import { platform } from 'node:os';
import { createInterface } from 'node:readline';

/** Milliseconds a program has to end after the signal that asks for it: a step of the largest models fits into it. */
const PATIENCE_MS = 30_000;

/** What is shared by all programs of a run. */
export interface ProgramSettings {
  /** All of the program's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where it says what it does; dropped by default. */
  readonly stderr?: NodeJS.WriteStream | undefined;
  /** Aborted to end it. */
  readonly signal?: AbortSignal | undefined;
  /** The signal that ends it; SIGTERM by default. */
  readonly stopWith?: (() => NodeJS.Signals) | undefined;
}

/** A program with its first arguments, such as `['uv', 'run', 'python']`. */
export type Command = readonly [string, ...string[]];

/** How a program ended: with an exit code, or by a signal. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Runs a program to its end. Throws the system's error where it does not start, and the signal's reason where that was aborted. */
export async function runProgram(
  [program, ...args]: Command,
  settings: ProgramSettings,
  onLine: (line: string) => void,
): Promise<ProgramEnd> {
  const { env, stderr, signal, stopWith } = settings;
  signal?.throwIfAborted();
  // A Ctrl-C of the terminal would else reach it twice: from there, and from here.
  const detached = platform() !== 'win32';
  const child = spawn(program, args, {
    env,
    detached,
    windowsHide: true,
    stdio: ['ignore', 'pipe', stderr ?? 'ignore'],
  });
  const ended = endOf(child);
  createInterface({ input: child.stdout! }).on('line', onLine);
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    kill(child, stopWith?.() ?? 'SIGTERM');
    timer = setTimeout(() => kill(child, 'SIGKILL'), PATIENCE_MS);
  };
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const end = await ended;
    signal?.throwIfAborted();
    return end;
  } finally {
    signal?.removeEventListener('abort', stop);
    clearTimeout(timer);
  }
}

function endOf(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

/** Signals all processes of the program: what it started, as uv and torchrun do, is to end with it. */
function kill(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || platform() === 'win32') {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // It has ended meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
