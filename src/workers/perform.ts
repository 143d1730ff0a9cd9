// What a thread can do: the five tasks of a build, by name. The same function serves the main thread (`--threads 0`).

import { createUnpacker, type Unpacked, type UnpackTask } from '../extract/index.ts';
import { type AgreeResult, type AgreeTask, agree } from '../passes/agree.ts';
import { type DigestResult, type DigestTask, digest } from '../passes/digest.ts';
import type { Layout } from '../passes/layout.ts';
import type { createReducer, ReduceResult, ReduceTask } from '../passes/reduce.ts';
import { createRouter, type RouteResult, type RouteTask } from '../passes/route.ts';
import type { Pipeline } from '../pipeline.ts';

/** Tasks and what each gives back. */
export interface Work {
  route: { task: RouteTask; result: RouteResult };
  agree: { task: AgreeTask; result: AgreeResult };
  reduce: { task: ReduceTask; result: ReduceResult };
  digest: { task: DigestTask; result: DigestResult };
  unpack: { task: UnpackTask; result: Unpacked };
}
export type Task = Work[keyof Work]['task'];
export type Result = Work[keyof Work]['result'];

/** A function that performs tasks, one at a time but for digests, which wait for the disk in between. */
export type Perform = <Kind extends keyof Work>(task: Work[Kind]['task']) => Promise<Work[Kind]['result']>;

/** Prepares a thread for a pipeline and a layout; the signal stops what waits for the disk. */
export function createPerformer(
  pipeline: Pipeline,
  layout: Layout,
  signal?: AbortSignal,
): (task: Task) => Promise<Result> {
  const route = createRouter(pipeline, layout);
  let reduce: ReturnType<typeof createReducer> | undefined;
  let unpack: ReturnType<typeof createUnpacker> | undefined;
  return async (task) => {
    switch (task.kind) {
      case 'route':
        return route(task);
      case 'agree':
        return agree(task);
      case 'reduce': {
        // Arrow takes longer to load than all the rest: a thread loads it when it has a shard to write.
        reduce ??= (await import('../passes/reduce.ts')).createReducer(pipeline.recipe.columns);
        return reduce(task);
      }
      case 'digest':
        return digest(task, signal);
      case 'unpack':
        unpack ??= createUnpacker();
        return unpack(task);
    }
  };
}

/** The buffers of a task or result that move to the other thread instead of being copied. */
export function transferables(value: Task | Result): ArrayBuffer[] {
  if ('buffer' in value) return [value.buffer];
  if ('kind' in value) return value.kind === 'route' ? [value.block.bytes.buffer as ArrayBuffer] : [];
  if (!('records' in value)) return [];
  const { records, entries, dropped, counts, spent } = value;
  const runs = [records, entries, dropped].flatMap((run) => [run.bytes.buffer, run.ends.buffer]);
  // Runs may share memory, and none can be handed over twice.
  return [...new Set([...runs, counts.buffer, spent])] as ArrayBuffer[];
}
