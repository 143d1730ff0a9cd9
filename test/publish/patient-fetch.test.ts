import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { patientFetch } from '../../src/publish/hub/patient-fetch.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that answers the nth request as the nth listener does, and all later ones as the last does. */
async function serve(...listeners: RequestListener[]): Promise<{ url: string; count: () => number }> {
  let count = 0;
  const server = createServer((request, response) => {
    const listener = listeners[Math.min(count++, listeners.length - 1)]!;
    request.resume().on('end', () => listener(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () => server.close(),
    () => server.closeAllConnections(),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, count: () => count };
}

const fine: RequestListener = (_, response) => response.end('fine');
const status =
  (code: number, headers = {}): RequestListener =>
  (_, response) =>
    response.writeHead(code, headers).end('no');
const cut: RequestListener = (request) => request.socket.destroy();
const torn: RequestListener = (_, response) => {
  response.writeHead(200, { 'Content-Length': 100 });
  response.write('half', () => response.destroy());
};

describe('what passes is tried again', () => {
  test.each([
    ['503', status(503)],
    ['429', status(429, { 'Retry-After': '0' })],
    ['a cut connection', cut],
    ['an answer that is cut off', torn],
  ])('%s', async (_, fault) => {
    const { url, count } = await serve(fault, fault, fine);
    const response = await patientFetch({ firstDelayMs: 1 })(url, { method: 'POST', body: 'x' });
    expect([await response.text(), response.url, count()]).toEqual(['fine', `${url}/`, 3]);
  });
});

test('what does not pass is an answer at once', async () => {
  const { url, count } = await serve(status(404));
  expect((await patientFetch({ firstDelayMs: 1 })(url)).status).toBe(404);
  expect(count()).toBe(1);
});

test('tries are bounded: the last answer is given, and a connection that is always cut is a failed network', async () => {
  const busy = await serve(status(503));
  expect((await patientFetch({ firstDelayMs: 1 })(busy.url)).status).toBe(503);
  expect(busy.count()).toBe(6);
  const gone = await serve(cut);
  await expect(patientFetch({ firstDelayMs: 1 })(gone.url)).rejects.toMatchObject({ code: 'network_failed' });
  expect(gone.count()).toBe(6);
});

test('a server that asks for more than five minutes is not waited for', async () => {
  const { url, count } = await serve(status(429, { 'Retry-After': '4000' }));
  expect((await patientFetch()(url)).status).toBe(429);
  expect(count()).toBe(1);
});

test('the delay is told, and a signal ends it at once', async () => {
  const { url } = await serve(status(503, { 'Retry-After': '200' }));
  const stop = new AbortController();
  const delays: number[] = [];
  const onDelay = (milliseconds: number) => {
    delays.push(milliseconds);
    stop.abort(new Error('enough'));
  };
  await expect(patientFetch({ signal: stop.signal, onDelay })(url)).rejects.toThrow();
  expect(delays).toEqual([200_000]);
});

test('a signal that was there before keeps the request from being made, and ends one that hangs', async () => {
  const { url, count } = await serve(() => {});
  await expect(patientFetch({ signal: AbortSignal.abort(new Error('enough')) })(url)).rejects.toThrow('enough');
  expect(count()).toBe(0);
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('enough')), 50);
  await expect(patientFetch()(url, { signal: stop.signal })).rejects.toThrow('enough');
});

test('a body that can be read once is sent once', async () => {
  const { url, count } = await serve(status(503));
  const body = new Blob(['x']).stream();
  const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
  expect((await patientFetch({ firstDelayMs: 1 })(url, init)).status).toBe(503);
  expect(count()).toBe(1);
});

test('bytes are counted once, when they were taken', async () => {
  const { url } = await serve(status(503), fine);
  let sent = 0;
  const onSent = (bytes: number) => {
    sent += bytes;
  };
  const send = patientFetch({ firstDelayMs: 1, onSent });
  await send(url, { method: 'PUT', body: new Blob(['12345']) });
  await send(url, { method: 'POST', body: 'é' });
  await send(url);
  expect(sent).toBe(7);
});
