// `build-dataset status`: how far a build is, for people, for programs and for Prometheus.

import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type BuildStatus, buildStatus, lookAtBuild, type UnitStatus } from '../build-status.ts';
import { writeDurably } from '../durable-file.ts';
import { StackpairsError } from '../errors.ts';
import { type CommandContext, printResult } from './context.ts';
import { prometheusText } from './prometheus-text.ts';
import { grouped, safeText, size, table } from './terminal-text.ts';
import { nonEmpty } from './values.ts';
import { type MirrorContext, withMirror } from './with-mirror.ts';

// As many as fit on a screen with the rest.
const MOST_UNITS = 10;
const LONGEST_MESSAGE = 500;

interface StatusFlags {
  readonly json?: boolean;
  readonly prometheus?: string;
}

/** Adds the command. */
export function addStatusCommand(program: Command, context: CommandContext): void {
  program
    .command('status')
    .description('how far a build is: what is done, running, failed or missing, and what is slow')
    .argument('<dir>', 'folder or s3:// prefix of the dataset', nonEmpty)
    .option('--json', 'print it as JSON')
    .option(
      '--prometheus <file>',
      "write it for the textfile collector of Prometheus' node_exporter: a .prom file",
      nonEmpty,
    )
    .action((dir: string, flags: StatusFlags) => withMirror(context, {}, (mirrored) => status(dir, flags, mirrored)));
}

async function status(dir: string, { json, prometheus }: StatusFlags, context: MirrorContext): Promise<void> {
  const out = context.pathOf(dir);
  await lookAtBuild(out, context.mirror);
  const found = buildStatus(out, context.date());
  if (prometheus !== undefined) {
    if (!prometheus.endsWith('.prom')) {
      throw new StackpairsError('bad_usage', 'the collector would not read that file', {
        at: '--prometheus',
        expected: 'a name that ends with .prom',
        found: prometheus,
      });
    }
    writeDurably(resolve(context.folder, prometheus), prometheusText(found));
  }
  printResult(context, json, found, () => statusText(found));
}

function statusText({ finished, stages, running, failed }: BuildStatus): string {
  const rows = stages.map(({ stage, units, done, seconds, bytes, ...rest }) => [
    safeText(stage),
    `${grouped(done)} of ${grouped(units)}`,
    grouped(rest.running),
    grouped(rest.failed),
    grouped(rest.missing),
    done === 0 || seconds === 0 ? '' : `${(seconds / done).toFixed(2)} s`,
    bytes === 0 || seconds === 0 ? '' : `${size(bytes / seconds)}/s`,
  ]);
  const slow = stages.flatMap(({ slowest }) => slowest).toSorted((a, b) => b.seconds - a.seconds);
  return [
    finished ? 'finished' : 'not finished',
    '',
    table([['pass', 'done', 'running', 'failed', 'missing', 'a unit', 'a worker'], ...rows]),
    ...section('running', running.map(unitLine)),
    ...section('failed', failed.map(unitLine)),
    ...section(
      'slowest',
      slow.slice(0, MOST_UNITS).map(({ unit, seconds }) => `${unit} ${seconds.toFixed(1)} s`),
    ),
  ].join('\n');
}

function unitLine({ stage, unit, by, error }: UnitStatus): string {
  const what = error === undefined ? '' : `: ${safeText(error, LONGEST_MESSAGE)}`;
  return `${safeText(stage)} ${safeText(unit)} (${safeText(by)})${what}`;
}

function section(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const more = lines.length > MOST_UNITS ? [`  and ${lines.length - MOST_UNITS} more`] : [];
  return ['', title, ...lines.slice(0, MOST_UNITS).map((line) => `  ${line}`), ...more];
}
