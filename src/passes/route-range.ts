// A unit of a plain file, routed from its first byte to its spills by one thread: no block travels, and the main thread
// has nothing to do. Memory: a unit's spills before they are written, used again for the next one; rows are cut where the pass
// reads them.

import { cutFile, WINDOW_BYTES } from '../extract/index.ts';
import { layout as memory, type RowPass } from '../kernel/index.ts';
import { type Layout, threadPartitions } from './layout.ts';
import type { Damage, PostsResult, RouteResult, RouteTask } from './route-task.ts';
import type { Routed } from './routed.ts';
import { type UnitSpillMemory, unitSpillMemory } from './unit-memory.ts';
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
  let own: UnitSpillMemory | undefined;
  return (task) => {
    own ??= unitSpillMemory();
    const { keepDropped } = task;
    const spills = new UnitSpills(task.work, task.name, { layout, keepDropped, joins, memory: own });
    try {
      const tally = new UnitTally(threadPartitions(layout), joins);
      return routeRange(task, { spills, route, pass, tally });
    } finally {
      spills.abandon();
    }
  };
}

interface RangeContext extends Pick<RangeRouterOptions, 'route' | 'pass'> {
  readonly spills: UnitSpills;
  readonly tally: UnitTally;
}

function routeRange(task: RangeTask, { spills, route, pass, tally }: RangeContext): RangeResult {
  const { input, site, from, to, keepDropped, strict } = task;
  const window = pass.bytes.subarray(memory.INPUT, memory.INPUT + WINDOW_BYTES);
  const blocks = cutFile(task.path, task.file, { from, to: to ?? undefined, window, lends: true });
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
