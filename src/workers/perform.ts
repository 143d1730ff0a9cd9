// What a thread can do: the tasks of a build, by name. The same function serves the main thread (`--threads 0`).

import { isJoining } from '../config-rules.ts';
import { createUnpacker, type Unpacked, type UnpackTask } from '../extract/index.ts';
import type { Format } from '../formats.ts';
import { scriptPass, wasmPass } from '../kernel/index.ts';
import { type AgreeResult, type AgreeTask, agree } from '../passes/agree.ts';
import type { ConfigIdentity } from '../passes/config-identity.ts';
import { type CountResult, type CountTask, countKeys } from '../passes/count-keys.ts';
import { type DigestResult, type DigestTask, digest } from '../passes/digest.ts';
import type { JoinTask } from '../passes/join/join-threads.ts';
import type { JoinResult } from '../passes/join/spill-pairs.ts';
import type { Layout } from '../passes/layout.ts';
import type { MeetTask } from '../passes/links/meet-links.ts';
import type { SettledSides, SidesTask } from '../passes/links/settle-sides.ts';
import type { BorrowTask } from '../passes/near/borrow-rows.ts';
import type { Borrowed } from '../passes/near/borrowed.ts';
import type { NearResult } from '../passes/near/near-result.ts';
import type { NearTask, OfConfig } from '../passes/near/perform-near.ts';
import type { ReadSetTask } from '../passes/pairs/read-set.ts';
import type { SetRows } from '../passes/pairs/set-rows.ts';
import type { openReducer, ReduceResult, ReduceTask } from '../passes/reduce.ts';
import { createRouter } from '../passes/route.ts';
import { createRangeRouter, type RangeResult, type RangeTask } from '../passes/route-range.ts';
import type { PostsResult, RouteResult, RouteTask } from '../passes/route-task.ts';
import type { IndexTask } from '../passes/screen/index-texts.ts';
import type { Indexed } from '../passes/screen/indexed.ts';
import type { ScreenUnit } from '../passes/screen/perform-screen.ts';
import { type ShuffleResult, type ShuffleTask, shuffleUnit } from '../passes/shuffle-unit.ts';
import type { TagsTask } from '../passes/tags/pair-tags.ts';
import type { Pipeline } from '../pipeline.ts';

/** What the one pass over rows runs as. */
export type Kernel = 'wasm' | 'js';

const PASSES = { wasm: wasmPass, js: scriptPass };

/** Tasks that come while rows are read. */
const ROUTING: ReadonlySet<string> = new Set(['range', 'route', 'digest', 'unpack'] satisfies (keyof Work)[]);

/** Tasks that come while pairs are joined. */
const JOINING: ReadonlySet<string> = new Set(['join', 'meet', 'tags'] satisfies (keyof Work)[]);

/** Tasks and what each gives back. */
export interface Work {
  range: { task: RangeTask; result: RangeResult };
  route: { task: RouteTask; result: RouteResult | PostsResult };
  shuffle: { task: ShuffleTask; result: ShuffleResult };
  set: { task: ReadSetTask; result: SetRows };
  borrow: { task: BorrowTask; result: Borrowed };
  index: { task: IndexTask; result: Indexed };
  near: { task: OfConfig<NearTask | ScreenUnit>; result: NearResult };
  sides: { task: SidesTask; result: SettledSides };
  join: { task: JoinTask; result: JoinResult };
  meet: { task: MeetTask; result: JoinResult };
  tags: { task: TagsTask; result: JoinResult };
  agree: { task: AgreeTask; result: AgreeResult };
  count: { task: CountTask; result: CountResult };
  reduce: { task: ReduceTask; result: ReduceResult };
  digest: { task: DigestTask; result: DigestResult };
  unpack: { task: UnpackTask; result: Unpacked };
}
export type Task = Work[keyof Work]['task'];
export type Result = Work[keyof Work]['result'];

/** A function that performs tasks, one at a time but for digests, which wait for the disk in between. */
export type Perform = <Kind extends keyof Work>(task: Work[Kind]['task']) => Promise<Work[Kind]['result']>;

/** What a thread is prepared for; the signal stops what waits for the disk. */
export interface PerformerOptions {
  readonly layout: Layout;
  readonly kernel: Kernel;
  readonly signal?: AbortSignal | undefined;
}

