// `build-dataset plan`: the first step of a build by many processes.

import type { Command } from 'commander';
import { planBuild } from '../build-shares.ts';
import { StackpairsError } from '../errors.ts';
import { buildEstimateText } from './build-estimate-text.ts';
import { addBuildFlags, type BuildFlags, describedBy, inputsOf } from './build-flags.ts';
import { type CommandContext, printResult } from './context.ts';
import { parseSize } from './parse-size.ts';
import { grouped, safeText, size } from './terminal-text.ts';
import { type MirrorContext, withMirror } from './with-mirror.ts';

/** Each is a few files in one folder, and a record that every process reads. */
const MOST_UNITS = 100_000;

interface PlanFlags extends BuildFlags {
  readonly unitSize?: number;
  readonly estimate?: boolean;
  readonly json?: boolean;
}

/** One thread, this machine, and clusters of small workers: `threads` is undefined where it is the cores of this machine. */
const CREWS = [
  { processes: 1, threads: 1 },
  { processes: 1, threads: undefined },
  { processes: 10, threads: 2 },
  { processes: 100, threads: 2 },
];

/** Adds the command. */
export function addPlanCommand(program: Command, context: CommandContext): void {
  addBuildFlags(program.command('plan').description('plan a build for many processes: see unit, finish, slurm'))
    .option('--unit-size <size>', 'XML of a plain file that a unit reads, as 64MB', parseSize)
    .option('--estimate', 'only say what the build will take: time, disk and memory; nothing is written')
    .option('--json', 'print the plan in numbers, as JSON')
    .action((pipeline: string, flags: PlanFlags) =>
      withMirror(context, flags, (mirrored) => plan(pipeline, flags, mirrored)),
    );
}

async function plan(pipeline: string, flags: PlanFlags, context: MirrorContext): Promise<void> {
  const request = await describedBy(pipeline, flags, context);
  const inputs = await inputsOf(flags, context, async () => {
    throw new StackpairsError('bad_usage', 'nothing to plan a build from', { expected: '--dumps or --pairs' });
  });
  const { unitSize } = flags;
  const bytes = inputs.reduce((sum, { xmlBytes }) => sum + xmlBytes, 0);
  if (unitSize !== undefined && bytes / MOST_UNITS > unitSize) throw tooSmall(unitSize, bytes);
  const tuning = unitSize === undefined ? undefined : { unitBytes: unitSize };
  const asked = { ...request, inputs, tuning, threads: 0, signal: context.signal };
  if (flags.estimate) {
    const { estimateBuild } = await import('../estimate-build.ts');
    const crews = CREWS.map(({ processes, threads = context.cores }) => ({ processes, threads }));
    const estimate = await estimateBuild(asked, crews);
    printResult(context, flags.json, estimate, () => buildEstimateText(estimate));
    return;
  }
  const { units } = await planBuild(asked);
  printResult(context, flags.json, { units: units.length, inputs: inputs.length, bytes }, () =>
    [
      `${grouped(units.length)} units to read, of ${grouped(inputs.length)} dumps with ${size(bytes)} of XML`,
      `Go on: build-dataset unit ${safeText(flags.out)} --rank R --world W (for each R below W), then finish ${safeText(flags.out)}`,
    ].join('\n'),
  );
}

function tooSmall(unitSize: number, bytes: number): StackpairsError {
  return new StackpairsError('bad_usage', 'the units would be too many', {
    at: '--unit-size',
    expected: `at least ${size(bytes / MOST_UNITS)}`,
    found: size(unitSize),
  });
}
