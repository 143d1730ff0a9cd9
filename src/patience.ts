// Patience with servers: what may pass (429, 5xx, a cut connection) is tried again, after the delay the server asks for.
// What an answer is good for, and how much of it is read, is up to whoever asks.

import { setTimeout as sleep } from 'node:timers/promises';
import { serverDelay } from './server-delay.ts';

/** Tries of one request. With the delays below, a server that says nothing is given half a minute. */
const MOST_TRIES = 6;

/** Delay before the second try; each one after it is twice as long. */
const FIRST_DELAY_MS = 1_000;

/** Longest delay a server may ask for: the Hub counts requests in windows of five minutes. */
const LONGEST_DELAY_MS = 310_000;

/** What passes: too many requests, and what gateways and overloaded servers say. */
const PASSING = [408, 425, 429, 500, 502, 503, 504];

/** Waits so long; a signal ends the wait with an error. */
export type Wait = (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>;

/** What one try came to: an answer, or an error of the network that may pass. */
export type Tried = { readonly response: Response } | { readonly error: unknown };

/** How patient to be. */
export interface Patience {
  /** Stops delays at once. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each delay, before it. */
  readonly onDelay?: ((milliseconds: number) => void) | undefined;
  readonly firstDelayMs?: number | undefined;
  /** What cannot be sent twice is tried once. */
  readonly tries?: number | undefined;
  /** Another clock than that of the system, for tests. */
  readonly wait?: Wait | undefined;
}

/** Tries until there is an answer to keep, or tries are used up; gives what the last one came to, and how many there were. */
export async function tryPatiently(
  attempt: () => Promise<Tried>,
  { signal, onDelay, firstDelayMs = FIRST_DELAY_MS, tries = MOST_TRIES, wait = waitFor }: Patience = {},
): Promise<Tried & { readonly tries: number }> {
  // Bounded by `tries`: each turn returns, throws, or waits for a bounded time.
  for (let turn = 1; ; turn++) {
    signal?.throwIfAborted();
    const tried = await attempt();
    signal?.throwIfAborted();
    if ('response' in tried && !mayPass(tried.response)) return { ...tried, tries: turn };
    const asked = 'response' in tried ? serverDelay(tried.response.headers) : undefined;
    const delay = asked ?? firstDelayMs * 2 ** (turn - 1);
    if (turn >= tries || delay > LONGEST_DELAY_MS) return { ...tried, tries: turn };
    onDelay?.(delay);
    await wait(delay, signal);
  }
}

/** True if another try may get another answer. */
export function mayPass({ status }: Pick<Response, 'status'>): boolean {
  return PASSING.includes(status);
}

/** Waits on the system's clock, and gives the signal's own reason where that ends it. */
export const waitFor: Wait = async (milliseconds, signal) => {
  await sleep(milliseconds, undefined, signal === undefined ? {} : { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
};
