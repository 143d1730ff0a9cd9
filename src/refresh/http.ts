// A polite client of HTTP: it says who it is, asks one thing a second of a host, and waits as long as the server says where
// that is busy. A reply's body comes as it arrives; a body that stands still is cut off.
// Memory: what the network has in flight.

import { StackpairsError } from '../errors.ts';
import { mayPass, type Tried, tryPatiently, type Wait, waitFor } from '../patience.ts';
import { VERSION } from '../version.ts';
import { type IdleWatch, watchIdle } from './idle-watch.ts';

/** How to ask. */
export interface HttpOptions {
  readonly signal?: AbortSignal | undefined;
  /** Another clock, another limit and another network, for tests. */
  readonly wait?: Wait;
  readonly idleMs?: number;
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

/** Asks for a URL. Throws `network_failed` where nobody answers, or only to say that they are busy. */
export type Http = (url: string, ask?: Ask) => Promise<Reply>;

/** Where an operator can read what is asking. */
const USER_AGENT = `stackpairs/${VERSION} (build-dataset; downloads public data dumps)`;
/** Between two questions to one host. */
const PACE_MS = 1_000;
/** Without a byte for so long, a connection counts as dead. */
const IDLE_MS = 60_000;

/** Makes a client. */
export function openHttp(options: HttpOptions = {}): Http {
  const { signal, wait = waitFor, idleMs = IDLE_MS, fetch: ask = fetch } = options;
  const turn = turns(wait, signal);
  return async (url, { method = 'GET', headers = {} } = {}) => {
    const init = { method, headers: { ...headers, 'user-agent': USER_AGENT } };
    let watch: IdleWatch | undefined;
    const attempt = async () => {
      await turn(new URL(url).hostname);
      watch = watchIdle(idleMs, signal);
      return tryOnce(() => ask(url, { ...init, signal: watch!.signal }), watch);
    };
    const done = await tryPatiently(attempt, { signal, wait });
    if ('error' in done) throw unreachable(url, done.error);
    if (mayPass(done.response)) throw unreachable(url, `HTTP ${done.response.status}`);
    return replyOf(done.response, watch!);
  };
}

/** Asks; a body that is of no use is not waited for. */
async function tryOnce(ask: () => Promise<Response>, watch: IdleWatch): Promise<Tried> {
  try {
    const response = await ask();
    if (!mayPass(response)) return { response };
    watch.end();
    await response.body?.cancel();
    return { response };
  } catch (error) {
    watch.end();
    return { error };
  }
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
function turns(wait: Wait, signal: AbortSignal | undefined): (host: string) => Promise<void> {
  const free = new Map<string, Promise<void>>();
  return async (host) => {
    if (['localhost', '127.0.0.1', '[::1]'].includes(host)) return;
    const mine = free.get(host) ?? Promise.resolve();
    free.set(
      host,
      mine.then(() => wait(PACE_MS, undefined)),
    );
    await mine;
    signal?.throwIfAborted();
  };
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
