// One file from its source to its place here. It goes on where it was cut off, and begins anew, once, when what came is not
// what the source lists. Memory: one chunk.

import { StackpairsError } from '../errors.ts';
import { fileChunks } from '../file-chunks.ts';
import type { DumpFile } from './dump.ts';
import { type Http, type Reply, unreachable } from './http.ts';
import { discardPart, PartFile } from './part-file.ts';

/** How to fetch. */
export interface FetchOptions {
  readonly http: Http;
  readonly signal?: AbortSignal | undefined;
  /** Told of bytes that are here: those of an earlier run first. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** A file that changed between its parts, or was damaged on its way, is fetched once more as a whole. */
const TRIES = 2;
/** Connections in a row that were cut before they brought a byte. */
const MOST_FRUITLESS = 5;

/** Fetches a file to a path, where it appears whole or not at all. */
export async function fetchFile(file: DumpFile, path: string, options: FetchOptions): Promise<void> {
  let found = '';
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const part = await PartFile.open(path, file);
    try {
      options.onBytes?.(part.bytes);
      await fill(part, file, options);
      const fault = await part.fault(options.signal);
      if (fault === undefined) return await part.finish();
      found = fault;
      options.onBytes?.(-part.bytes);
    } finally {
      await part.close();
    }
    discardPart(path);
  }
  throw new StackpairsError('network_failed', 'what came is not what the source lists', {
    at: file.from,
    found,
    hint: 'It may have been changed meanwhile: the same command reads the list anew and goes on',
  });
}

/** Each turn brings at least one byte, or is one of a few. */
async function fill(part: PartFile, file: DumpFile, options: FetchOptions): Promise<void> {
  for (let fruitless = 0; fruitless < MOST_FRUITLESS; ) {
    const before = part.bytes;
    if (file.bytes !== undefined && before >= file.bytes) return;
    const cut = await receive(part, file, options);
    if (cut === undefined && (file.bytes === undefined || part.bytes >= file.bytes)) return;
    fruitless = part.bytes > before ? 0 : fruitless + 1;
    if (fruitless === MOST_FRUITLESS) throw unreachable(file.from, cut ?? 'fewer bytes than listed');
  }
}

/** Appends what one request brings; gives what cut it off, if anything did. */
async function receive(part: PartFile, file: DumpFile, options: FetchOptions): Promise<unknown> {
  const { signal, onBytes = () => {} } = options;
  const body = await openBody(part, file, options);
  const cut: unknown[] = [];
  for await (const chunk of isRemote(file) ? untilCut(body, cut) : body) {
    signal?.throwIfAborted();
    await part.append(chunk);
    onBytes(chunk.length);
    // More than was listed is another file: its checksum will say so.
    if (file.bytes !== undefined && part.bytes > file.bytes) break;
  }
  signal?.throwIfAborted();
  return cut[0];
}

/** What comes of a body; an error of the network ends it, while one of the disk goes its own way. */
async function* untilCut(body: AsyncIterable<Uint8Array>, cut: unknown[]): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    cut.push(error);
  }
}

function isRemote({ from }: DumpFile): boolean {
  return /^https?:\/\//.test(from);
}

async function openBody(part: PartFile, file: DumpFile, options: FetchOptions): Promise<AsyncIterable<Uint8Array>> {
  const { http, signal } = options;
  if (!isRemote(file)) return fileChunks(file.from, { from: part.bytes, signal });
  const reply = await http(file.from, { headers: rangeOf(part) });
  if (reply.status === 206 && startOf(reply) === part.bytes) return reply.body;
  if (reply.status !== 200 && reply.status !== 416) throw unreachable(file.from, `HTTP ${reply.status}`);
  // The version that was begun is gone, or the server does not do ranges.
  options.onBytes?.(-part.bytes);
  await part.restart(strongEtag(reply));
  return reply.status === 200 ? reply.body : nothing();
}

function rangeOf({ bytes, etag }: PartFile): Record<string, string> {
  if (bytes === 0) return {};
  return { range: `bytes=${bytes}-`, ...(etag === null ? {} : { 'if-range': etag }) };
}

function startOf({ headers }: Reply): number | undefined {
  const match = /^bytes (\d+)-/.exec(headers.get('content-range') ?? '');
  return match === null ? undefined : Number(match[1]);
}

/** A weak ETag does not promise the same bytes. */
function strongEtag({ headers }: Reply): string | null {
  const etag = headers.get('etag');
  return etag === null || etag.startsWith('W/') ? null : etag;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
