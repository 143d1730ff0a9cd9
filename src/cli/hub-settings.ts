// Where the Hub is and who we are there, as its own tools find it: HF_ENDPOINT, HF_TOKEN, and the file that logging in
// leaves. A token is checked here, since others put a bad one into their messages.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StackpairsError } from '../errors.ts';
import { cacheHome } from './cache-home.ts';
import type { CommandContext } from './context.ts';

/** What the environment says of the Hub. */
export interface HubSettings {
  readonly endpoint: string | undefined;
  readonly token: string | undefined;
}

/** Reads the settings. Nothing of a token is in any error. */
export function hubSettings({ env }: Pick<CommandContext, 'env'>): HubSettings {
  return { endpoint: endpointOf(env), token: tokenOf(env) };
}

/** Throws `bad_usage` where there is no token to write with. */
export function expectToken({ token }: HubSettings): void {
  if (token !== undefined) return;
  throw new StackpairsError('bad_usage', 'no token of the Hub', {
    expected: 'HF_TOKEN, or the file that logging in to the Hub leaves (HF_TOKEN_PATH, or token in HF_HOME)',
  });
}

type Environment = CommandContext['env'];

function endpointOf({ HF_ENDPOINT: text }: Environment): string | undefined {
  if (!text) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new StackpairsError('bad_usage', 'HF_ENDPOINT is no address of a Hub', {
      expected: 'https://HOST, without a name or password in it',
    });
  }
  return url.href.replace(/\/+$/, '');
}

function tokenOf(env: Environment): string | undefined {
  const fromEnvironment = env.HF_TOKEN?.trim();
  if (fromEnvironment) return checked(fromEnvironment, 'HF_TOKEN');
  const path = env.HF_TOKEN_PATH || join(hubHome(env), 'token');
  const fromFile = readIfThere(path)?.trim();
  return fromFile ? checked(fromFile, path) : undefined;
}

function hubHome(env: Environment): string {
  return env.HF_HOME || join(cacheHome(env), 'huggingface');
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code)))
      return undefined;
    throw error;
  }
}

function checked(token: string, at: string): string {
  if (/^hf_[\w-]+$/.test(token)) return token;
  throw new StackpairsError('bad_usage', 'what is there is no token of the Hub', { at, expected: 'hf_…' });
}