/** Prepares a thread. */
export function createPerformer(
  pipeline: Pipeline,
  { layout, kernel, signal }: PerformerOptions,
): (task: Task) => Promise<Result> {
  let routers: ReturnType<typeof openRouters> | undefined;
  let reduce: ReturnType<typeof openReducer> | undefined;
  let joiners: ReturnType<typeof openJoiners> | undefined;
  let unpack: ReturnType<typeof createUnpacker> | undefined;
  let near: { readonly config: string; readonly perform: ReturnType<typeof openNear> } | undefined;
  return async (task) => {
    // What routing and joining work in is made when they begin, and forgotten when they are over: the passes after them need
    // the room, 10 MB a thread, which V8 would not look for by itself. The command lets it be asked (cli/settle-engine.ts).
    const isRoutingOver = !ROUTING.has(task.kind) && (routers ?? unpack) !== undefined;
    const isJoiningOver = !JOINING.has(task.kind) && joiners !== undefined;
    if (isRoutingOver) routers = unpack = undefined;
    if (isJoiningOver) joiners = undefined;
    if (isRoutingOver || isJoiningOver) globalThis.gc?.();
    if (task.kind === 'reduce') near = undefined;
    switch (task.kind) {
      case 'range':
        routers ??= openRouters(pipeline, { layout, kernel });
        return (await routers).range(task);
      case 'route':
        routers ??= openRouters(pipeline, { layout, kernel });
        return (await routers).block(task);
      case 'shuffle':
        return shuffleUnit(task);
      case 'sides':
        return (await import('../passes/links/settle-sides.ts')).settleSides(task, pipeline.split, layout);
      case 'join':
      case 'meet':
      case 'tags':
        joiners ??= openJoiners(pipeline, { layout, kernel });
        return (await joiners)(task);
      case 'agree':
        return agree(task);
      case 'count':
        return countKeys(task, layout);
      case 'reduce':
        // Not awaited first: the next task is here by then, and finds it.
        reduce ??= loadReducer(task.format, kernel);
        return (await reduce)(task);
      case 'digest':
        return digest(task, signal);
      case 'unpack':
        unpack ??= createUnpacker();
        return unpack(task);
      case 'set':
        return (await import('../passes/pairs/read-set.ts')).readSet(task, pipeline, { layout, signal });
      case 'borrow':
        return (await import('../passes/near/borrow-rows.ts')).borrowRows(task, signal);
      default:
        if (near?.config !== task.of.config) {
          near = { config: task.of.config, perform: openNear(pipeline, task.of, { layout, kernel, signal }) };
        }
        return (await near.perform)(task);
    }
  };
}

/** Arrow takes longer to load than all the rest: a thread loads it when it has a shard to write. */
async function loadReducer(format: Format, kernel: Kernel): ReturnType<typeof openReducer> {
  return (await import('../passes/reduce.ts')).openReducer(format, kernel === 'wasm');
}

/** Asked for by few pipelines: loaded when it is. */
async function openNear(pipeline: Pipeline, config: ConfigIdentity, options: PerformerOptions) {
  return (await import('../passes/near/perform-near.ts')).createNear(pipeline, config, options);
}

/** Asked for where pairs are joined of several rows: loaded when they are. */
async function openJoiners(pipeline: Pipeline, { layout, kernel }: PerformerOptions) {
  const { createJoiner } = await import('../passes/join/join-threads.ts');
  const { createMeeter } = await import('../passes/links/meet-links.ts');
  const { createTagPairer } = await import('../passes/tags/pair-tags.ts');
  const { columnPrint } = await import('../passes/join/fast-fingerprint.ts');
  const printOf = columnPrint(await PASSES[kernel]());
  const join = createJoiner(pipeline, layout, printOf);
  const meet = createMeeter(pipeline, layout, printOf);
  const beside = createTagPairer(pipeline, layout, printOf);
  return (task: JoinTask | MeetTask | TagsTask) =>
    task.kind === 'join' ? join(task) : task.kind === 'meet' ? meet(task) : beside(task);
}

async function openRouters(pipeline: Pipeline, { layout, kernel }: PerformerOptions) {
  const pass = await PASSES[kernel]();
  const joins = isJoining(pipeline);
  const block = joins ? createRouter(pipeline, layout, { pass, joins }) : createRouter(pipeline, layout, { pass });
  return { block, range: createRangeRouter({ layout, joins, route: block, pass }) };
}

/** The buffers of a task or result that move to the other thread instead of being copied; shared ones stay with both. */
export function transferables(value: Task | Result): ArrayBuffer[] {
  if ('buffer' in value) return [value.buffer];
  if ('kind' in value) return value.kind === 'route' ? unshared([value.block.bytes.buffer]) : [];
  if (!('spent' in value)) return [];
  const { dropped, counts, spent } = value;
  const spilled = 'posts' in value ? [value.posts, dropped] : [value.records, value.entries, dropped];
  const runs = spilled.flatMap((run) => [run.bytes.buffer, run.ends.buffer]);
  return unshared([...runs, counts.buffer, spent]);
}

/** Runs may share memory, and none can be handed over twice. */
function unshared(buffers: readonly ArrayBufferLike[]): ArrayBuffer[] {
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}
