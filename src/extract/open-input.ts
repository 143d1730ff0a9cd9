// The posts of an input, or a table beside them, as a stream of UTF-8 XML, whatever it is wrapped in. Nothing is unpacked to
// disk and at most a few MiB are held. The end of the stream is the verdict: what came before it is provisional, since
// damage may only show at the end.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { addAbortSignal, pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { StackpairsError } from '../errors.ts';
import { type ChunkOptions, fileChunks } from '../file-chunks.ts';
import type { Input, Table, TableFile } from '../types.ts';
import { extraction, listMembers, pickMember } from './archive-member.ts';
import { chooseSevenZip, type SevenZipChoice } from './choose-seven-zip.ts';
import { containerOf, HEAD_BYTES } from './container.ts';
import { locateMember } from './locate-member.ts';
import { readFailure } from './read-failure.ts';
import { gather, joinFirst, peek } from './regroup.ts';
import { unpackMember } from './unpack-member.ts';
import { unpackStream } from './unpack-stream.ts';
import type { Unpacker, UnpackOptions } from './unpacker.ts';
import { toUtf8 } from './utf16.ts';
import { verifyMember } from './verify-member.ts';

/** Bytes of a chunk, about: large enough that handing one on costs nothing, small enough to hold several. */
const CHUNK_BYTES = 1 << 20;

/** What the encoding of XML is told by. */
const MARK_BYTES = 2;

