// A unit of a plain file, routed from its first byte to its spills by one thread: no block travels, and the main thread
// has nothing to do. Memory: what a unit works in, used again for the next one.

import { cutFile } from '../extract/index.ts';
import { layout as memory, type RowPass } from '../kernel/index.ts';
import { type Layout, threadPartitions } from './layout.ts';
import type { Damage, PostsResult, RouteResult, RouteTask } from './route-task.ts';
import type { Routed } from './routed.ts';
import { type UnitMemory, unitMemory } from './unit-memory.ts';
import { UnitSpills } from './unit-spills.ts';
import { UnitTally } from './unit-tally.ts';

/** One range of a plain file to route. */
export interface RangeTask {
  readonly kind: 'range';
  /** Where the spills go, and what the names of their files begin with. */
  readonly work: string;
  readonly name: string;
  readonly input: number;
  readonly site: string;
  readonly path: string;
  /** Name of the file in messages. */
  readonly file: string;
  readonly from: number;
  /** Rows that begin here or later belong to the next range; null is the end of the file. */
  readonly to: number | null;
  readonly keepDropped: boolean;
  readonly strict: boolean;
}

/** What became of it: a routed unit, or the first damage where that is fatal, and the rows read before its block. */
export type RangeResult = { readonly routed: Routed } | { readonly damage: Damage; readonly rowsBefore: number };

interface RangeRouterOptions {
  readonly layout: Layout;
  /** Whether posts are spilled instead of pairs. */
  readonly joins: boolean;
  readonly route: (task: RouteTask) => RouteResult | PostsResult;
  readonly pass: RowPass;
}

/** Routes ranges, one after another in the same memory. */
export function createRangeRouter({
  layout,
  joins,
  route,
  pass,
}: RangeRouterOptions): (task: RangeTask) => RangeResult {
  let own: UnitMemory | undefined;
  return (task) => {
    own ??= unitMemory();
    const { keepDropped } = task;
    const spills = new UnitSpills(task.work, task.name, { layout, keepDropped, joins, memory: own.spills });
    try {
      const tally = new UnitTally(threadPartitions(layout), joins);
      return routeRange(task, { spills, route, pass, window: own.window, tally });
    } finally {
      spills.abandon();
    }
  };
}

interface RangeContext extends Pick<RangeRouterOptions, 'route' | 'pass'> {
  readonly spills: UnitSpills;
  readonly window: Buffer;
  readonly tally: UnitTally;
}

function routeRange(task: RangeTask, { spills, route, pass, window, tally }: RangeContext): RangeResult {
  const { input, site, from, to, keepDropped, strict } = task;
  const blocks = cutFile(task.path, task.file, { from, to: to ?? undefined, window, allocate: roomIn(pass) });
  for (let next = blocks.next(); ; next = blocks.next()) {
    if (next.done === true) return { routed: tally.routed(spills.finish(), from, next.value) };
    const block = next.value;
    const bytes = block.bytes.length;
    const { samplesBelow } = tally;
    const result = route({ kind: 'route', input, site, block, maxRows: Infinity, keepDropped, samplesBelow });
    if (strict && result.damage !== undefined) {
      blocks.return(undefined as never);
      return { damage: result.damage, rowsBefore: tally.rows };
    }
    spills.append(result);
    tally.add(bytes, result);
  }
}

/** Blocks are cut into the place where the pass reads them; one that is too long for it gets memory of its own. */
function roomIn(pass: RowPass): (bytes: number) => Uint8Array {
  return (bytes) =>
    bytes <= memory.INPUT_BYTES
      ? pass.bytes.subarray(memory.INPUT, memory.INPUT + bytes)
      : Buffer.allocUnsafeSlow(bytes);
}
