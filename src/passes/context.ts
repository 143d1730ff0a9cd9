// What every pass of a build works with.

import type { Readable } from 'node:stream';
import type { Book } from '../books.ts';
import type { DecontaminateRule } from '../decontaminate-rule.ts';
import type { OpenPart } from '../extract/index.ts';
import type { Pipeline } from '../pipeline.ts';
import type { Mirror } from '../storage/index.ts';
import type { Input, TableFile } from '../types.ts';
import type { NameFiles } from './authors/names-index.ts';
import type { ConfigIdentity } from './config-identity.ts';
import type { NearEstimate } from './near/estimate.ts';
import type { Plan, Unit } from './plan.ts';
import type { NeededTable } from './side-tables.ts';
import type { StageContext } from './stage.ts';

/** Something happened: a block was routed, a partition agreed on, a shard written. */
export interface Progress {
  readonly pass: 'route' | 'join' | 'pairs' | 'shuffle' | 'screen' | 'near' | 'agree' | 'reduce';
  /** Since the last event: bytes of XML in the route pass, units in the others. */
  readonly done: number;
  /** Expected in all; 0 when unknown (standard input). */
  readonly total: number;
  /** What became of the rows of a block. */
  readonly book?: Book;
}

/** One build under way. */
export interface PassContext extends StageContext {
  readonly plan: Plan;
  readonly inputs: readonly Input[];
  /** Tables beside the posts that are read. */
  readonly tables: readonly NeededTable[];
  /** Where names of users are, once they were read; undefined where there are none or nobody is named. */
  readonly names?: NameFiles | undefined;
  readonly out: string;
  readonly shard: Pipeline['shard'];
  readonly split: Pipeline['split'];
  /** Whether clusters of duplicates are on one side of the split, as far as links are read. */
  readonly keepsClusters: boolean;
  readonly mix: Pipeline['mix'];
  /** Whether pairs are joined of several rows, and posts are spilled first. */
  readonly joins: boolean;
  /** Posts that a unit joins, where it is not the usual number. */
  readonly unitPosts: number | undefined;
  /** Other people's pairs, by their paths; the plan has their names. */
  readonly pairs: readonly string[];
  /** Datasets that rows are held against, by their paths; the plan has their names. */
  readonly against: readonly string[];
  /** Benchmarks that no row may be in, likewise. */
  readonly benchmarks: readonly string[];
  readonly decontaminate: DecontaminateRule;
  /** A unit's XML from its first byte on. */
  readonly open: (unit: Unit) => AsyncIterable<Uint8Array>;
  /** A unit that is a part of an archive; from the block at this bit on, if that is known. */
  readonly openPart: (unit: Unit, start?: number) => OpenPart;
  /** The XML of a table beside the posts. */
  readonly openTable: (table: TableFile) => AsyncIterable<Uint8Array>;
  /** What is piped in, if one of the inputs is standard input. */
  readonly stdin: Readable | undefined;
  /** Where some of the folders are in object storage. */
  readonly mirror?: Mirror | undefined;
  /** Whether other processes are at work as well, and another one does what is done once. */
  readonly isShare?: boolean | undefined;
  readonly onProgress: (progress: Progress) => void;
  /** Told what the search for near-duplicates will take, before it starts. */
  readonly onEstimate: (estimate: NearEstimate) => void;
}

/** One config of the build, after its rows were routed; `work` is a folder of its own. */
export interface ConfigContext extends PassContext, ConfigIdentity {
  /** The work folder of the build: what serves all configs is there. */
  readonly shared: string;
  /** Configs that are worked at together: this one, and those whose shards keep threads busy beside its own. */
  readonly configsAtOnce: number;
}
