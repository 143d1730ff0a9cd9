// Memory that a unit of the route pass works in, handed from one that is done to the next: what is allocated again and
// again is collected late and leaves holes.

import { WINDOW_BYTES } from '../extract/index.ts';
import { SpillMemory } from '../spill/index.ts';

/** What a unit spills: pairs and what their copies are told by, or the posts that pairs are joined of. */
export type SpillKind = 'records' | 'entries' | 'posts' | 'dropped';

/** Memory of a unit's spills before they are written. */
export type UnitSpillMemory = Readonly<Record<SpillKind, SpillMemory>>;

/** The window its rows are cut in, and its spills. */
export interface UnitMemory {
  readonly window: Buffer;
  readonly spills: UnitSpillMemory;
}

/** Memory for a unit. */
export function unitMemory(): UnitMemory {
  return { window: Buffer.allocUnsafeSlow(WINDOW_BYTES), spills: unitSpillMemory() };
}

/** Memory for the spills of a unit whose window is elsewhere. */
export function unitSpillMemory(): UnitSpillMemory {
  return {
    records: new SpillMemory(),
    entries: new SpillMemory(),
    posts: new SpillMemory(),
    dropped: new SpillMemory(),
  };
}
