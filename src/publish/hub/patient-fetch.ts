// `fetch` for the Hub's client, which has no patience of its own: what may pass (429, 5xx, a cut connection) is tried
// again, after the delay the server asks for. An answer is read whole before it is handed on, so that one that is cut off
// is tried again as well. Memory: one answer; they are lists of at most some thousand files.

import { StackpairsError } from '../../errors.ts';
import { type Patience, type Tried, tryPatiently } from '../../patience.ts';

/** What a patient fetch is made of. Its signal stops requests, too. */
export interface PatientOptions extends Pick<Patience, 'signal' | 'onDelay' | 'firstDelayMs'> {
  /** Told of the bytes of each request that was answered with success. */
  readonly onSent?: ((bytes: number) => void) | undefined;
}

/** Makes a fetch that tries again. Where tries are used up, it gives the last answer, or throws `network_failed`. */
export function patientFetch({ onSent, ...patience }: PatientOptions = {}): typeof fetch {
  return async (input, init = {}) => {
    const signal = anyOf(patience.signal, init.signal);
    const once = init.body instanceof ReadableStream ? { tries: 1 } : {};
    const attempt = () => tryOnce(input, { ...init, signal: signal ?? null });
    const done = await tryPatiently(attempt, { ...patience, ...once, signal });
    if ('error' in done) throw networkFailed(input, done.error, done.tries);
    if (done.response.ok) onSent?.(sizeOf(init.body));
    return done.response;
  };
}

async function tryOnce(input: Parameters<typeof fetch>[0], init: RequestInit): Promise<Tried> {
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

function networkFailed(input: Parameters<typeof fetch>[0], error: unknown, tries: number): StackpairsError {
  const cause = error instanceof Error ? error.cause : error;
  const { host } = new URL(input instanceof Request ? input.url : input);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new StackpairsError('network_failed', `no answer after ${tries} tries`, {
    at: host,
    found: code,
    hint: 'Try again later: what was sent is not sent again',
  });
}
