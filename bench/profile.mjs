// Where the time of one build goes: the self time of every function, as Node's sampling profiler counts it, by stage.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stackpairsCommand, writeSample } from './programs.mjs';
import { megabytes, table } from './table.mjs';

const THREADS = '2';

/** Stages by function and file, `NAME FILE`; the first that fits counts. What fits none is named in the last row. */
const STAGES = [
  ['waiting', /^\(idle\)/],
  [
    'start-up: loading and compiling modules',
    /esm\/|cjs\/|bootstrap\/|compileSource|internalBinding|node:fs:.*realpath/,
  ],
  ['the pass over rows (src/kernel)', /wasm|kernel\/|pass-reader/],
  ['SHA-256 of inputs, shards and texts', /crypto\/hash|fingerprint/],
  ['writing files', /^(writeBuffer|writeSync|fsync|open|close|rename|writeBuffers) |^open node/],
  ['reading files', /^(read|fstat|openFileHandle) |fs\/promises|file-chunks/],
  ['garbage collection', /^\(garbage collector\)/],
  ['cutting files into blocks', /extract\/(row-cutter|find-cut|cut-|row-marks)|^(indexOf|lastIndexOf)/],
  ['unusual rows, by the reference', /extract\/|clean\/|htmlparser2|entities|sax|RegExp:/],
  ['spills, sorting and duplicates', /spill\/|passes\/(block-visit|agree)|order-key|crc32|compareOffset|hexWrite/],
  ['Arrow columns and batches', /shard\/|apache-arrow|passes\/reduce/],
];

/** Markdown: milliseconds by stage, of the main thread and of the others. */
export function profile({ folder, size, seed }) {
  const sample = writeSample(folder, { size, seed });
  const profiles = path.join(folder, 'profiles');
  mkdirSync(profiles);
  console.error('profiling');
  const node = ['--cpu-prof', '--cpu-prof-dir', profiles, '--cpu-prof-interval', '500'];
  const command = stackpairsCommand(sample, path.join(folder, 'profiled-out'), ['--threads', THREADS]);
  execFileSync(process.execPath, [...node, ...command], { stdio: 'ignore' });
  rmSync(sample.dump, { recursive: true });
  // Profiles are named by thread: the main one is number 0.
  const names = readdirSync(profiles).sort((a, b) => threadOf(a) - threadOf(b));
  const [main, ...others] = names.map((name) => selfTimes(JSON.parse(readFileSync(path.join(profiles, name), 'utf8'))));
  return { text: show(sample, main, others), charts: {} };
}

function threadOf(name) {
  return Number(name.split('.').at(-3));
}

/** Milliseconds by `NAME FILE`. */
function selfTimes({ nodes, samples, timeDeltas }) {
  const fileOf = sourceFinder();
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, `${callFrame.functionName} ${fileOf(callFrame)}`]));
  const times = new Map();
  for (const [i, id] of samples.entries()) {
    times.set(frames.get(id), (times.get(frames.get(id)) ?? 0) + timeDeltas[i] / 1000);
  }
  return times;
}

/** What the bundler adds of its own has none. */
function sourceMap(path) {
  return existsSync(path) ? new SourceMap(JSON.parse(readFileSync(path, 'utf8'))) : undefined;
}

/** Says which file a function was written in: the build puts many into one. */
function sourceFinder() {
  const maps = new Map();
  return ({ url, lineNumber, columnNumber }) => {
    if (!url.includes('/dist/') || !url.endsWith('.js') || url.includes('/node_modules/')) return url;
    if (!maps.has(url)) maps.set(url, sourceMap(`${fileURLToPath(url)}.map`));
    return maps.get(url)?.findEntry(lineNumber, columnNumber).originalSource ?? url;
  };
}

function show(sample, main, others) {
  const stages = [...STAGES.map(([stage]) => stage), 'other'];
  const [mainByStage, othersByStage] = [byStage([main]), byStage(others)];
  const rows = stages.map((stage) => [stage, ms(mainByStage.get(stage)), ms(othersByStage.get(stage))]);
  const busy = [...mainByStage].reduce((sum, [stage, time]) => sum + (stage === 'waiting' ? 0 : time), 0);
  const digest = mainByStage.get('SHA-256 of inputs, shards and texts') ?? 0;
  const rate = (milliseconds) => `${(sample.bytes / 1e6 / milliseconds).toFixed(1)} GB/s`;
  return [
    `${megabytes(sample.bytes)} MB of Posts.xml with --threads ${THREADS}, one run under the profiler; milliseconds:`,
    table(['stage', 'main thread', 'other threads together'], rows),
    `The main thread is busy for ${ms(busy)} ms in all: ${rate(busy)}; ${rate(busy - digest)} besides the SHA-256 of the input, which it takes meanwhile.`,
  ].join('\n\n');
}

function byStage(threads) {
  const times = new Map();
  for (const [frame, time] of threads.flatMap((thread) => [...thread])) {
    const stage = STAGES.find(([, pattern]) => pattern.test(frame))?.[0] ?? 'other';
    times.set(stage, (times.get(stage) ?? 0) + time);
  }
  return times;
}

function ms(time = 0) {
  return time.toFixed(0);
}
