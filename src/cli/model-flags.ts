// Flags of every command that runs models: where their vectors are kept.

import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { StackpairsError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import type { EncoderOptions } from '../open-encoder.ts';
import { cacheHome } from './cache-home.ts';
import type { CommandContext } from './context.ts';
import { nonEmpty } from './values.ts';

/** The flags. */
export interface ModelFlags {
  /** A folder; true without the flag, false with `--no-vectors-cache`. */
  readonly vectorsCache: string | boolean;
}

/** What a model may be called, for the help. */
export const MODEL_HELP = 'bm25, onnx:FOLDER, vectors:FILE or http:URL';

/** Adds the flags. */
export function addModelFlags(command: Command): Command {
  return command
    .option(
      '--vectors-cache <dir>',
      'folder that vectors are kept in; ~/.cache/stackpairs/vectors by default',
      nonEmpty,
    )
    .option('--no-vectors-cache', 'encode every text, and keep no vector');
}

/** What models are opened with. */
export function encoderOptions({ vectorsCache }: ModelFlags, context: CommandContext): EncoderOptions {
  const { cores: threads, env, signal, date } = context;
  const folder = cacheFolder(vectorsCache, context);
  return {
    threads,
    key: env.STACKPAIRS_API_KEY,
    signal,
    ...(folder === undefined ? {} : { cache: { folder, date } }),
  };
}

/** A folder that nobody asked for is done without where it cannot be made, as on a machine without a home. */
function cacheFolder(flag: string | boolean, { env, folder }: CommandContext): string | undefined {
  if (flag === false) return undefined;
  const path = typeof flag === 'string' ? resolve(folder, flag) : join(cacheHome(env), 'stackpairs', 'vectors');
  try {
    makeFolder(path);
    return path;
  } catch (cause) {
    if (typeof flag !== 'string') return undefined;
    throw new StackpairsError('bad_usage', 'the folder for vectors cannot be made', {
      at: path,
      expected: '--vectors-cache with a folder, or with a path where one can be made',
      ...(statSync(path, { throwIfNoEntry: false })?.isFile() ? { found: 'a file' } : {}),
      cause,
    });
  }
}
