// Rows that are held out though the hash of their question alone does not say so: why each of them is, and how many there
// are. Whoever writes shards counts them, and whoever verifies them again. Memory: two counts, and a hash for each site.

import type { Counts } from './books.ts';
import { bySite } from './by-site.ts';
import { sideOf } from './order-key.ts';
import { isLate, type SplitRule } from './split-rule.ts';
import { type Role, SPLITS, type Split } from './types.ts';

/** Why a row is held out beyond its hash: its question was asked late, or is in a cluster of duplicates that is held out. */
export type Move = 'asked_after' | 'duplicate_held_out';

/** How a row came to its side: by the hash of its question, by something else, or by mistake. */
export type Placement = 'by_hash' | Move | 'misplaced';

/** What of a row decides over its side. */
export interface SplitRow {
  readonly site: string;
  readonly questionId: number;
  /** When its question was asked, in milliseconds since 1970-01-01 UTC; other people's pairs do not say. */
  readonly asked: number | undefined;
}

/** Tells how rows came to their sides. */
export function placements(rule: SplitRule): (row: SplitRow, split: Split) => Placement {
  const asksLate = isLate(rule);
  const siteSide = bySite((site) => sideOf(rule, site));
  const ownSide = ({ site, questionId }: SplitRow) => siteSide(site)(questionId);
  return (row, split) => {
    const own = ownSide(row);
    if (asksLate(row.asked ?? Number.NEGATIVE_INFINITY)) {
      if (split !== 'test') return 'misplaced';
      return own === 'test' ? 'by_hash' : 'asked_after';
    }
    if (own === split) return 'by_hash';
    return SPLITS.indexOf(split) > SPLITS.indexOf(own) ? 'duplicate_held_out' : 'misplaced';
  };
}

/** When the question of a row with these posts was asked. */
export function askedIn(posts: readonly { readonly role: Role; readonly created: number }[]): number | undefined {
  return (posts.find(({ role }) => role === 'question') ?? posts[0])?.created;
}

/** Counts rows one by one. */
export class MovedRows {
  readonly #placementOf: ReturnType<typeof placements>;
  readonly #counts = new Map<string, number>();

  constructor(rule: SplitRule) {
    this.#placementOf = placements(rule);
  }

  /** Takes a row on a side, and gives how it came there. */
  add(row: SplitRow, split: Split): Placement {
    const placement = this.#placementOf(row, split);
    if (placement !== 'by_hash') this.#counts.set(placement, (this.#counts.get(placement) ?? 0) + 1);
    return placement;
  }

  counts(): Counts {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
