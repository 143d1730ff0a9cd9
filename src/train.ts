// Trains a model on a finished build: everything that can be wrong is looked at first, the feed is made where it is missing, then
// the trainer of this package is started, and waited for.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { packageUrl } from './built-url.ts';
import { StackpairsError } from './errors.ts';
import { expectRoom } from './expect-room.ts';
import { FEED_FILE } from './feed-file.ts';
import type { FeedProgress, FeedReport } from './make-feed.ts';
import { makeFolder } from './make-folder.ts';
import { readManifest } from './manifest-file.ts';
import { parseJson } from './parse-json.ts';
import { makeTrainFeed } from './train-feed.ts';
import {
  checkEnvironment,
  findPython,
  type Preset,
  type ProgramSettings,
  runProgram,
  setUp,
  type TrainerFiles,
  trainerEnvironment,
} from './trainer/index.ts';

/** Where programs run, and where what they say goes. */
export interface TrainerSetUp extends ProgramSettings {
  /** Folder of a virtual environment that set-up makes. */
  readonly environment: string;
  /** Path or name of a Python. */
  readonly python?: string | undefined;
  /** Told each line on a program's stdout that is not its result. */
  readonly onLine: (line: string) => void;
}

/** What to train, and how. */
export interface TrainRequest extends TrainerSetUp {
  /** Folder of the finished build. */
  readonly dir: string;
  /** Folder of the model, with its checkpoints. */
  readonly out: string;
  readonly preset: string;
  /** `feed.arrow` in the build's folder by default. */
  readonly feed?: string | undefined;
  /** Rows of a global batch; the preset's by default. */
  readonly batch?: number | undefined;
  /** Batches in all; the preset's by default. */
  readonly steps?: number | undefined;
  /** Instead of steps. */
  readonly epochs?: number | undefined;
  /** Where on the Hub the model goes: nowhere by default. */
  readonly push?: string | undefined;
  readonly isPrivate?: boolean | undefined;
  /** Further flags of train_script.py. */
  readonly flags?: readonly string[] | undefined;
  /** Whether the environment that set-up made goes before uv. */
  readonly isAskedFor?: boolean | undefined;
  readonly cores: number;
  readonly onProgress?: ((progress: FeedProgress) => void) | undefined;
  /** Told when the trainer is about to be started, with the beginning of its command. */
  readonly onStart?: ((python: readonly string[]) => void) | undefined;
}

const resultSchema = z.object({
  /** Folder of the model. */
  model: z.string(),
  /** Before and after training, by metric. */
  scores: z.record(z.string(), z.tuple([z.number(), z.number()])),
  /** Held-out questions the model was scored on. */
  questions: z.int(),
  speed: z.object({ seconds: z.number(), tokens_per_second: z.number(), share_waiting_for_data: z.number() }),
});

/** What became of it. */
export interface TrainResult {
  /** What was made of a feed; undefined where there was one. */
  readonly feed: FeedReport | undefined;
  /** What the trainer says at its end; undefined where it was asked to stop before. */
  readonly trained: Readonly<z.infer<typeof resultSchema>> | undefined;
}

/** Flags of train_script.py that are flags of the request, as they matter before it starts. */
const OWN_FLAGS = ['--out', '--preset', '--feed', '--batch', '--steps', '--epochs', '--push', '--private'];

/** Exit code of Python's argparse for wrong usage. */
const PYTHON_USAGE = 2;

/** A shell's exit code of a program that a signal ended is this much above the signal's number. */
const SIGNALLED = 128;

/** Weights of a model for presets that start from one: mpnet-base, 110 million numbers of 4 bytes. */
const BASE_MODEL_BYTES = 440e6;

/** Sizes of the model at once on the disk: three checkpoints with both moments of AdamW, the model, its ONNX twin. */
const COPIES = 3 * 3 + 2;

/**
 * Trains. Throws `bad_environment` where Python or a package is missing, `trainer_failed` where the trainer fails, `bad_usage` where
 * it is asked for what cannot be, and the reason of the signal where that was aborted.
 */
