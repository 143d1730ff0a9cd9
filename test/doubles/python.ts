// A stand-in for Python: it answers as the scripts of the trainer do, and writes down how it was asked.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How a stand-in was started for training. */
export interface Asked {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The signal that ended it, if one did. */
  readonly signal?: string;
}

/** Runs in Node, without a type: it is copied into folders where nothing else is. */
const SOURCE = `#!${process.execPath}
const { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const [first, ...args] = process.argv.slice(2);
const { STAND_IN: mode = '', RECORD: record, ...env } = process.env;
const pins = (file) => Object.fromEntries(readFileSync(file, 'utf8').split('\\n').filter((line) => /^\\w/.test(line)).map((line) => line.split('==')));
const preset = { model: '', batch: 4, steps: 0, epochs: 2, layers: 1, hidden: 8, vocabulary: 100, lr: 0.1 };
const doubles = {
  '--version': () => console.log('Python 3.11.9'),
  '-m': () => {
    appendFileSync(record, args.join(' ') + '\\n');
    if (mode === 'no ' + args[0]) process.exit(1);
    if (args[0] !== 'venv') return;
    mkdirSync(join(args[1], 'bin'), { recursive: true });
    copyFileSync(__filename, join(args[1], 'bin', 'python'));
  },
  'check_environment.py': () => {
    if (mode === 'broken') process.exit(3);
    if (mode === 'chatty') return console.log('{"python": "new"}');
    const packages = { ...pins(join(dirname(first), 'requirements.txt')) };
    if (mode === 'lacking') Object.assign(packages, { torch: '1.0.0', onnx: null });
    if (mode !== 'lacking') packages.torch += '+cpu';
    const presets = { smoke: preset, seed: { ...preset, model: 'base', batch: 8, steps: 5, epochs: undefined } };
    console.log(JSON.stringify({ python: mode === 'old' ? [3, 9, 2] : [3, 11, 9], packages, presets }));
  },
  'train_script.py': () => {
    const write = (signal) => writeFileSync(record, JSON.stringify({ args, env, signal }));
    write();
    // Before the first line, at which a test sends the signal.
    if (mode === 'waiting')
      for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => setTimeout(() => (write(name), process.exit(1)), 200));
    console.error('\\u001b[31mreading');
    console.log('{"loss": 1.5} \\u001b[2J');
    if (mode === 'failing') process.exit(1);
    if (mode === 'usage') process.exit(2);
    if (mode === 'killed') process.kill(process.pid, 'SIGKILL');
    if (mode === 'waiting') return setInterval(() => {}, 1000);
    if (args.includes('--stop-at')) return;
    const speed = { seconds: 61, tokens_per_second: 1234.5, share_waiting_for_data: 0.001 };
    const scores = mode === 'unscored' ? {} : { 'MRR@10': [0.125, 0.5] };
    console.log(JSON.stringify({ model: args[args.indexOf('--out') + 1], scores, questions: 40, speed }));
  },
};
doubles[basename(first)]();
`;

/** A stand-in in a folder of its own, with the file it writes down in. */
export function standInPython(folder: string, name = 'python3'): { readonly python: string; readonly record: string } {
  mkdirSync(folder, { recursive: true });
  const python = join(folder, name);
  writeFileSync(python, SOURCE);
  chmodSync(python, 0o755);
  return { python, record: join(folder, 'record') };
}

/** How it was asked to train. */
export function askedOf(record: string): Asked {
  return JSON.parse(readFileSync(record, 'utf8')) as Asked;
}
