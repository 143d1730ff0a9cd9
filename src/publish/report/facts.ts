// What the report shows beyond the manifest.

import type { Counts } from '../../books.ts';
import type { DedupeRule } from '../../dedupe-rule.ts';
import type { Role, Site } from '../../types.ts';

/** A post behind a row, and what is said to credit it. */
export interface ReportPost {
  readonly role: Role;
  readonly isAnswer: boolean;
  readonly id: number;
  readonly author: string | null;
  readonly authorId: number | null;
  readonly license: string;
}

/** A row of the dataset, its texts clipped. */
export interface ReportRow {
  readonly site: Site;
  readonly votes: number;
  readonly texts: readonly string[];
  /** At least one. */
  readonly posts: readonly ReportPost[];
}

/** A row as it stands in the dataset; and as it stood in the dump, where it is of one row there. */
export interface ReportSample {
  readonly before?: { readonly title: string; readonly body: string };
  readonly after: ReportRow;
}

/** Lengths of the texts of a column in code points. */
export interface Lengths {
  /** Of all texts together. */
  readonly total: number;
  /** Texts by bucket of LENGTH_EDGES. */
  readonly buckets: readonly number[];
}

/** Everything beyond the manifest; equal builds have equal facts. */
export interface ReportFacts {
  /** Site of each input. */
  readonly sites: readonly Site[];
  /** In the order of the manifest. */
  readonly configs: readonly ConfigFacts[];
}

/** What is shown of one config. */
export interface ConfigFacts {
  /** By column. */
  readonly lengths: readonly Lengths[];
  /** Pairs by year. */
  readonly years: Counts;
  /** Which rows say the same, and what becomes of them, as the pipeline has it. */
  readonly dedupe: DedupeRule;
  /** Clusters of rows that say the same, by bucket of COPIES_EDGES. */
  readonly copies: readonly number[];
  /** The largest of them, each by a row that stayed. */
  readonly duplicated: readonly { readonly copies: number; readonly row: ReportRow }[];
  readonly samples: readonly ReportSample[];
}
