// A polite client of HTTP: it says who it is, asks one thing a second of a host, and waits as long as the server says where
// that is busy. A reply's body comes as it arrives; a body that stands still is cut off.
// Memory: what the network has in flight.

import { setTimeout as sleep } from 'node:timers/promises';
import { StackpairsError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { type IdleWatch, watchIdle } from './idle-watch.ts';

/** How to ask. */
export interface HttpOptions {
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds in a second; tests have shorter ones. */
  readonly second?: number;
  readonly fetch?: typeof fetch;
}

/** What to ask for. */
export interface Ask {
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer; its status is never one that asks to try again. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: AsyncIterable<Uint8Array>;
}

/** Asks for a URL. Throws `network` where nobody answers, or only to say that they are busy. */
export type Http = (url: string, ask?: Ask) => Promise<Reply>;

/** Where an operator can read what is asking. */
const USER_AGENT = `stackpairs/${VERSION} (build-dataset; downloads public data dumps)`;
/** Statuses that say: try again. */
const BUSY = [408, 425, 429, 500, 502, 503, 504];
/** Waits double from one second: a minute in all, which outlasts a restart of a server. */
const TRIES = 6;
/** Who asks for more than this many seconds is not waited for: a schedule comes again anyway. */
const LONGEST_WAIT = 300;
/** Seconds without a byte after which a connection counts as dead. */
const IDLE = 60;

/** Makes a client. */
export function openHttp({ signal, second = 1000, fetch: ask = fetch }: HttpOptions = {}): Http {
  const turn = turns(second, signal);
  return async (url, { method = 'GET', headers = {} } = {}) => {
    let cause: unknown;
    for (let attempt = 0; attempt < TRIES; attempt++) {
      await turn(new URL(url).hostname);
      const watch = watchIdle(IDLE * second, signal);
      try {
        const init = { method, headers: { ...headers, 'user-agent': USER_AGENT }, signal: watch.signal };
        const response = await ask(url, init);
        if (!BUSY.includes(response.status)) return replyOf(response, watch);
        watch.end();
        await response.body?.cancel();
        cause = `HTTP ${response.status}`;
        await pause(delayOf(response.headers, attempt, url) * second, signal);
      } catch (error) {
        watch.end();
        signal?.throwIfAborted();
        if (error instanceof StackpairsError) throw error;
        cause = error;
        if (attempt < TRIES - 1) await pause(2 ** attempt * second, signal);
      }
    }
    throw unreachable(url, cause);
  };
}

/** The error for a server that does not answer as it should, which a later run may find mended. */
export function unreachable(at: string, cause: unknown): StackpairsError {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return new StackpairsError('network_failed', 'the server does not answer as it should', {
    at,
    found: inner instanceof Error ? inner.message || inner.name : String(inner),
    hint: 'Try again later: the same command goes on where it was',
    cause,
  });
}

/** Waits until a host may be asked again. One on this machine may be asked at any time. */
function turns(second: number, signal: AbortSignal | undefined): (host: string) => Promise<void> {
  const free = new Map<string, Promise<void>>();
  return async (host) => {
    if (['localhost', '127.0.0.1', '[::1]'].includes(host)) return;
    const mine = free.get(host) ?? Promise.resolve();
    free.set(
      host,
      mine.then(() => sleep(second)),
    );
    await mine;
    signal?.throwIfAborted();
  };
}

/** Seconds to wait: what the server says, else twice as long each time. */
function delayOf(headers: Headers, attempt: number, at: string): number {
  const said = headers.get('retry-after');
  const seconds = said === null ? 2 ** attempt : retryAfter(said, headers.get('date'));
  if (seconds <= LONGEST_WAIT) return seconds;
  throw new StackpairsError('network_failed', 'the server asks to come back later', {
    at,
    expected: `at most ${LONGEST_WAIT} seconds`,
    found: `${seconds} seconds`,
    hint: 'Start the same command again then',
  });
}

/** Seconds, or a time by the server's own clock. */
function retryAfter(said: string, now: string | null): number {
  if (/^\d+$/.test(said)) return Number(said);
  const seconds = (Date.parse(said) - Date.parse(now ?? '')) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : 1;
}

async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    throw error;
  });
}

function replyOf({ status, headers, body }: Response, watch: IdleWatch): Reply {
  if (body === null) watch.end();
  return { status, headers, body: body === null ? nothing() : watched(body, watch) };
}

async function* watched(body: AsyncIterable<Uint8Array>, watch: IdleWatch): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      watch.touch();
      yield chunk;
    }
  } finally {
    watch.end();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
