// The thread of wasm-seven-zip.ts: runs 7-Zip once, with its standard input and output replaced by messages.
// Advice to whoever changes this: 7-Zip runs synchronously from start to end, so nothing asynchronous happens here
// meanwhile; it waits in Atomics.wait, which ends with the thread. Real files are seen only under ARCHIVE_FOLDER.
import { basename, dirname } from 'node:path';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import sevenZipWasm from '7z-wasm';
import { CHUNKS_FED, CREDITS_LEFT, type SevenZipMessage, type SevenZipTask } from './seven-zip-protocol.ts';

/** What Emscripten calls to read and write a stream; the types of 7z-wasm leave it out. */
interface StreamCalls {
  read(stream: unknown, memory: Int8Array, offset: number, length: number): number;
  write(stream: unknown, memory: Int8Array, offset: number, length: number): number;
}

type Streams = readonly [stdin: { stream_ops: StreamCalls }, stdout: { stream_ops: StreamCalls }];

const ARCHIVE_FOLDER = '/archive';

/** Left by 7-Zip on a fatal error; taken too when it dies of an exception. */
const FATAL = 2;

const { switches, archive, gates, input } = workerData as SevenZipTask;
const messages: string[] = [];
say(run(await load()));

async function load(): Promise<(args: string[]) => unknown> {
  const print = (line: string) => messages.push(line);
  const { FS, NODEFS, callMain } = await sevenZipWasm.default({ print, printErr: print });
  if (archive !== undefined) {
    FS.mkdir(ARCHIVE_FOLDER);
    FS.mount(NODEFS, { root: dirname(archive) }, ARCHIVE_FOLDER);
  }
  const [stdin, stdout] = (FS as unknown as { readonly streams: Streams }).streams;
  stdin.stream_ops = { ...stdin.stream_ops, read: inputReader() };
  stdout.stream_ops = { ...stdout.stream_ops, write: sendOutput };
  return callMain;
}

function run(callMain: (args: string[]) => unknown): SevenZipMessage {
  const place = archive === undefined ? [] : ['--', `${ARCHIVE_FOLDER}/${basename(archive)}`];
  try {
    return end(callMain([...switches, ...place]));
  } catch (error) {
    // A C++ exception arrives as a number that means nothing here; 7-Zip has printed what it was about.
    return end(FATAL, typeof error === 'number' ? '' : String(error));
  }
}

function end(code: unknown, reason = ''): SevenZipMessage {
  return { kind: 'end', code: typeof code === 'number' ? code : FATAL, messages: [...messages, reason].join('\n') };
}

function sendOutput(_stream: unknown, memory: Int8Array, offset: number, length: number): number {
  while (Atomics.load(gates, CREDITS_LEFT) <= 0) {
    Atomics.wait(gates, CREDITS_LEFT, 0);
  }
  Atomics.sub(gates, CREDITS_LEFT, 1);
  const bytes = new Uint8Array(length);
  bytes.set(new Uint8Array(memory.buffer, memory.byteOffset + offset, length));
  say({ kind: 'output', bytes }, [bytes.buffer]);
  return length;
}

function inputReader(): StreamCalls['read'] {
  let rest: Uint8Array | undefined = new Uint8Array(0);
  return (_stream, memory, offset, length) => {
    while (rest?.length === 0) {
      rest = nextInput();
    }
    const part = (rest ?? new Uint8Array(0)).subarray(0, length);
    memory.set(part, offset);
    rest = rest?.subarray(part.length);
    return part.length;
  };
}

// The counter is read before the port, so that a chunk that comes in between is not slept through.
function nextInput(): Uint8Array | undefined {
  say({ kind: 'hungry' });
  for (;;) {
    const fed = Atomics.load(gates, CHUNKS_FED);
    const received = receiveMessageOnPort(input);
    if (received !== undefined) {
      return received.message as Uint8Array | undefined;
    }
    Atomics.wait(gates, CHUNKS_FED, fed);
  }
}

function say(message: SevenZipMessage, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}
