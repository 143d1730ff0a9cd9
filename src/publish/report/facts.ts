// What the report shows beyond the manifest.

import type { Counts } from '../../books.ts';
import type { DedupeRule } from '../../dedupe-rule.ts';
import type { Site } from '../../types.ts';

/** A row of the dataset, its texts clipped. */
export interface ReportRow {
  readonly site: Site;
  readonly id: number;
  readonly votes: number;
  readonly texts: readonly string[];
  readonly author: string | null;
  readonly authorId: number | null;
  readonly license: string;
}

/** A row as it stood in the dump, and as it stands in the dataset. */
export interface ReportSample {
  readonly before: { readonly title: string; readonly body: string };
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
