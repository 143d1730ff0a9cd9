// A worker thread: loads the pipeline by path, then performs one task after another.

import { Console } from 'node:console';
import { parentPort, workerData } from 'node:worker_threads';
import { loadPipeline } from '../load-pipeline.ts';
import { createPerformer, transferables } from './perform.ts';
import { errorToWire, type Reply, type Request, type ThreadStart } from './wire.ts';

// A thread's stdout is the command's, where results alone belong: what a pipeline file prints goes to stderr.
globalThis.console = new Console(process.stderr, process.stderr);
const { pipeline, ...options } = workerData as ThreadStart;
const performer = loadPipeline(pipeline).then(({ pipeline }) => createPerformer(pipeline, options));
// The first task that comes will say what went wrong; until then nobody need know.
performer.catch(() => {});

parentPort?.on('message', async ({ ticket, task }: Request) => {
  try {
    const perform = await performer;
    const result = await perform(task);
    parentPort?.postMessage({ ticket, result } satisfies Reply, transferables(result));
  } catch (error) {
    parentPort?.postMessage({ ticket, error: errorToWire(error) } satisfies Reply);
  }
});
