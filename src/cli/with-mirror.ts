// Commands that take addresses of object storage where others take folders.

import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { StackpairsError } from '../errors.ts';
import { openMirror } from '../open-mirror.ts';
import type { CommandContext } from './context.ts';
import { nonEmpty } from './values.ts';

/** Two commands at once have the same once in 2^48 times. */
const TOKEN_BYTES = 6;

/** Values of their flags. */
export interface MirrorFlags {
  readonly scratch?: string;
}

/** A command's context, and what stands for object storage while it runs. */
export interface MirrorContext extends CommandContext {
  readonly mirror: ReturnType<typeof openMirror>;
  /** The absolute path of what a flag names: a path, or an address of object storage. */
  readonly pathOf: (text: string) => string;
}

/** Adds them to a command. */
export function addMirrorFlags(command: Command): Command {
  return command.option(
    '--scratch <dir>',
    'folder for what is fetched from s3:// (default: that of the system)',
    nonEmpty,
  );
}

/** Runs a command that may be given addresses; in what it throws they are told as they were given. */
export async function withMirror(
  context: CommandContext,
  { scratch }: MirrorFlags,
  command: (context: MirrorContext) => Promise<void>,
): Promise<void> {
  const { env, folder, temporary } = context;
  const name = `stackpairs-${randomBytes(TOKEN_BYTES).toString('hex')}`;
  const mirror = openMirror({
    folder: join(scratch === undefined ? temporary : resolve(folder, scratch), name),
    // The names that all tools of AWS know; empty is as good as unset.
    endpoint: env.AWS_ENDPOINT_URL_S3 || env.AWS_ENDPOINT_URL || undefined,
    region: env.AWS_REGION || env.AWS_DEFAULT_REGION || undefined,
  });
  try {
    await command({ ...context, mirror, pathOf: (text) => resolve(folder, mirror.path(text)) });
  } catch (error) {
    if (!(error instanceof StackpairsError)) throw error;
    throw Object.assign(error, { message: mirror.withAddresses(error.message) });
  } finally {
    await mirror.close();
  }
}