export async function train(request: TrainRequest): Promise<TrainResult> {
  const { dir, out, push, cores, preset: name } = request;
  expectFlags(request.flags ?? []);
  expectTrainRows(dir);
  const env = trainerEnvironment({ env: request.env, cores, pushes: push !== undefined });
  const settings: ProgramSettings = { ...request, env };
  const files = trainerFiles();
  const isAskedFor = request.isAskedFor ?? false;
  const python = await findPython({ ...request, isAskedFor, requirements: files.requirements }, settings);
  const preset = (await checkEnvironment(python, files, settings))[name];
  if (preset === undefined) throw new StackpairsError('bad_usage', `no preset of the trainer: ${name}`);
  makeFolder(out);
  expectRoom(out, COPIES * modelBytes(preset), {
    what: 'no room for the model and its checkpoints',
    hint: 'Name a folder on another disk with --out',
  });
  const batches = batchesOf(request, preset);
  const feed = await makeTrainFeed(dir, { ...request, ...batches });
  request.onStart?.(python);
  const trained = await runTrainer([...python, files.script, ...argumentsOf(request, batches)], request, settings);
  return { feed, trained };
}

/** Makes a virtual environment with what the trainer needs. Throws `bad_usage` where the folder is another's. */
export async function setUpTrainer(request: TrainerSetUp): Promise<void> {
  await setUp({ ...request, requirements: trainerFiles().requirements }, request);
}

function trainerFiles(): TrainerFiles {
  const pathOf = (file: string) => fileURLToPath(packageUrl(`trainer/${file}`, import.meta.url));
  return {
    script: pathOf('train_script.py'),
    check: pathOf('check_environment.py'),
    requirements: pathOf('requirements.txt'),
  };
}

function expectFlags(flags: readonly string[]): void {
  const [first] = flags;
  if (first !== undefined && !first.startsWith('-')) {
    throw new StackpairsError('bad_usage', 'one folder is trained on', { expected: 'flags behind --', found: first });
  }
  const own = flags.find((flag) => OWN_FLAGS.includes(flag.split('=')[0]!));
  if (own === undefined) return;
  throw new StackpairsError('bad_usage', `${own} is a flag of this command`, { hint: 'Give it before --' });
}

/** Throws `bad_usage` for a build without rows to train on, and what is wrong where it is none. */
export function expectTrainRows(dir: string): void {
  const { splits } = readManifest(dir);
  if (Object.values(splits).some(({ train = 0 }) => train > 0)) return;
  throw new StackpairsError('bad_usage', 'nothing to train on', { at: dir, expected: 'train rows', found: 'none' });
}

function modelBytes({ model, layers, hidden, vocabulary }: Preset): number {
  if (model !== '') return BASE_MODEL_BYTES;
  // A layer of a transformer has 4 square matrices of attention, and twice 4 of its feed-forward part.
  return 4 * (vocabulary * hidden + 12 * layers * hidden ** 2);
}

interface Batches {
  readonly file: string;
  readonly batch: number;
  readonly steps: number;
  readonly epochs: number;
}

function batchesOf({ dir, feed, batch, steps, epochs }: TrainRequest, preset: Preset): Batches {
  return {
    file: feed ?? join(dir, FEED_FILE),
    batch: batch ?? preset.batch,
    steps: steps ?? (epochs === undefined ? preset.steps : 0),
    epochs: epochs ?? preset.epochs,
  };
}

function argumentsOf({ dir, out, preset, push, isPrivate, flags = [] }: TrainRequest, batches: Batches): string[] {
  const { file, batch, steps } = batches;
  return [
    dir,
    ...['--preset', preset, '--out', out, '--feed', file, '--batch', String(batch), '--steps', String(steps)],
    ...(push === undefined ? [] : [`--push=${push}`, ...(isPrivate ? ['--private'] : [])]),
    ...flags,
  ];
}

async function runTrainer(command: readonly string[], { onLine }: TrainRequest, settings: ProgramSettings) {
  let trained: TrainResult['trained'];
  const [program, ...args] = command;
  const { code, signal } = await runProgram([program!, ...args], settings, (line) => {
    const result = resultSchema.safeParse(parseJson(line));
    if (result.success) trained = result.data;
    else onLine(line);
  });
  if (code === 0) return trained;
  if (code === PYTHON_USAGE) {
    throw new StackpairsError('bad_usage', 'the trainer was asked for what it cannot do', {
      hint: 'What it says stands above',
    });
  }
  const isKilled = code === null || code > SIGNALLED;
  throw new StackpairsError('trainer_failed', 'the trainer ended before its time', {
    found: code === null ? `${signal}` : `exit code ${code}`,
    hint: isKilled
      ? 'Something ended it, as a system without memory does: try a smaller --batch. The same command goes on'
      : 'What it says stands above. The same command goes on from its last checkpoint',
  });
}
