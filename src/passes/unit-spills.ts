// What a unit of the route pass writes: its records, its entries and, where asked, its dropped rows.

import { join } from 'node:path';
import { SpillWriter } from '../spill/index.ts';
import type { WorkFile } from './completion.ts';
import { threadPartitions } from './layout.ts';
import type { Plan } from './plan.ts';
import type { RouteResult } from './route.ts';

type Kind = 'records' | 'entries' | 'dropped';

/** The spills of one unit, finished or abandoned together. */
export class UnitSpills {
  readonly #name: string;
  readonly #spills: ReadonlyMap<Kind, SpillWriter>;

  constructor(work: string, name: string, { layout, keepDropped }: Plan) {
    const open = (kind: Kind, partitions: number) =>
      [kind, new SpillWriter(join(work, `${name}.${kind}`), partitions)] as const;
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
