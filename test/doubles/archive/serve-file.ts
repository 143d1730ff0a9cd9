// The storage host of the double: a file with ETag, Last-Modified, Range and If-Range, and what goes wrong with its body.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Fault } from './faults.ts';
import type { StoredFile } from './items.ts';

/** Answers a request for a file. */
export function serveFile(request: IncomingMessage, response: ServerResponse, context: Serving): void {
  const { file, fault } = context;
  const etag = `"${file.sha1.slice(0, 12)}-${file.mtime}"`;
  const headers = { etag, 'last-modified': new Date(file.mtime * 1000).toUTCString(), 'accept-ranges': 'bytes' };
  const from = startOf(request, etag);
  if (from >= file.bytes.length && from > 0) {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${file.bytes.length}` }).end();
    return;
  }
  const body = file.bytes.slice(from);
  response.writeHead(from === 0 ? 200 : 206, {
    ...headers,
    'content-length': body.length,
    ...(from === 0 ? {} : { 'content-range': `bytes ${from}-${file.bytes.length - 1}/${file.bytes.length}` }),
  });
  if (request.method === 'HEAD') response.end();
  else send(response, body, fault);
}

interface Serving {
  readonly file: StoredFile;
  readonly fault: Fault | undefined;
}

/** Where the range starts; 0 when there is none, or the file is not the one that the range is of. */
function startOf({ headers }: IncomingMessage, etag: string): number {
  const range = /^bytes=(\d+)-$/.exec(headers.range ?? '');
  const condition = headers['if-range'];
  return range === null || (condition !== undefined && condition !== etag) ? 0 : Number(range[1]);
}

function send(response: ServerResponse, body: Uint8Array, fault: Fault | undefined): void {
  if (fault === undefined) response.end(body);
  else if ('cutAfter' in fault) response.write(body.subarray(0, fault.cutAfter), () => response.destroy());
  else if ('corrupt' in fault) response.end(body.map((byte, at) => (at === body.length >> 1 ? byte ^ 1 : byte)));
  else if ('stallMs' in fault) {
    response.write(body.subarray(0, 1));
    setTimeout(() => response.end(body.subarray(1)), fault.stallMs).unref();
  } else if ('until' in fault) {
    response.write(body.subarray(0, 1));
    void fault.until.then(() => response.end(body.subarray(1)));
  } else response.end(body);
}
