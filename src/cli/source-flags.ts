// The flags that say where dumps come from, for the commands that fetch them.

import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { DEFAULT_SOURCE, type SourceRequest } from '../open-source.ts';
import type { CommandContext } from './context.ts';
import { nonEmpty } from './values.ts';

/** Their values. */
export interface SourceFlags {
  readonly source: string;
  readonly date?: string;
}

/** Adds them to a command. */
export function addSourceFlags(command: Command): Command {
  return command
    .option('--source <place>', 'archive.org, a folder with dumps, or a text file with URLs', nonEmpty, DEFAULT_SOURCE)
    .option('--date <date>', 'the dump of this date (YYYY-MM-DD) instead of the newest', calendarDate);
}

/** What they ask for. */
export function sourceOf({ source, date }: SourceFlags, { folder, env, signal }: CommandContext): SourceRequest {
  return {
    source: source === DEFAULT_SOURCE ? source : resolve(folder, source),
    // A mirror of the archive that speaks as it does; empty is as good as unset.
    archive: env.STACKPAIRS_ARCHIVE || undefined,
    date,
    signal,
  };
}

function calendarDate(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new InvalidArgumentError('Expected YYYY-MM-DD.');
  return text;
}
