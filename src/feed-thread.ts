// A thread that reads the texts of a source, tells how far it is, and ends with how many of them rows share.

import { parentPort, workerData } from 'node:worker_threads';
import type { PlaceTarget } from './feed/index.ts';
import type { FeedShards } from './feed-sources.ts';
import { numberSharedTexts } from './feed-texts.ts';
import type { Format } from './formats.ts';
import { openColumnKeys, type SketchKernelKind } from './near/index.ts';
import { openFormat } from './shard/index.ts';
import { errorToWire, type WireError } from './workers/wire.ts';

/** What it is told at its start. */
export interface TextsStart {
  readonly source: FeedShards;
  readonly out: string;
  readonly format: Format;
  readonly kernel: SketchKernelKind;
  /** In memory that threads share. */
  readonly target: PlaceTarget;
}

/** What it says: rows that were read since it last did, then how many texts they share, or what failed. */
export type TextsMessage = { readonly rows: number } | { readonly count: number } | { readonly error: WireError };

const { source, out, format, kernel, target } = workerData as TextsStart;
const tell = (message: TextsMessage) => parentPort!.postMessage(message);
try {
  const build = { out, format: await openFormat(format) };
  const columnKeys = await openColumnKeys(kernel);
  tell({ count: await numberSharedTexts(source, { build, columnKeys, target, onRows: (rows) => tell({ rows }) }) });
} catch (error) {
  tell({ error: errorToWire(error) });
}
