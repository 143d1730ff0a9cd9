// Rows with their negatives -> shards of the next generation, one for each shard they came from and under its name. Memory:
// a record batch, counts, and the few rows that the report shows.

import { fingerprint } from '../clean/index.ts';
import { sourceOf } from '../evaluation-rule.ts';
import { stagedPath } from '../generation.ts';
import { type ManifestShard, provenanceConfig, provenancePath } from '../manifest.ts';
import { CountedRows } from '../passes/counted-rows.ts';
import { type ShownTexts, shownTexts } from '../passes/shown-rows.ts';
import {
  openShardWriter,
  type ProvenanceRow,
  type ShardFormat,
  type ShardLayouts,
  type ShardRow,
  type ShardWriter,
  shardLayouts,
  shardRowOf,
} from '../shard/index.ts';
import type { PlacedRow } from './train-blocks.ts';

/** Rows that the report shows, as many as of any config. */
const SHOWN_ROWS = 6;

/** Where mined rows go, and what they are. */
export interface MinedTarget {
  readonly out: string;
  readonly config: string;
  /** Columns of the rows that negatives are put behind, and those with them. */
  readonly from: readonly string[];
  readonly columns: readonly string[];
  readonly format: ShardFormat;
}

/** What was written. */
export interface MinedShards {
  /** Data shards, then their provenance. */
  readonly shards: readonly ManifestShard[];
  readonly totals: ReturnType<CountedRows['counts']>;
  readonly shown: readonly (ShownTexts & { readonly site: string })[];
}

/** A config being written, its rows in the order of those they are made of. Call `abandon` when anything failed. */
export class MinedWriter {
  readonly #target: MinedTarget;
  readonly #layouts: ShardLayouts;
  readonly #counted: CountedRows;
  readonly #shown: MinedShards['shown'][number][] = [];
  readonly #written: { readonly data: ManifestShard; readonly provenance: ManifestShard }[] = [];
  #open: { readonly from: ManifestShard; readonly writer: ShardWriter } | undefined;

  constructor(target: MinedTarget) {
    this.#target = target;
    this.#layouts = shardLayouts(target.columns, target.format);
    this.#counted = new CountedRows(target.columns.length);
  }

  append(row: PlacedRow, negatives: readonly PlacedRow[]): void {
    const mined = minedRow(row, negatives, this.#target.from);
    this.#writerFor(row.shard).append(mined);
    this.#counted.add(mined, row.shard.split);
    if (this.#shown.length < SHOWN_ROWS) this.#shown.push({ site: row.provenance.site, ...shownTexts(mined) });
  }

  finish(): MinedShards {
    this.#close();
    const shards = [...this.#written.map(({ data }) => data), ...this.#written.map(({ provenance }) => provenance)];
    return { shards, totals: this.#counted.counts(), shown: this.#shown };
  }

  abandon(): void {
    this.#open?.writer.abandon();
  }

  #writerFor(from: ManifestShard): ShardWriter {
    if (this.#open?.from === from) return this.#open.writer;
    this.#close();
    const { dataPath, provenancePath } = this.#pathsOf(from);
    const paths = { dataPath: this.#staged(dataPath), provenancePath: this.#staged(provenancePath) };
    this.#open = { from, writer: openShardWriter({ ...paths, layouts: this.#layouts }) };
    return this.#open.writer;
  }

  #close(): void {
    if (this.#open === undefined) return;
    const { from, writer } = this.#open;
    const { dataPath, provenancePath } = this.#pathsOf(from);
    const { data, provenance } = writer.finish();
    const { config } = this.#target;
    this.#written.push({
      data: { path: dataPath, config, split: from.split, ...data! },
      provenance: { path: provenancePath, config: provenanceConfig(config), split: from.split, ...provenance! },
    });
    this.#open = undefined;
  }

  #pathsOf({ path }: ManifestShard) {
    const dataPath = `data/${this.#target.config}/${path.slice(path.lastIndexOf('/') + 1)}`;
    return { dataPath, provenancePath: provenancePath(dataPath) };
  }

  #staged(path: string): string {
    return stagedPath(this.#target.out, path);
  }
}

/** A row with the positives of others behind its texts, and their posts behind its own. */
function minedRow(row: PlacedRow, negatives: readonly PlacedRow[], columns: readonly string[]): ShardRow {
  const texts = [...row.texts, ...negatives.map((negative) => negative.texts[1]!)];
  const posts = [...row.provenance.posts, ...negatives.flatMap((negative) => creditsOf(negative.provenance, columns))];
  return shardRowOf(texts, { ...row.provenance, posts, fingerprint: fingerprint(texts).toString('hex') });
}

/** What the positive of each kind of row was written by; of a kind that a pipeline defines itself, all posts of the row. */
const AUTHORS_OF_POSITIVE: Readonly<Record<string, string>> = {
  bodies: 'question',
  answers: 'answer',
  duplicates: 'question',
  linked: 'linked',
};

function creditsOf({ posts }: ProvenanceRow, columns: readonly string[]): ProvenanceRow['posts'] {
  const role = AUTHORS_OF_POSITIVE[sourceOf(columns.slice(0, 2)) ?? ''];
  const own = posts.filter((post) => role === undefined || post.role === role);
  return own.map((post) => ({ ...post, role: 'negative' }));
}
