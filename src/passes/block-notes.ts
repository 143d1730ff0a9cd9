// What is noted of a block whatever is made of its rows: the first damage, some rows by chance, and where asked the
// dropped ones as JSON lines; and what a run asks for about any post: takedowns, and whether authors are named.

import { credit, siteOf } from '../clean/index.ts';
import { UNTERMINATED } from '../extract/index.ts';
import type { Pipeline } from '../pipeline.ts';
import type { RunBuilder } from '../spill/index.ts';
import type { TakedownRule } from '../takedown-list.ts';
import type { Credit, DamageReason, Post, RowPlace, Site } from '../types.ts';
import { type Layout, threadPartitions } from './layout.ts';
import type { BlockResult, Damage, RouteTask } from './route-task.ts';
import { SampleChoice } from './row-samples.ts';
import type { SitePlaces } from './site-places.ts';

/** What any visit of a block is given. */
export interface VisitOptions {
  readonly task: RouteTask;
  readonly pipeline: Pipeline;
  readonly layout: Layout;
  readonly placeOf: (site: string) => SitePlaces;
  /** Which posts of a site are left out on request. */
  readonly takedownRuleOf: (site: string) => TakedownRule | undefined;
}

/** Takes the notes of one block. */
export class BlockNotes {
  readonly site: Site;
  readonly omitsAuthors: boolean;
  readonly key: SitePlaces['key'];
  readonly side: SitePlaces['side'];
  /** Records by thread partition. */
  readonly counts: Uint32Array;
  readonly #task: RouteTask;
  readonly #samples: SampleChoice;
  readonly #chance: SitePlaces['chance'];
  readonly #isTakenDown: TakedownRule | undefined;
  #damage: Damage | undefined;
  #lastDamage: Damage | undefined;

  constructor({ task, pipeline, layout, placeOf, takedownRuleOf }: VisitOptions) {
    const { key, side, chance } = placeOf(task.site);
    this.#task = task;
    this.site = siteOf(task.site);
    this.omitsAuthors = pipeline.authors === 'omit';
    this.key = key;
    this.side = side;
    this.#samples = new SampleChoice(task.samplesBelow);
    this.#chance = chance;
    this.counts = new Uint32Array(threadPartitions(layout));
    this.#isTakenDown = takedownRuleOf(task.site);
  }

  damaged(reason: DamageReason, place: RowPlace, detail: string): void {
    this.#lastDamage = { reason, place, detail };
    this.#damage ??= this.#lastDamage;
  }

  /** A question that was kept may be shown. */
  offerSample(id: number, byte: number): void {
    this.#samples.offer(this.#chance(id), byte);
  }

  isTakenDown(id: number, ownerId: number | undefined): boolean {
    return this.#isTakenDown?.(id, ownerId) ?? false;
  }

  credit(post: Post): Credit {
    const due = credit(post);
    return this.omitsAuthors ? { ...due, authorId: undefined, author: undefined } : due;
  }

  /** What a dropped row shows; its texts are decoded only now. `owner` is for takedowns. */
  shown({ id, typeId, ownerId, title, body }: Post): object {
    if (this.isTakenDown(id, ownerId)) return { id };
    const owner = this.omitsAuthors ? undefined : ownerId;
    return { id, post_type: typeId, owner, title, body };
  }

  /** A line about a dropped row, as the next one of `run`'s first partition or of another one. */
  show(run: RunBuilder, line: DroppedLine, partition = 0): void {
    const { reason, byte, shown } = line;
    run.begin(partition);
    run.out.bytes(Buffer.from(`${JSON.stringify({ site: this.site.name, reason, byte, ...shown })}\n`));
  }

  /** What was noted, when all rows were visited; to be asked before the block's memory is used for anything else. */
  result(rows: number): Omit<BlockResult, 'dropped' | 'books'> {
    const { block, input } = this.#task;
    return {
      counts: this.counts,
      samples: this.#samples.read(block, input),
      damage: this.#damage,
      spent: block.bytes.buffer,
      endsInRow: this.#lastDamage?.detail === UNTERMINATED && this.#lastDamage.place.row === rows - 1,
    };
  }
}

interface DroppedLine {
  readonly reason: string;
  readonly byte: number;
  readonly shown: object;
}
