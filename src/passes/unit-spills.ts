// What a unit of the route pass writes: its records, its entries and, where asked, its dropped rows.

import { join } from 'node:path';
import { SpillWriter } from '../spill/index.ts';
import type { WorkFile } from './completion.ts';
import { type Layout, threadPartitions } from './layout.ts';
import type { RouteResult } from './route-task.ts';
import type { SpillKind, UnitMemory } from './unit-memory.ts';

interface UnitSpillsOptions {
  readonly layout: Layout;
  readonly keepDropped: boolean;
  readonly memory: UnitMemory['spills'];
}

/** The spills of one unit, finished or abandoned together. */
export class UnitSpills {
  readonly #name: string;
  readonly #spills: ReadonlyMap<SpillKind, SpillWriter>;

  constructor(work: string, name: string, { layout, keepDropped, memory }: UnitSpillsOptions) {
    const open = (kind: SpillKind, partitions: number) =>
      [kind, new SpillWriter(join(work, `${name}.${kind}`), partitions, memory[kind])] as const;
    this.#name = name;
    this.#spills = new Map([
      open('records', threadPartitions(layout)),
      open('entries', layout.fingerprints),
      ...(keepDropped ? [open('dropped', 1)] : []),
    ]);
  }

  append(result: RouteResult): void {
    for (const [kind, spill] of this.#spills) spill.append(result[kind]);
  }

  finish(): WorkFile[] {
    return [...this.#spills].map(([kind, spill]) => ({ path: `${this.#name}.${kind}`, ...spill.finish() }));
  }

  abandon(): void {
    for (const spill of this.#spills.values()) spill.abandon();
  }
}
