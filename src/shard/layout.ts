// What a shard's rows look like in Arrow: the schema, and the columns that rows are appended to between two batches.

import type { Role, Site, Slice } from '../types.ts';
import type { Data, Schema } from './arrow.ts';

/** A row to write, its texts as UTF-8 where it lies: it is copied when the row is appended, and never made a string. */
export interface ShardRow {
  readonly texts: readonly Slice[];
  readonly site: Pick<Site, 'name' | 'host'>;
  readonly questionId: number;
  readonly votes: number;
  readonly tags: readonly Slice[];
  /** Site and id of the smallest member of its duplicate cluster; its own when it has no duplicate. */
  readonly cluster: { readonly site: Pick<Site, 'name'>; readonly id: number };
  /** 16 bytes. */
  readonly fingerprint: Slice;
  readonly posts: readonly ShardPost[];
}

/** A post to credit. */
export interface ShardPost {
  readonly role: Role;
  /** Said of a negative that is an answer; every other role tells by itself. */
  readonly isAnswer?: boolean;
  readonly id: number;
  readonly authorId: number | undefined;
  readonly author: Slice | undefined;
  readonly license: Slice;
  readonly licenseDerived: boolean;
  /** Milliseconds since 1970-01-01 UTC. */
  readonly created: number;
}

/** Columns that collect the rows of one record batch. */
export interface Layout<Row> {
  readonly schema: Schema;
  /** The most bytes a row can take in the columns. */
  mostBytes(row: Row): number;
  append(row: Row): void;
  /** The columns in the schema's order: views that hold until `clear`. */
  columns(): Data[];
  clear(): void;
}
