// archive.org over HTTP on loopback: its search, its metadata API, and downloads that are redirected to a storage host.
// It speaks as the real one does, keeps what it was asked, and fails by order.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fault, faultList } from './faults.ts';
import { type Files, itemStore } from './items.ts';
import { serveFile } from './serve-file.ts';

/** What the double was asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly range: string | undefined;
  readonly userAgent: string | undefined;
}

/** Starts the double with these items. Close it when the test is done. */
export async function openArchive(initial: Readonly<Record<string, Files>> = {}) {
  const items = itemStore(initial);
  const faults = faultList();
  const asked: Asked[] = [];
  let storageAt = '';
  const answer = (request: IncomingMessage, response: ServerResponse, next: typeof serveStorage) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://archive');
    const path = decodeURIComponent(pathname);
    const { range, 'user-agent': userAgent } = request.headers;
    asked.push({ method: request.method ?? '', path, range, userAgent });
    const fault = faults.take(path);
    if (fault !== undefined && 'meanwhile' in fault) fault.meanwhile();
    if (fault !== undefined && 'status' in fault) {
      response.writeHead(fault.status, fault.retryAfter === undefined ? {} : { 'retry-after': fault.retryAfter }).end();
    } else next({ request, response, path, fault, query: searchParams });
  };
  const serveStorage = ({ request, response, path, fault }: Exchange) => {
    const [, item = '', name = ''] = /^\/12\/items\/([^/]+)\/(.+)$/.exec(path) ?? [];
    const file = items.file(item, name);
    if (file === undefined) response.writeHead(404).end();
    else serveFile(request, response, { file, fault });
  };
  const serveFront = ({ response, path, fault, query }: Exchange) => {
    const [, item = ''] = /^\/(?:metadata|download)\/([^/]+)/.exec(path) ?? [];
    if (path === '/advancedsearch.php') json(response, search(items.names(), query), fault);
    else if (path.startsWith('/metadata/')) json(response, items.metadata(item), fault);
    else if (!path.startsWith('/download/') || !items.names().includes(item)) response.writeHead(404).end();
    else response.writeHead(302, { location: storageAt + encodeURI(path.replace('/download/', '/12/items/')) }).end();
  };
  const front = await listen((request, response) => answer(request, response, serveFront));
  const storage = await listen((request, response) => answer(request, response, serveStorage));
  storageAt = addressOf(storage, 'localhost');
  return {
    base: addressOf(front, '127.0.0.1'),
    asked,
    put: items.put,
    remove: items.remove,
    fail: (...more: Fault[]) => faults.add(...more),
    faultsLeft: faults.left,
    forgive: faults.forgive,
    close: () => Promise.all([front, storage].map(shut)),
  };
}

/** A double that is at work. */
export type Archive = Awaited<ReturnType<typeof openArchive>>;

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly fault: Fault | undefined;
  readonly query: URLSearchParams;
}

function search(names: readonly string[], query: URLSearchParams) {
  const wanted = /^identifier:(.+)\*$/.exec(query.get('q') ?? '')?.[1] ?? '\0';
  const found = names.filter((name) => name.startsWith(wanted));
  const [rows, page] = [Number(query.get('rows') ?? 50), Number(query.get('page') ?? 1)];
  const docs = found.slice((page - 1) * rows, page * rows).map((identifier) => ({ identifier }));
  return { responseHeader: { status: 0 }, response: { numFound: found.length, start: (page - 1) * rows, docs } };
}

function json(response: ServerResponse, value: unknown, fault: Fault | undefined): void {
  const text = JSON.stringify(value);
  response.writeHead(200, { 'content-type': 'application/json' });
  if (fault === undefined || !('cutAfter' in fault)) response.end(text);
  else response.write(text.slice(0, fault.cutAfter), () => response.destroy());
}

function listen(handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer(handler).listen(0, () => resolve(server));
  });
}

function addressOf(server: Server, host: string): string {
  return `http://${host}:${(server.address() as AddressInfo).port}`;
}

function shut(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
