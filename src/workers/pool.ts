// The threads of a build, each started when a task comes and all others are busy. A task waits its turn, goes to the least
// busy thread, and settles with its result. At most TASKS_PER_THREAD are with a thread, so that one is ready when the
// other ends, unless it may take long; callers bound what waits here.

import { Worker } from 'node:worker_threads';
import { builtUrl } from '../built-url.ts';
import { StackpairsError } from '../errors.ts';
import { digest } from '../passes/digest.ts';
import type { Pipeline } from '../pipeline.ts';
import { hasRoom, TASKS_PER_THREAD } from './has-room.ts';
import { createPerformer, type Perform, type Result, type Task, transferables } from './perform.ts';
import { errorFromWire, type Reply, type Request, type ThreadStart } from './wire.ts';

/**
 * Nearly all that a thread makes of a row is dropped with the row, so a small nursery is swept as fast as a large one;
 * those of V8's default size would take 50 MB a thread.
 */
const NURSERY_MB = 8;
const CLOSED = 'the threads were closed';

/** Something that performs tasks until it is closed. */
export interface Workers {
  /** Threads at work; the main thread counts when it does it all. */
  readonly threads: number;
  /** Tasks that make it busy but not overfull. */
  readonly width: number;
  readonly perform: Perform;
  /** Ends it. What is not done fails, with what went wrong elsewhere where that is why. */
  close(reason?: unknown): Promise<void>;
}

/** Threads, or the main thread itself for 0. */
export function openWorkers(threads: number, start: ThreadStart, pipeline: Pipeline): Workers {
  if (threads > 0) return new ThreadPool(threads, start);
  return new MainThread(start, pipeline);
}

/** The calling thread, as if it were a pool of one. */
class MainThread implements Workers {
  readonly threads = 1;
  readonly width = 1;
  readonly #stop = new AbortController();
  readonly #perform: (task: Task) => Promise<Result>;

  constructor({ layout, kernel }: ThreadStart, pipeline: Pipeline) {
    this.#perform = createPerformer(pipeline, { layout, kernel, signal: this.#stop.signal });
  }

  perform: Perform = async (task) => {
    this.#stop.signal.throwIfAborted();
    return this.#perform(task) as Promise<never>;
  };

  async close(reason: unknown = new Error(CLOSED)): Promise<void> {
    this.#stop.abort(reason);
  }
}

interface Waiting {
  readonly task: Task;
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly tickets: Map<number, Waiting>;
}

class ThreadPool implements Workers {
  readonly threads: number;
  readonly width: number;
  readonly #start: ThreadStart;
  readonly #threads: Thread[] = [];
  readonly #queue: Waiting[] = [];
  /** Aborted with the reason why no task is taken any more. */
  readonly #stopped = new AbortController();
  #ticket = 0;

  constructor(threads: number, start: ThreadStart) {
    this.threads = threads;
    this.width = threads * TASKS_PER_THREAD;
    this.#start = start;
  }

  perform: Perform = async (task) => {
    this.#stopped.signal.throwIfAborted();
    // The calling thread waits most of the time, and a digest leaves it free between two chunks.
    if (task.kind === 'digest') return digest(task, this.#stopped.signal) as Promise<never>;
    return new Promise((resolve, reject) => {
      this.#queue.push({ task, resolve, reject });
      this.#dispatch();
    });
  };

  /** Ends the threads; tasks that are not done are refused, with the reason why it ends. */
  async close(reason: unknown = new Error(CLOSED)): Promise<void> {
    this.#stop(reason);
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  #startThread(): Thread {
    const worker = new Worker(builtUrl('workers/thread.js', import.meta.url), {
      workerData: this.#start,
      resourceLimits: { maxYoungGenerationSizeMb: NURSERY_MB },
    });
    const thread: Thread = { worker, tickets: new Map() };
    worker.on('message', (reply: Reply) => this.#settle(thread, reply));
    worker.on('error', (error) => this.#lose(thread, error));
    worker.on('exit', (code) => this.#lose(thread, ended(code)));
    return thread;
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const idlest = this.#idlestThread(this.#queue[0]!.task);
      if (idlest === undefined) return;
      const waiting = this.#queue.shift()!;
      const request: Request = { ticket: this.#ticket++, task: waiting.task };
      idlest.tickets.set(request.ticket, waiting);
      idlest.worker.postMessage(request, transferables(waiting.task));
    }
  }

  /** Of the threads that have room for the task; a thread is started when all are busy. */
  #idlestThread(task: Task): Thread | undefined {
    const idle = this.#threads.find(({ tickets }) => tickets.size === 0);
    if (idle !== undefined) return idle;
    if (this.#threads.length < this.threads) this.#threads.push(this.#startThread());
    const roomy = this.#threads.filter((thread) => hasRoom(kindsWith(thread), task.kind));
    return roomy.sort((a, b) => a.tickets.size - b.tickets.size)[0];
  }

  #settle(thread: Thread, reply: Reply): void {
    const waiting = thread.tickets.get(reply.ticket);
    // A thread that was lost may have answered before it went.
    if (waiting === undefined && this.#stopped.signal.aborted) return;
    if (waiting === undefined) throw new Error(`a thread answered ticket ${reply.ticket}, which it did not have`);
    thread.tickets.delete(reply.ticket);
    if ('error' in reply) waiting.reject(errorFromWire(reply.error));
    else waiting.resolve(reply.result as Result as never);
    this.#dispatch();
  }

  /** A thread that died fails its own tasks and stops the pool: no task waits for a thread that is no more. */
  #lose(thread: Thread, error: Error): void {
    const reason = this.#stop(error);
    for (const { reject } of thread.tickets.values()) reject(reason);
    thread.tickets.clear();
  }

  /** Refuses what waits and what comes, for the first reason given. */
  #stop(error: unknown): Error {
    this.#stopped.abort(error);
    const first: Error = this.#stopped.signal.reason;
    for (const { reject } of this.#queue.splice(0)) reject(first);
    return first;
  }
}

function kindsWith({ tickets }: Thread): Task['kind'][] {
  return [...tickets.values()].map(({ task }) => task.kind);
}

/** Nothing of ours ends a thread: a step or recipe did. */
function ended(code: number): StackpairsError {
  return new StackpairsError('bad_pipeline', `a worker thread ended with code ${code}`, {
    hint: 'A step must not end the process; if none does, run with --threads 0 to see what happens',
  });
}
