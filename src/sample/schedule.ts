// Which row comes when. Every row has a number and an id that follows from it, so a question can hand out ids to answers that
// will be written long after it. The rows kept for answers stand in a ring of fixed size: memory does not grow with the file.
import type { Random } from './random.ts';

/** A row kept for later: an answer to `parentId`, on the topic of its question. */
interface KeptRow {
  readonly parentId: number;
  readonly topic: number;
}

/** The order of rows in one file. */
export interface Schedule {
  /** Rows kept for answers and not yet reached. */
  readonly waiting: number;
  /** Moves on to the next row; gives the answer it was kept for, if any. Rows that were used up are passed over. */
  advance(): KeptRow | undefined;
  /** Id of the row now at hand. */
  id(): number;
  /** Keeps a later row for an answer and gives its id; 0 when the ring is full. */
  keepAnswer(parentId: number, topic: number): number;
  /** Uses up a later row and gives its id, larger than the present one. */
  spendRow(): number;
}

const RING_ROWS = 32_768;
/** Most answers come within so many rows. */
const SOON_ROWS = 24;
const SPENT = -1;

/** Makes the schedule of a file in which answers come at most about `reach` rows after their question. */
export function createSchedule(random: Random, reach: number): Schedule {
  const parents = new Float64Array(RING_ROWS);
  const topics = new Float64Array(RING_ROWS);
  const farRows = Math.max(SOON_ROWS, Math.min(reach, RING_ROWS / 4));
  let row = 0;
  let waiting = 0;

  function freeRow(delay: number): number {
    const end = row + RING_ROWS;
    let candidate = row + delay;
    while (candidate < end && parents[candidate % RING_ROWS] !== 0) candidate++;
    return candidate < end ? candidate : 0;
  }

  return {
    get waiting() {
      return waiting;
    },
    advance() {
      let parent: number;
      do {
        row++;
        parent = parents[row % RING_ROWS]!;
        parents[row % RING_ROWS] = 0;
      } while (parent === SPENT);
      if (parent === 0) return undefined;
      waiting--;
      return { parentId: parent, topic: topics[row % RING_ROWS]! };
    },
    id: () => idOfRow(row),
    keepAnswer(parentId, topic) {
      const kept = freeRow(1 + random.below(random.onceIn(4) ? farRows : SOON_ROWS));
      if (kept === 0) return 0;
      parents[kept % RING_ROWS] = parentId;
      topics[kept % RING_ROWS] = topic;
      waiting++;
      return idOfRow(kept);
    },
    spendRow() {
      const spent = freeRow(1);
      if (spent === 0) throw new Error('No row left to spend within the ring');
      parents[spent % RING_ROWS] = SPENT;
      return idOfRow(spent);
    },
  };
}

/** An id near this one that no row has, as of a post that was deleted. */
export function missingIdNear(id: number): number {
  const group = Math.floor((id - 1) / 4);
  return 1 + 4 * group + missingPlace(group);
}

/** Three rows share four ids, one of which stays out: ids rise, with gaps. */
function idOfRow(row: number): number {
  const group = Math.floor(row / 3);
  const place = row % 3;
  return 1 + 4 * group + place + (place >= missingPlace(group) ? 1 : 0);
}

function missingPlace(group: number): number {
  return Math.imul(group + 1, 0x9e3779b1) >>> 30;
}
