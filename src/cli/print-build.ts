// What every command that ends with a finished build prints.

import type { Manifest } from '../manifest.ts';
import { type CommandContext, printResult } from './context.ts';
import { summary } from './summary.ts';

/** A command that built something. */
export interface BuildRun {
  /** The folder, as the user named it. */
  readonly out: string;
  /** When it began, on the clock of the context. */
  readonly started: number;
  readonly json?: boolean | undefined;
}

/** Prints a finished build: for people as a summary, for machines as its counts. */
export function printBuild(context: CommandContext, manifest: Manifest, { out, started, json }: BuildRun): void {
  const { splits, books, shards } = manifest;
  printResult(context, json, { splits, books, shards: shards.length }, () =>
    summary(manifest, { out, seconds: (context.now() - started) / 1000 }),
  );
}
