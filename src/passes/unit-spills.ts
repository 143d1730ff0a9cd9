// What a unit of the route pass writes: its records, its entries and, where asked, its dropped rows.

import { join } from 'node:path';
import { type Run, SpillWriter } from '../spill/index.ts';
import { DRIVERS } from './builders.ts';
import type { WorkFile } from './completion.ts';
import { type Layout, threadPartitions } from './layout.ts';
import type { PostsResult, RouteResult } from './route-task.ts';
import type { SpillKind, UnitSpillMemory } from './unit-memory.ts';

interface UnitSpillsOptions {
  readonly layout: Layout;
  readonly keepDropped: boolean;
  /** Whether posts are spilled instead of pairs. */
  readonly joins: boolean;
  readonly memory: UnitSpillMemory;
}

/** The spills of one unit, finished or abandoned together. */
export class UnitSpills {
  readonly #name: string;
  readonly #spills: ReadonlyMap<SpillKind, SpillWriter>;

  constructor(work: string, name: string, { layout, keepDropped, joins, memory }: UnitSpillsOptions) {
    const open = (kind: SpillKind, partitions: number) =>
      [kind, new SpillWriter(join(work, `${name}.${kind}`), partitions, memory[kind])] as const;
    this.#name = name;
    this.#spills = new Map([
      ...(joins
        ? [open('posts', threadPartitions(layout))]
        : [open('records', threadPartitions(layout)), open('entries', layout.fingerprints)]),
      ...(keepDropped ? [open('dropped', joins ? DRIVERS.length : 1)] : []),
    ]);
  }

  append(result: RouteResult | PostsResult): void {
    const runs: Partial<Record<SpillKind, Run>> = result;
    for (const [kind, spill] of this.#spills) spill.append(runs[kind]!);
  }

  finish(): WorkFile[] {
    return [...this.#spills].map(([kind, spill]) => ({ path: `${this.#name}.${kind}`, ...spill.finish() }));
  }

  abandon(): void {
    for (const spill of this.#spills.values()) spill.abandon();
  }
}
