// A thread that reads the texts of a source, tells how far it is, and ends with the rows that share some.

import { parentPort, workerData } from 'node:worker_threads';
import type { Sharing } from './feed/index.ts';
import type { FeedShards } from './feed-sources.ts';
import { findSharedTexts } from './feed-texts.ts';
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
}

/** What it says: rows that were read since it last did, then what they share, or what failed. */
export type TextsMessage = { readonly rows: number } | { readonly shared: Sharing } | { readonly error: WireError };

const { source, out, format, kernel } = workerData as TextsStart;
const tell = (message: TextsMessage, moved: readonly ArrayBuffer[] = []) =>
  parentPort!.postMessage(message, [...moved]);
try {
  const build = { out, format: await openFormat(format) };
  const columnKeys = await openColumnKeys(kernel);
  const shared = await findSharedTexts(source, { build, columnKeys, onRows: (rows) => tell({ rows }) });
  tell({ shared }, [shared.rows.buffer as ArrayBuffer, shared.keys.buffer as ArrayBuffer]);
} catch (error) {
  tell({ error: errorToWire(error) });
}
