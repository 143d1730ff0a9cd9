// `build-dataset train`: a model from a dataset, by the trainer in Python that comes with this package.

import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { TrainerSetUp, TrainResult } from '../train.ts';
import { type CommandContext, printResult } from './context.ts';
import { expectToken, hubSettings } from './hub-settings.ts';
import { progressLine } from './progress-line.ts';
import { clockTime, grouped, safeLines, safeText, table } from './terminal-text.ts';
import { nonEmpty, positiveNumber } from './values.ts';

interface TrainFlags {
  readonly preset: string;
  readonly out?: string;
  readonly feed?: string;
  readonly batch?: number;
  readonly steps?: number;
  readonly epochs?: number;
  readonly push?: string;
  readonly private?: boolean;
  readonly python?: string;
  readonly venv?: string;
  readonly setup?: boolean;
  readonly json?: boolean;
}

const DEFAULT_ENVIRONMENT = '.venv';

/** Adds the command. */
export function addTrainCommand(program: Command, context: CommandContext): void {
  const command = program.command('train');
  command
    .description('train a model on a dataset, with the trainer in Python that comes along')
    .argument('[dir]', 'folder of the dataset', nonEmpty)
    .argument('[flags...]', 'behind --: further flags of the trainer (trainer/train_script.py --help)')
    .addOption(new Option('--preset <name>', 'how to train').choices(['seed', 'modern', 'smoke']).default('smoke'))
    .option('--out <model>', 'folder of the model (default: that of the dataset, with -PRESET behind it)', nonEmpty)
    .option('--feed <file>', 'order of the batches, made if missing (default: feed.arrow in the dataset)', nonEmpty)
    .option('--batch <rows>', 'rows of a batch, of all ranks together (default: by preset)', positiveNumber)
    .option('--steps <n>', 'batches in all (default: by preset)', positiveNumber)
    .addOption(
      new Option('--epochs <n>', 'epochs of every config, instead of steps')
        .argParser(positiveNumber)
        .conflicts('steps'),
    )
    .option('--push <name>', 'upload the model to NAMESPACE/NAME on the Hub', nonEmpty)
    .option('--private', 'with --push: make it a private one')
    .option('--python <path>', 'the Python to take (default: uv, a folder by --setup, python3)', nonEmpty)
    .option('--venv <folder>', 'where --setup makes an environment (default: .venv)', nonEmpty)
    .option('--setup', 'make a virtual environment with what the trainer needs, and take it')
    .option('--json', 'print the result as JSON')
    .action(async (dir: string | undefined, further: readonly string[], flags: TrainFlags) => {
      if (dir === undefined && !flags.setup) command.error("error: missing required argument 'dir'");
      await run(dir, { ...flags, further }, context);
    });
}

async function run(
  dir: string | undefined,
  flags: TrainFlags & { readonly further: readonly string[] },
  context: CommandContext,
): Promise<void> {
  const { setup, json, preset, push, further, venv } = flags;
  if (push !== undefined) expectToken(hubSettings(context));
  const { expectTrainRows, setUpTrainer, train } = await import('../train.ts');
  const settings = settingsOf(flags, context);
  // An environment takes minutes to make: what is wrong with the dataset is said before.
  if (dir !== undefined) expectTrainRows(resolve(context.folder, dir));
  if (setup) await setUpTrainer(settings);
  if (dir === undefined) {
    const { environment } = settings;
    printResult(context, json, { environment }, () => `The trainer has what it needs: ${safeText(environment)}`);
    return;
  }
  const { folder, cores } = context;
  const pathOf = (path: string | undefined) => (path === undefined ? undefined : resolve(folder, path));
  const { batch, steps, epochs } = flags;
  const progress = progressLine({ stream: context.stderr, now: context.now });
  const result = await train({
    ...settings,
    ...{ preset, batch, steps, epochs, push, cores },
    python: setup ? undefined : settings.python,
    dir: resolve(folder, dir),
    out: pathOf(flags.out) ?? `${resolve(folder, dir)}-${preset}`,
    feed: pathOf(flags.feed),
    isPrivate: flags.private,
    isAskedFor: setup === true || venv !== undefined,
    flags: further,
    onProgress: progress.report,
    onStart: (python) => {
      progress.end();
      settings.onLine(`training with ${python.join(' ')}`);
    },
  }).finally(progress.end);
  printResult(context, json, result, () => resultText(result));
}

function settingsOf({ python, venv }: TrainFlags, { env, folder, stderr, signal }: CommandContext): TrainerSetUp {
  return {
    env,
    stderr,
    signal,
    stopWith: () => signalOf(signal.reason),
    // A name is looked for on the PATH, a path is one from here.
    python: python === undefined || !/[\\/]/.test(python) ? python : resolve(folder, python),
    environment: resolve(folder, venv ?? DEFAULT_ENVIRONMENT),
    onLine: (line) => stderr.write(`${safeLines(line)}\n`),
  };
}

function signalOf(reason: unknown): NodeJS.Signals {
  return reason instanceof Error && 'signalName' in reason ? (reason.signalName as NodeJS.Signals) : 'SIGTERM';
}

function resultText({ trained }: TrainResult): string {
  if (trained === undefined)
    return 'Stopped at the step that was asked for; without --stop-at the same command goes on';
  const { model, scores, questions, speed } = trained;
  const rows = Object.entries(scores).map(([name, [before, after]]) => [
    safeText(name),
    before.toFixed(3),
    after.toFixed(3),
  ]);
  return [
    `${safeText(model)}: trained in ${clockTime(speed.seconds)}, ${grouped(Math.round(speed.tokens_per_second))} tokens a second`,
    rows.length === 0
      ? 'Not scored: the dataset has no test rows'
      : table([[`on ${grouped(questions)} held-out questions`, 'before', 'after'], ...rows]),
  ].join('\n\n');
}
