// How the client behaves towards servers: one question a second for each host, and as patient as they ask.
import { describe, expect, test } from 'vitest';
import { openHttp } from '../../src/refresh/http.ts';

const SECOND = 40;
const answer =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('', { status, headers });

/** A network where each host gives these answers in turn, and when it was asked. */
function network(...answers: (() => Response)[]) {
  const times: number[] = [];
  const fetch = async () => {
    times.push(performance.now());
    return answers[Math.min(times.length, answers.length) - 1]!();
  };
  return { fetch, times, gaps: () => times.slice(1).map((time, at) => time - times[at]!) };
}

describe('the pace', () => {
  test('is one question a second for a host, and hosts do not wait for each other', async () => {
    const { fetch, gaps, times } = network(answer(200));
    const http = openHttp({ second: SECOND, fetch });
    for (let turn = 0; turn < 3; turn++) await http('https://archive.test/');
    expect(Math.min(...gaps())).toBeGreaterThan(SECOND * 0.9);
    const before = times.at(-1)!;
    await http('https://other.test/');
    expect(times.at(-1)! - before).toBeLessThan(SECOND * 0.9);
  });

  test('waits as long as the server says, in seconds or by its own clock', async () => {
    const date = 'Thu, 02 Jul 2026 10:00:00 GMT';
    const later = 'Thu, 02 Jul 2026 10:00:03 GMT';
    const { fetch, gaps } = network(
      answer(429, { 'retry-after': '4' }),
      answer(503, { 'retry-after': later, date }),
      answer(200),
    );
    expect((await openHttp({ second: SECOND, fetch })('https://archive.test/')).status).toBe(200);
    expect(gaps()[0]).toBeGreaterThan(SECOND * 3.9);
    expect(gaps()[1]).toBeGreaterThan(SECOND * 2.9);
  });
});

describe('giving up', () => {
  test('comes after a bounded number of answers that ask to try again', async () => {
    const { fetch, times } = network(answer(503));
    await expect(openHttp({ second: 1, fetch })('https://archive.test/')).rejects.toMatchObject({
      code: 'network_failed',
      message: expect.stringContaining('HTTP 503'),
    });
    expect(times).toHaveLength(6);
  });

  test('comes at once where the server asks to wait longer than anybody would', async () => {
    const { fetch, times } = network(answer(429, { 'retry-after': '86400' }));
    await expect(openHttp({ second: 1, fetch })('https://archive.test/')).rejects.toMatchObject({
      code: 'network_failed',
    });
    expect(times).toHaveLength(1);
  });

  test('names what the network said', async () => {
    const { fetch } = network(() => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND archive.test') });
    });
    await expect(openHttp({ second: 1, fetch })('https://archive.test/')).rejects.toThrow('ENOTFOUND archive.test');
  });

  test('comes with the reason of the signal, in the middle of a wait', async () => {
    const stop = new AbortController();
    const { fetch } = network(answer(429, { 'retry-after': '200' }));
    const asked = openHttp({ signal: stop.signal, fetch })('https://archive.test/');
    setTimeout(() => stop.abort(new Error('enough')), 20);
    await expect(asked).rejects.toThrow('enough');
  });
});

test.each([400, 401, 403, 404, 410, 416])('a status of %i is an answer', async (status) => {
  const { fetch, times } = network(answer(status));
  expect((await openHttp({ second: 1, fetch })('https://archive.test/')).status).toBe(status);
  expect(times).toHaveLength(1);
});
