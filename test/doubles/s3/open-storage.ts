// S3 over HTTP on loopback: objects, ranges, conditions, listings in pages and uploads in parts. It speaks as the real one
// does, checks the sums it is sent, keeps what it was asked, and fails by order. It believes every signature.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { objectStore, type Stored } from './objects.ts';

/**
 * `unavailable`, `broken` and `denied`: a refusal. `cut`: a body breaks off in the middle. `slow`: it stops there for a while.
 * `reset`: no answer at all.
 */
export type Fault = 'unavailable' | 'broken' | 'denied' | 'cut' | 'slow' | 'reset';

/** What is answered instead of what was asked for. */
const REFUSALS = new Map<Fault | undefined, readonly [status: number, code: string]>([
  ['unavailable', [503, 'SlowDown']],
  ['broken', [500, 'InternalError']],
  ['denied', [403, 'AccessDenied']],
]);

/** How long a slow body stops. */
const PAUSE_MILLISECONDS = 300;

/** A request, as `GET bucket/key`. */
export type Asked = string;

/** Bytes that a request asks for; none where it names no range. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** So many keys are in a page, so that listings have several. */
const PAGE = 40;

/** Starts the double. Close it when the test is done. */
export async function openStorage() {
  const objects = objectStore();
  const asked: Asked[] = [];
  let faultFor: (asked: Asked, number: number, range: Range) => Fault | undefined = () => undefined;
  const server = createServer(async (request, response) => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://storage');
    const name = decodeURIComponent(pathname.slice(1)).replace(/\/$/, '');
    const body = await bodyOf(request);
    asked.push(`${request.method} ${name}`);
    const fault = faultFor(asked.at(-1)!, asked.length, rangeOf(request));
    const refusal = REFUSALS.get(fault);
    if (fault === 'reset') response.destroy();
    else if (refusal !== undefined) refuse(response, ...refusal);
    else if (!isWhole(request, body)) refuse(response, 400, 'BadDigest');
    else handle({ request, response, name, query, body, objects, fault });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    asked,
    /** Says from now on which request fails, and how. */
    failBy(choose: typeof faultFor) {
      faultFor = choose;
    },
    close,
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly name: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly objects: ReturnType<typeof objectStore>;
  readonly fault: Fault | undefined;
}

function handle(exchange: Exchange): void {
  const { request, query } = exchange;
  if (request.method === 'GET' && query.get('list-type') === '2') list(exchange);
  else if (query.has('uploads') || query.has('uploadId')) uploadInParts(exchange);
  else if (request.method === 'GET') get(exchange);
  else if (request.method === 'PUT') put(exchange);
  else remove(exchange);
}

function get({ request, response, name, objects, fault }: Exchange): void {
  const stored = objects.get(name);
  if (stored?.etag !== request.headers['if-match'] || stored === undefined) {
    refuse(response, stored === undefined ? 404 : 412, 'PreconditionFailed');
    return;
  }
  const { from, to } = rangeOf(request);
  const bytes = stored.bytes.subarray(from, to);
  response.writeHead(206, { ...headersOf(stored), 'Content-Length': bytes.length });
  if (fault !== 'cut' && fault !== 'slow') {
    response.end(bytes);
    return;
  }
  const half = bytes.length >> 1;
  response.write(bytes.subarray(0, half), () => {
    if (fault === 'cut') response.destroy();
    else setTimeout(() => response.end(bytes.subarray(half)), PAUSE_MILLISECONDS);
  });
}

function put({ request, response, name, body, objects }: Exchange): void {
  const isThere = request.headers['if-none-match'] === '*' && objects.get(name) !== undefined;
  if (isThere) refuse(response, 412, 'PreconditionFailed');
  else response.writeHead(200, headersOf(objects.put(name, body))).end();
}

function remove({ response, name, objects }: Exchange): void {
  objects.remove(name);
  response.writeHead(204).end();
}

function uploadInParts({ request, response, name, query, body, objects }: Exchange): void {
  const [id, part] = [query.get('uploadId') ?? '', Number(query.get('partNumber'))];
  const [bucket = '', key = ''] = name.split(/\/(.*)/s);
  const where = `<Bucket>${bucket}</Bucket><Key>${key}</Key>`;
  if (query.has('uploads')) {
    xml(response, 'InitiateMultipartUploadResult', `${where}<UploadId>${objects.beginUpload()}</UploadId>`);
  } else if (request.method === 'PUT') {
    response.writeHead(200, { ETag: objects.putPart(id, part, body) }).end();
  } else if (request.method === 'DELETE') {
    objects.abandonUpload(id);
    response.writeHead(204).end();
  } else {
    const { etag } = objects.completeUpload(id, name);
    xml(response, 'CompleteMultipartUploadResult', `${where}<ETag>${escaped(etag)}</ETag>`);
  }
}

function list({ response, name: bucket, query, objects }: Exchange): void {
  const prefix = `${bucket}/${query.get('prefix') ?? ''}`;
  const after = query.get('continuation-token') ?? '';
  const names = objects.names().filter((name) => name.startsWith(prefix) && name > after);
  const page = names.slice(0, PAGE);
  const contents = page.map((name) => {
    const { bytes, etag, modified } = objects.get(name)!;
    const facts = `<LastModified>${modified.toISOString()}</LastModified><ETag>${escaped(etag)}</ETag>`;
    return `<Contents><Key>${escaped(name.slice(bucket.length + 1))}</Key>${facts}<Size>${bytes.length}</Size></Contents>`;
  });
  const isCutShort = page.length < names.length;
  const next = isCutShort ? `<NextContinuationToken>${escaped(page.at(-1)!)}</NextContinuationToken>` : '';
  xml(response, 'ListBucketResult', `<IsTruncated>${isCutShort}</IsTruncated>${next}${contents.join('')}`);
}

function rangeOf({ headers }: IncomingMessage): Range {
  const [, from = 0, last = -1] = (/^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? []).map(Number);
  return { from, to: last + 1 };
}

function headersOf({ etag, modified }: Stored) {
  return { ETag: etag, 'Last-Modified': modified.toUTCString() };
}

function isWhole({ headers }: IncomingMessage, body: Buffer): boolean {
  const sum = headers['x-amz-checksum-sha256'];
  return sum === undefined || sum === createHash('sha256').update(body).digest('base64');
}

function refuse(response: ServerResponse, status: number, code: string): void {
  xml(response, 'Error', `<Code>${code}</Code><Message>as ordered</Message>`, status);
}

function xml(response: ServerResponse, root: string, inner: string, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/xml' }).end(`<${root}>${inner}</${root}>`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
