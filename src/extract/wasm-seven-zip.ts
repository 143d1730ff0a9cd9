// 7-Zip in WebAssembly, in a thread of its own, because it reads and writes synchronously. The thread takes a credit
// for each chunk it sends and waits when there is none: CREDITS chunks of at most 1 MiB are under way. It asks for
// standard input one chunk at a time. The thread is gone when the generator ends, however it ends.
import { on } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import { builtUrl } from '../built-url.ts';
import { type SevenZip, SevenZipFailure } from './seven-zip.ts';
import { CHUNKS_FED, CREDITS_LEFT, raise, type SevenZipMessage, type SevenZipTask } from './seven-zip-protocol.ts';

/** Chunks under way, so that neither side waits for the other's wake-up. */
const CREDITS = 4;

/** Runs the 7-Zip that comes with the package. */
export const wasmSevenZip: SevenZip = async function* run({ switches, archive, stdin, signal }) {
  signal?.throwIfAborted();
  const gates = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  Atomics.store(gates, CREDITS_LEFT, CREDITS);
  const { port1: feed, port2: input } = new MessageChannel();
  const task: SevenZipTask = { switches, archive, gates, input };
  const worker = new Worker(builtUrl('extract/seven-zip-worker.js', import.meta.url), {
    workerData: task,
    transferList: [input],
  });
  const stop = () => worker.terminate();
  signal?.addEventListener('abort', stop, { once: true });
  const source = stdin?.[Symbol.asyncIterator]();
  try {
    for await (const message of messagesOf(worker)) {
      if (message.kind === 'end') {
        return accept(message);
      }
      if (message.kind === 'output') {
        yield message.bytes;
        raise(gates, CREDITS_LEFT);
      } else {
        const next = await source?.next();
        feed.postMessage(next?.done === false ? next.value : undefined);
        raise(gates, CHUNKS_FED);
      }
    }
    signal?.throwIfAborted();
    throw new Error('the 7-Zip thread left without a word');
  } finally {
    signal?.removeEventListener('abort', stop);
    feed.close();
    await stop();
    await source?.return?.();
  }
};

async function* messagesOf(worker: Worker): AsyncGenerator<SevenZipMessage> {
  for await (const [message] of on(worker, 'message', { close: ['exit'] })) {
    yield message as SevenZipMessage;
  }
}

function accept({ code, messages }: { readonly code: number; readonly messages: string }): void {
  if (code !== 0) {
    throw new SevenZipFailure(code, messages);
  }
}
