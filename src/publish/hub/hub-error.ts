// What the Hub says when it refuses, made fit to be shown. The client's error is not kept as a cause: it holds the whole
// answer of the server, and addresses that are signed to write there.

import { z } from 'zod';
import { StackpairsError } from '../../errors.ts';

/** Where it happened, what must not be shown, and what stops it. */
export interface Asked {
  /** `NAMESPACE/NAME`, as the place of the error. */
  readonly repo: string;
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Characters of an answer that are shown; some servers send a whole page. */
const SHOWN_CHARACTERS = 300;

const HINTS: Readonly<Record<number, string>> = {
  401: 'Set HF_TOKEN to a token that may write there, or log in with the Hub’s own command',
  403: 'The token may not do this: make one that may write to this dataset, or choose another --repo',
  404: 'Check the name; a private dataset looks the same to whoever may not see it',
};

/** The status of a refusal by the Hub; undefined for every other error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}

/** Runs what asks the Hub, and gives its errors a form that may be shown. */
export async function ask<T>(asked: Asked, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    asked.signal?.throwIfAborted();
    throw hubError(error, asked);
  }
}

/** Gives `instead` for one status, which is no error but says something. */
export async function unless<T, U>(status: number, instead: U, action: () => Promise<T>): Promise<T | U> {
  try {
    return await action();
  } catch (error) {
    if (statusOf(error) === status) return instead;
    throw error;
  }
}

/** An error of the client as one that the user is meant to read; others are given back as they are. */
export function hubError(error: unknown, { repo, token }: Asked): unknown {
  if (error instanceof SyntaxError || error instanceof z.ZodError) {
    return new StackpairsError('refused', 'the answer is not one of a Hub', { at: repo, hint: 'Check HF_ENDPOINT' });
  }
  const status = statusOf(error);
  if (status === undefined) return error;
  const found = `${status}: ${withoutSecrets((error as Error).message, token)}`;
  if (status === 429 || status >= 500) {
    const hint = 'Try again later: what was sent is not sent again';
    return new StackpairsError('network_failed', 'the Hub cannot take it now', { at: repo, found, hint });
  }
  const hint = HINTS[status];
  return new StackpairsError('refused', 'the Hub refused', { at: repo, found, ...(hint && { hint }) });
}

/** A server may send back what it was sent; signed addresses have their secrets behind the `?`. */
function withoutSecrets(text: string, token: string | undefined): string {
  const bare = token === undefined ? text : text.replaceAll(token, '(the token)');
  return bare.replace(/(https?:\/\/[^\s?]+)\?\S*/g, '$1').slice(0, SHOWN_CHARACTERS);
}
