// What goes wrong between a client and the Hub, done to one request at a time.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** `lost`: it is done, but the answer does not come through. `stale`: somebody else commits first. */
export type Fault =
  | 'unavailable'
  | 'limited'
  | 'cut'
  | 'lost'
  | 'torn'
  | 'damaged'
  | 'expired'
  | 'stale'
  | 'slow'
  | 'other';

/** An answer before it is sent. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string | object;
}

/** What is done instead of handling a request; undefined where it is handled. */
export function refusalOf(fault: Fault | undefined, request: IncomingMessage): Answer | 'cut' | undefined {
  if (fault === 'unavailable') return { status: 503, body: 'Service Unavailable' };
  if (fault === 'expired') return { status: 403, body: `Request has expired: ${request.url}` };
  if (fault === 'cut') return 'cut';
  if (fault !== 'limited') return undefined;
  return { status: 429, headers: { RateLimit: '"api";r=0;t=0', 'Retry-After': '0' }, body: { error: 'Too many' } };
}

/** Sends an answer, as whole and as fast as the fault lets it. */
export async function send(response: ServerResponse, answer: Answer, fault: Fault | undefined): Promise<void> {
  const { status, headers, body = '' } = answer;
  if (fault === 'lost') {
    response.destroy();
    return;
  }
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body);
  const bytes = Buffer.from(isJson ? JSON.stringify(body) : body);
  const type = isJson ? { 'Content-Type': 'application/json; charset=utf-8' } : {};
  response.writeHead(status, { ...type, 'Content-Length': bytes.length, ...headers });
  const half = bytes.length >> 1;
  if (fault === 'slow' || fault === 'torn') {
    response.write(bytes.subarray(0, half));
    await wait(fault === 'slow' ? 30 : 5);
    if (fault === 'torn') response.destroy();
    else response.end(bytes.subarray(half));
    return;
  }
  response.end(bytes);
}

/** The bytes with one bit turned over, as a bad cable would. */
export function damage(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[copy.length >> 1]! ^= 1;
  return copy;
}
