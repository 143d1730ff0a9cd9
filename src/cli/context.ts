// Everything of the outside world a command may touch: handed in, so that tests can hand in something else.

import { safeJson } from './terminal-text.ts';

/** Streams, clock, environment and signals of the process. */
export interface CommandContext {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** Folder for temporary sockets. */
  readonly temporary: string;
  readonly cores: number;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
  /** What the clock on the wall says. */
  readonly date: () => Date;
  /** This machine and process, for people: `node7 4711`. */
  readonly by: string;
  /** A file that starts this command again in another process, and the Node it runs on. */
  readonly command: readonly [node: string, main: string];
  /** Aborted by SIGINT or SIGTERM. */
  readonly signal: AbortSignal;
  /** Says how the process ends where all went well: with another code than 0. */
  readonly exitWith: (code: number) => void;
}

/** Prints a result: for people as text, for machines as one line of JSON. */
export function printResult(
  { stdout }: CommandContext,
  json: boolean | undefined,
  value: unknown,
  text: () => string,
): void {
  stdout.write(json ? `${safeJson(value)}\n` : `${text()}\n`);
}
