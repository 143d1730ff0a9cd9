// Memory that a unit of the route pass works in, handed from one that is done to the next: what is allocated again and
// again is collected late and leaves holes.

import { WINDOW_BYTES } from '../extract/index.ts';
import { SpillMemory } from '../spill/index.ts';

/** What a unit spills: pairs and what their copies are told by, or the posts that pairs are joined of. */
export type SpillKind = 'records' | 'entries' | 'posts' | 'dropped';

/** The window its rows are cut in, and its spills before they are written. */
export interface UnitMemory {
  readonly window: Buffer;
  readonly spills: Readonly<Record<SpillKind, SpillMemory>>;
}

/** Memory for a unit. */
export function unitMemory(): UnitMemory {
  return {
    window: Buffer.allocUnsafeSlow(WINDOW_BYTES),
    spills: {
      records: new SpillMemory(),
      entries: new SpillMemory(),
      posts: new SpillMemory(),
      dropped: new SpillMemory(),
    },
  };
}
