// What a build is asked for.

import type { Readable } from 'node:stream';
import type { Format } from '../formats.ts';
import type { PipelineSource } from '../pipeline.ts';
import type { Mirror } from '../storage/index.ts';
import type { Input } from '../types.ts';
import type { Kernel } from '../workers/perform.ts';
import type { Progress } from './context.ts';
import type { NearEstimate } from './near/estimate.ts';
import type { OpenOptions } from './open-unit.ts';
import type { Plan } from './plan.ts';

/** What to build, from what, where, and how fast. */
export interface BuildRequest {
  readonly pipeline: PipelineSource;
  readonly inputs: readonly Input[];
  readonly out: string;
  /** Worker threads; 0 does all in the calling thread. */
  readonly threads: number;
  /** What the usual rows are read by: WebAssembly, or the same in JavaScript; the dataset does not depend on it. */
  readonly kernel?: Kernel | undefined;
  /** Pairs of other people to train on: files or folders, see docs/other-pairs.md; each makes a config of its own. */
  readonly pairs?: readonly string[] | undefined;
  /** Datasets whose rows are not to be there again: builds, or files of pairs. */
  readonly against?: readonly string[] | undefined;
  /** Benchmarks that no row may be in: files or folders of texts, in the layouts of BEIR, MTEB and others. */
  readonly benchmarks?: readonly string[] | undefined;
  /** What becomes of such rows; what the pipeline says by default. */
  readonly contamination?: 'drop' | 'report' | undefined;
  /** A list of posts and users to leave out on request: see docs/takedown.md. */
  readonly takedowns?: string | undefined;
  /** Rows of each input to look at; all by default. */
  readonly limit?: number | undefined;
  /** Folder of an earlier build: what it read of dumps that did not change is taken over; the dataset is the same. */
  readonly reuse?: string | undefined;
  /** The first row that cannot be read is fatal. */
  readonly strict?: boolean | undefined;
  /** What the shards are written in; `arrow` by default. */
  readonly format?: Format | undefined;
  /** Dropped rows stay as JSON lines under `out/dropped`. */
  readonly keepDropped?: boolean | undefined;
  /** Builds even if the disk looks too small. */
  readonly ignoreDisk?: boolean | undefined;
  /** Where to look for `7zz` and `7z`, as in PATH; nowhere by default, then the WebAssembly build does it. */
  readonly path?: string | undefined;
  /** Who unpacks bzip2: `own`, the default, is the threads; `7zip` leaves it to 7-Zip, as everything else. */
  readonly unpack?: OpenOptions['unpack'];
  /** Folder for the lock's socket, on systems where it is a file. */
  readonly temporary: string;
  readonly stdin?: Readable | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Told what the search for near-duplicates will take, before it starts. */
  readonly onEstimate?: ((estimate: NearEstimate) => void) | undefined;
  /** Called between two passes, when all that the first one held can be collected. */
  readonly onPassEnd?: (() => void) | undefined;
  /** Milliseconds on a clock that only goes forward: with it, records say how long units took. */
  readonly now?: (() => number) | undefined;
  /** Where inputs or the output folder are in object storage: their paths are those of the mirror. */
  readonly mirror?: Mirror | undefined;
  /** Sizes that a test may change; the dataset does not depend on them. */
  readonly tuning?: PlanTuning | undefined;
}

/** How the work is cut up. */
export interface PlanTuning {
  readonly unitBytes?: number;
  /** Posts that a unit joins. */
  readonly unitPosts?: number;
  readonly layout?: Plan['layout'];
}
