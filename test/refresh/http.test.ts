// How the client behaves towards servers: one question a second for each host, and as patient as they ask.
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openHttp } from '../../src/refresh/http.ts';

const answer =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('', { status, headers });

/** A network that gives these answers in turn, and a clock that jumps: what was asked and waited for, in order. */
function network(...answers: (() => Response)[]) {
  const seen: (string | number)[] = [];
  const asked = () => seen.filter((one) => typeof one === 'string').length;
  const fetch = async (url: Parameters<typeof globalThis.fetch>[0]) => {
    seen.push(new URL(String(url)).host);
    return answers[Math.min(asked(), answers.length) - 1]!();
  };
  const wait = async (milliseconds: number) => void seen.push(milliseconds);
  return { fetch, wait, seen, asked };
}

describe('the pace', () => {
  test('is one question a second for a host', async () => {
    const { fetch, asked } = network(answer(200));
    const clock: { milliseconds: number; ring: () => void }[] = [];
    const wait = (milliseconds: number) => new Promise<void>((ring) => void clock.push({ milliseconds, ring }));
    const http = openHttp({ fetch, wait });
    await http('https://archive.test/');
    const second = http('https://archive.test/');
    await setImmediate();
    expect([asked(), clock.map(({ milliseconds }) => milliseconds)]).toEqual([1, [1000]]);
    clock[0]!.ring();
    await second;
    expect(asked()).toBe(2);
  });

  test('of one host is nothing to another', async () => {
    const { fetch, seen } = network(answer(200));
    const http = openHttp({ fetch, wait: () => new Promise(() => {}) });
    await http('https://archive.test/');
    await http('https://other.test/');
    expect(seen).toEqual(['archive.test', 'other.test']);
  });

  test('waits as long as the server says', async () => {
    const { seen, ...net } = network(answer(429, { 'retry-after': '4' }), answer(200));
    expect((await openHttp(net)('http://localhost/')).status).toBe(200);
    expect(seen).toEqual(['localhost', 4000, 'localhost']);
  });
});

describe('giving up', () => {
  test('comes after a bounded number of answers that ask to try again', async () => {
    const { asked, ...net } = network(answer(503));
    await expect(openHttp(net)('https://archive.test/')).rejects.toMatchObject({
      code: 'network_failed',
      message: expect.stringContaining('HTTP 503'),
    });
    expect(asked()).toBe(6);
  });

  test('comes at once where the server asks to wait longer than anybody would', async () => {
    const { asked, ...net } = network(answer(429, { 'retry-after': '86400' }));
    await expect(openHttp(net)('https://archive.test/')).rejects.toMatchObject({ code: 'network_failed' });
    expect(asked()).toBe(1);
  });

  test('names what the network said', async () => {
    const net = network(() => {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND archive.test') });
    });
    await expect(openHttp(net)('https://archive.test/')).rejects.toThrow('ENOTFOUND archive.test');
  });

  test('comes with the reason of the signal, in the middle of a wait', async () => {
    const stop = new AbortController();
    const fetch = async () => {
      void setImmediate().then(() => stop.abort(new Error('enough')));
      return answer(429, { 'retry-after': '200' })();
    };
    await expect(openHttp({ signal: stop.signal, fetch })('https://archive.test/')).rejects.toThrow('enough');
  });
});

test.each([400, 401, 403, 404, 410, 416])('a status of %i is an answer', async (status) => {
  const { asked, ...net } = network(answer(status));
  expect((await openHttp(net)('https://archive.test/')).status).toBe(status);
  expect(asked()).toBe(1);
});
