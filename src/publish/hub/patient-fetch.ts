// `fetch` for the Hub's client, which has no patience of its own: what may pass (429, 5xx, a cut connection) is tried
// again, after the delay the server asks for. An answer is read whole before it is handed on, so that one that is cut off
// is tried again as well. Memory: one answer; they are lists of at most some thousand files.

import { setTimeout as wait } from 'node:timers/promises';
import { StackpairsError } from '../../errors.ts';
import { serverDelay } from './server-delay.ts';

/** Tries of one request. With the delays below, a server that says nothing is given half a minute. */
const MOST_TRIES = 6;

/** Delay before the second try; each one after it is twice as long. */
const FIRST_DELAY_MS = 1_000;

/** Longest delay a server may ask for: the Hub counts requests in windows of five minutes. */
const LONGEST_DELAY_MS = 310_000;

/** What passes: too many requests, and what gateways and overloaded servers say. */
const PASSING = [408, 429, 500, 502, 503, 504];

/** What a patient fetch is made of. */
export interface PatientOptions {
  /** Stops requests and delays at once. */
  readonly signal?: AbortSignal | undefined;
  /** Told of the bytes of each request that was answered with success. */
  readonly onSent?: ((bytes: number) => void) | undefined;
  /** Told of each delay, before it. */
  readonly onDelay?: ((milliseconds: number) => void) | undefined;
  readonly firstDelayMs?: number | undefined;
}

/** Makes a fetch that tries again. Where tries are used up, it gives the last answer, or throws `network_failed`. */
export function patientFetch(options: PatientOptions = {}): typeof fetch {
  return async (input, init = {}) => {
    const signal = anyOf(options.signal, init.signal);
    const tries = init.body instanceof ReadableStream ? 1 : MOST_TRIES;
    // Bounded by `tries`: each turn returns, throws, or waits for a bounded time.
    for (let attempt = 1; ; attempt++) {
      signal?.throwIfAborted();
      const answer = await tryOnce(input, { ...init, signal: signal ?? null });
      signal?.throwIfAborted();
      if ('response' in answer && !PASSING.includes(answer.response.status)) {
        if (answer.response.ok) options.onSent?.(sizeOf(init.body));
        return answer.response;
      }
      const asked = 'response' in answer ? serverDelay(answer.response.headers) : undefined;
      const delay = asked ?? (options.firstDelayMs ?? FIRST_DELAY_MS) * 2 ** (attempt - 1);
      if (attempt === tries || delay > LONGEST_DELAY_MS) {
        if ('response' in answer) return answer.response;
        throw networkFailed(input, answer.error, attempt);
      }
      options.onDelay?.(delay);
      await wait(delay, undefined, signal === undefined ? {} : { signal });
    }
  };
}

type Answer = { readonly response: Response } | { readonly error: TypeError };

async function tryOnce(input: Parameters<typeof fetch>[0], init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(input, init);
    const body = await response.arrayBuffer();
    const { status, statusText, headers, url } = response;
    const whole = new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
    // An answer made by hand has no address, and the client puts it into its messages.
    return { response: Object.defineProperty(whole, 'url', { value: url }) };
  } catch (error) {
    // `fetch` gives this for whatever the connection did: refused, cut, timed out, no such host.
    if (error instanceof TypeError && error.cause !== undefined) return { error };
    throw error;
  }
}

function anyOf(...signals: readonly (AbortSignal | null | undefined)[]): AbortSignal | undefined {
  const given = signals.filter((signal) => signal !== undefined && signal !== null);
  return given.length > 1 ? AbortSignal.any(given) : given[0];
}

function sizeOf(body: RequestInit['body']): number {
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (body instanceof Blob) return body.size;
  return ArrayBuffer.isView(body) || body instanceof ArrayBuffer ? body.byteLength : 0;
}

function networkFailed(input: Parameters<typeof fetch>[0], { cause }: TypeError, tries: number): StackpairsError {
  const { host } = new URL(input instanceof Request ? input.url : input);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new StackpairsError('network_failed', `no answer after ${tries} tries`, {
    at: host,
    found: code,
    hint: 'Try again later: what was sent is not sent again',
  });
}