/** How to read an input. */
export interface OpenOptions extends SevenZipChoice {
  /** Byte to start at; plain XML files only. */
  readonly from?: number | undefined;
  /** The stream behind the path `-`. */
  readonly stdin?: Readable | undefined;
  /** Sees every byte read from standard input, as it came. */
  readonly onCompressed?: ((chunk: Uint8Array) => void) | undefined;
  /** Decodes bzip2, in a .bz2 file or a .7z that is packed with it; without it 7-Zip does. */
  readonly unpacker?: Unpacker | undefined;
  /** Reads a plain file that is somewhere else. */
  readonly chunks?: ReadChunks | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Reads a file from a byte to its end, in chunks that hold until the next one is asked for. */
export type ReadChunks = (path: string, options: ChunkOptions) => AsyncIterable<Uint8Array>;

/**
 * Streams the XML of an input in UTF-8, in chunks of about 1 MiB, each of which holds until the next one is asked for;
 * stopping early ends whatever was started for it.
 */
export function openInput(input: Input, options: OpenOptions = {}): AsyncGenerator<Uint8Array, void, void> {
  return openXml({ ...input, table: 'Posts' }, options);
}

/** How to read a table beside the posts. */
export type TableOptions = Omit<OpenOptions, 'from' | 'stdin' | 'onCompressed'>;

/** Streams the XML of a table beside the posts, as `openInput` does that of the posts. */
export function openTable(file: TableFile, options: TableOptions = {}): AsyncGenerator<Uint8Array, void, void> {
  return openXml(file, options);
}

/** What is opened: the table says which member of an archive it is. */
interface Source extends Pick<Input, 'path' | 'file' | 'container'> {
  readonly table: Table;
}

async function* openXml(source: Source, options: OpenOptions): AsyncGenerator<Uint8Array, void, void> {
  const { from = 0, signal } = options;
  if (from > 0 && source.container !== 'xml') {
    throw new Error(`a ${source.container} input cannot be opened at byte ${from}`);
  }
  try {
    signal?.throwIfAborted();
    const chunks = await unwrap(source, options);
    yield* from > 0 ? chunks : toUtf8(chunks);
  } catch (error) {
    signal?.throwIfAborted();
    throw readFailure(error, source.file);
  } finally {
    if (source.container === 'auto') {
      options.stdin?.destroy();
    }
  }
}

async function unwrap(source: Source, options: OpenOptions): Promise<AsyncIterable<Uint8Array>> {
  // Such a chunk is gone when the next one is asked for, so these are never gathered.
  if (source.container === 'xml') return (options.chunks ?? fileChunks)(source.path, options);
  const { unpacker, signal } = options;
  if (source.container === '7z') return unwrapMember(source, options);
  if (source.container === 'bz2' && unpacker !== undefined) return unpackFile(source, { unpacker, signal });
  return gather(await decode(source, source.container, options), CHUNK_BYTES);
}

async function decode(source: Source, container: Exclude<Input['container'], 'xml' | '7z'>, options: OpenOptions) {
  return container === 'auto'
    ? unwrapStdin(source, options)
    : DECODERS[container](readFile(source.path, options), options);
}

async function unwrapStdin({ file: at }: Source, options: OpenOptions): Promise<AsyncIterable<Uint8Array>> {
  const { head, whole } = await peek(readStdin(options), HEAD_BYTES);
  if (head.length === 0) {
    throw new StackpairsError('bad_input', 'standard input is empty', {
      at,
      hint: 'See what the command before the pipe says',
    });
  }
  const container = containerOf(head) ?? 'xml';
  if (container === '7z') {
    throw new StackpairsError('bad_usage', '7z cannot be read from standard input', {
      at,
      hint: '7z needs a file, because its directory is at the end: save it and give its path.',
    });
  }
  return DECODERS[container](whole, options);
}

async function unwrapMember(
  { path, file: at, table }: Source,
  options: OpenOptions,
): Promise<AsyncIterable<Uint8Array>> {
  const { unpacker, signal } = options;
  const sevenZip = await chooseSevenZip('7z', options);
  const member = pickMember(await listMembers(sevenZip, path, { at, signal }), table, at);
  if (unpacker !== undefined) {
    const located = await locateMember(path, member, at);
    if (located !== undefined) return joinFirst(unpackMember(located, { unpacker, signal }), MARK_BYTES);
  }
  return gather(verifyMember(sevenZip(extraction(member, path, signal)), member, at), CHUNK_BYTES);
}

async function unpackFile({ path, file: at }: Source, options: UnpackOptions): Promise<AsyncIterable<Uint8Array>> {
  const { size: bytes } = await stat(path);
  return joinFirst(unpackStream({ path, at, from: 0, bytes }, options), MARK_BYTES);
}

type Decode = (bytes: AsyncIterable<Uint8Array>, options: OpenOptions) => Promise<AsyncIterable<Uint8Array>>;

// zstd goes through 7-Zip even where Node can read it: Node 22 and 24 stop after the first frame without an error, and
// Node 22 takes a truncated file for a whole one.
const DECODERS: Readonly<Record<'xml' | 'gz' | 'bz2' | 'zst', Decode>> = {
  xml: async (bytes) => bytes,
  gz: async (bytes) => pipeline(bytes, createGunzip({ chunkSize: CHUNK_BYTES }), () => {}),
  bz2: (bytes, options) => decodeBySevenZip('bzip2', bytes, options),
  zst: (bytes, options) => decodeBySevenZip('zstd', bytes, options),
};

async function decodeBySevenZip(format: 'bzip2' | 'zstd', stdin: AsyncIterable<Uint8Array>, options: OpenOptions) {
  const sevenZip = await chooseSevenZip(format, options);
  return sevenZip({ switches: ['x', '-si', '-so', '-bd', `-t${format}`], stdin, signal: options.signal });
}

// A generator, so that nothing is opened unless it is read and closed. Decoders hold on to chunks: each has memory of its own.
async function* readFile(path: string, { signal }: OpenOptions): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: CHUNK_BYTES, ...(signal && { signal }) });
}

async function* readStdin({ stdin, signal, onCompressed }: OpenOptions): AsyncGenerator<Uint8Array> {
  if (stdin === undefined) {
    throw new Error('an input on standard input was opened without a stream');
  }
  for await (const chunk of signal === undefined ? stdin : addAbortSignal(signal, stdin)) {
    onCompressed?.(chunk as Uint8Array);
    yield chunk as Uint8Array;
  }
}
