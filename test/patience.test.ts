// How long a server is waited for: as it asks, or twice as long each time, and never without end.
import { describe, expect, test } from 'vitest';
import { tryPatiently } from '../src/patience.ts';
import { serverDelay } from '../src/server-delay.ts';

/** Tries that come to these in turn, the last one again and again, and the waits between them. */
async function tried(...ends: readonly (number | [number, Record<string, string>] | Error)[]) {
  const waits: number[] = [];
  let turn = 0;
  const attempt = async () => {
    const end = ends[Math.min(turn++, ends.length - 1)]!;
    if (end instanceof Error) return { error: end };
    const [status, headers] = typeof end === 'number' ? [end, {}] : end;
    return { response: new Response('', { status, headers }) };
  };
  const done = await tryPatiently(attempt, { wait: async (milliseconds) => void waits.push(milliseconds) });
  return { waits, end: 'error' in done ? done.error : done.response.status, tries: done.tries };
}

describe('the delay that a server asks for', () => {
  test.each([
    [{}, undefined],
    [{ 'Retry-After': '7' }, 7000],
    [{ 'Retry-After': 'soon' }, undefined],
    [{ 'Retry-After': '-3' }, undefined],
    [{ 'Retry-After': 'Thu, 01 Jan 2026 00:00:09 GMT', Date: 'Thu, 01 Jan 2026 00:00:00 GMT' }, 9000],
    [{ 'Retry-After': 'Thu, 01 Jan 2026 00:00:00 GMT', Date: 'Thu, 01 Jan 2026 00:00:09 GMT' }, 0],
    [{ 'Retry-After': 'Thu, 01 Jan 2026 00:00:09 GMT' }, undefined],
    [{ RateLimit: '"api";r=0;t=57' }, 57_000],
    [{ RateLimit: '"api";r=0;t=57', 'Retry-After': '3' }, 57_000],
    [{ RateLimit: '"start=5";r=0' }, undefined],
  ])('%j', (headers, expected) => {
    expect(serverDelay(new Headers(headers as Record<string, string>))).toBe(expected);
  });
});

test.each([408, 425, 429, 500, 502, 503, 504])('a status of %i may pass', async (status) => {
  expect(await tried(status, 200)).toEqual({ waits: [1000], end: 200, tries: 2 });
});

test.each([200, 400, 401, 403, 404, 409, 410, 412, 416])('a status of %i is an answer', async (status) => {
  expect(await tried(status)).toEqual({ waits: [], end: status, tries: 1 });
});

test('waits are twice as long each time, and half a minute in all', async () => {
  const gone = new Error('gone');
  expect(await tried(gone)).toEqual({ waits: [1000, 2000, 4000, 8000, 16_000], end: gone, tries: 6 });
});

test('the server’s own wish counts more', async () => {
  const limited = [429, { 'Retry-After': '4' }] as [number, Record<string, string>];
  expect(await tried(limited, new Error('cut'), limited, 200)).toMatchObject({ waits: [4000, 2000, 4000], end: 200 });
});

test('who asks for more than five minutes is not waited for', async () => {
  expect(await tried([429, { 'Retry-After': '4000' }])).toEqual({ waits: [], end: 429, tries: 1 });
});

test('a signal ends a wait with its own reason', async () => {
  const stop = new AbortController();
  const attempt = async () => ({ response: new Response('', { status: 503, headers: { 'Retry-After': '200' } }) });
  const onDelay = () => stop.abort(new Error('enough'));
  await expect(tryPatiently(attempt, { signal: stop.signal, onDelay })).rejects.toThrow('enough');
});
