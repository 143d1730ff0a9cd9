// Has a Python what the trainer needs? It is asked itself, so that what it says is what the trainer will find.

import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { StackpairsError } from '../errors.ts';
import { parseJson } from '../parse-json.ts';
import { isUnstarted, LEAST_PYTHON } from './find-python.ts';
import { type Command, type ProgramSettings, runProgram } from './run-program.ts';

const presetSchema = z.object({
  /** Empty for a model from scratch. */
  model: z.string(),
  batch: z.int().min(1),
  /** 0 for all batches of the feed. */
  steps: z.int().min(0),
  epochs: z.int().min(1).default(1),
  layers: z.int().min(0),
  hidden: z.int().min(0),
  vocabulary: z.int().min(0),
});

const environmentSchema = z.object({
  python: z.tuple([z.int(), z.int(), z.int()]),
  packages: z.record(z.string(), z.string().nullable()),
  presets: z.record(z.string(), presetSchema),
});

/** How a preset of the trainer trains, as far as it matters before it starts. */
export type Preset = Readonly<z.infer<typeof presetSchema>>;

/** Files of the trainer. */
export interface TrainerFiles {
  readonly script: string;
  readonly check: string;
  readonly requirements: string;
}

/** The presets, once a Python has the packages of requirements.txt in these versions; else throws `bad_environment`. */
export async function checkEnvironment(
  python: Command,
  files: TrainerFiles,
  settings: ProgramSettings,
): Promise<Readonly<Record<string, Preset>>> {
  const pinned = readPins(files.requirements);
  const asked: Command = [...python, files.check, ...Object.keys(pinned)];
  const { python: version, packages, presets } = await answerOf(asked, python, settings);
  const [major, minor] = version;
  const [leastMajor, leastMinor] = LEAST_PYTHON;
  if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
    throw unfit(python, `Python ${LEAST_PYTHON.join('.')} or newer`, version.join('.'), NEWER);
  }
  const wrong = Object.keys(pinned).filter((name) => released(packages[name]) !== pinned[name]);
  if (wrong.length === 0) return presets;
  const expected = wrong.map((name) => `${name} ${pinned[name]}`).join(', ');
  throw unfit(python, expected, wrong.map((name) => packages[name] ?? 'none').join(', '), SETUP);
}

const NEWER = 'Name a newer one with --python, or install uv, which fetches one';
const SETUP = 'Make an environment with these versions: build-dataset train --setup';

async function answerOf(asked: Command, python: Command, settings: ProgramSettings) {
  let last = '';
  const end = await runProgram(asked, settings, (line) => {
    last = line;
  }).catch((error: unknown) => {
    if (isUnstarted(error)) throw unfit(python, 'a program that starts', 'none', 'Name another with --python');
    throw error;
  });
  const answer = environmentSchema.safeParse(parseJson(last));
  if (end.code === 0 && answer.success) return answer.data;
  const found = end.code === 0 ? 'another answer than a Python gives' : `exit code ${end.code ?? end.signal}`;
  throw unfit(python, 'a Python that runs', found, 'What it says stands above; name another with --python');
}

function unfit([program]: Command, expected: string, found: string, hint: string): StackpairsError {
  return new StackpairsError('bad_environment', 'the trainer cannot run', { at: program, expected, found, hint });
}

/** Versions by package, as requirements.txt has them. */
function readPins(path: string): Readonly<Record<string, string>> {
  const lines = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => /^\w/.test(line));
  return Object.fromEntries(lines.map((line) => line.trim().split('==') as [string, string]));
}

/** A version without what stands behind a plus: torch for the CPU is `2.13.0+cpu`. */
function released(version: string | null | undefined): string | undefined {
  return version?.split('+')[0];
}
