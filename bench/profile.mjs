// Where the time of one build goes: the self time of every function, as Node's sampling profiler counts it, by stage.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stackpairsCommand, writeSample } from './programs.mjs';
import { megabytes, table } from './table.mjs';

const THREADS = '2';

const WAITING = 'waiting';
const DIGESTING = 'SHA-256 of inputs, shards and texts';
const READING = 'reading files';
const WHILE_ROUTING = [WAITING, DIGESTING, READING];

/** Stages by function and file, `NAME FILE`; the first that fits counts. What fits none is named in the last row. */
const STAGES = [
  [WAITING, /^\(idle\)/],
  [
    'start-up: loading and compiling modules',
    /esm\/|cjs\/|bootstrap\/|compileSource|internalBinding|node:fs:.*realpath/,
  ],
  ['the pass over rows (src/kernel)', /wasm|kernel\/|pass-reader/],
  [DIGESTING, /crypto\/hash|fingerprint/],
  ['writing files', /^(writeBuffer|writeSync|fsync|open|close|rename|writeBuffers) |^open node/],
  [READING, /^(read|fstat|openFileHandle) |fs\/promises|file-chunks/],
  ['garbage collection', /^\(garbage collector\)/],
  ['cutting files into blocks', /extract\/(row-cutter|find-cut|cut-|row-marks)|^(indexOf|lastIndexOf)/],
  ['unusual rows, by the reference', /extract\/|clean\/|htmlparser2|entities|sax|RegExp:/],
  ['spills, sorting and duplicates', /spill\/|passes\/(block-visit|agree)|order-key|crc32|compareOffset|hexWrite/],
  ['Arrow columns and batches', /shard\/|apache-arrow|passes\/reduce/],
];

/** Of the profiled size: what the main thread takes for each MB more is what it takes for routing, without its start. */
const SMALLER = 1 / 4;

/** Markdown: milliseconds by stage, of the main thread and of the others. */
export function profile({ folder, size, seed }) {
  const sample = writeSample(folder, { size, seed });
  const whole = profileOf(sample, folder);
  rmSync(sample.dump, { recursive: true });
  const part = writeSample(folder, { size: `${Math.round((sample.bytes * SMALLER) / 1e6)}MB`, seed });
  const less = profileOf(part, folder);
  rmSync(part.dump, { recursive: true });
  return { text: [show(sample, whole), routing([part, less], [sample, whole])].join('\n\n'), charts: {} };
}

/** One build under the profiler: milliseconds by stage. */
function profileOf(sample, folder) {
  const [profiles, out] = ['profiles', 'profiled-out'].map((name) => path.join(folder, name));
  mkdirSync(profiles);
  console.error('profiling');
  const node = ['--cpu-prof', '--cpu-prof-dir', profiles, '--cpu-prof-interval', '500'];
  execFileSync(process.execPath, [...node, ...stackpairsCommand(sample, out, ['--threads', THREADS])], {
    stdio: 'ignore',
  });
  // Profiles are named by thread: the main one is number 0.
  const names = readdirSync(profiles).sort((a, b) => threadOf(a) - threadOf(b));
  const [main, ...others] = names.map((name) => selfTimes(JSON.parse(readFileSync(path.join(profiles, name), 'utf8'))));
  for (const written of [profiles, out]) rmSync(written, { recursive: true });
  return { main: byStage([main]), others: byStage(others) };
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

function show(sample, { main, others }) {
  const stages = [...STAGES.map(([stage]) => stage), 'other'];
  const rows = stages.map((stage) => [stage, ms(main.get(stage)), ms(others.get(stage))]);
  return [
    `${megabytes(sample.bytes)} MB of Posts.xml with --threads ${THREADS}, one run under the profiler; milliseconds:`,
    table(['stage', 'main thread', 'other threads together'], rows),
  ].join('\n\n');
}

/** What the main thread takes for itself: not waiting, and not digesting the input, which it does while others route. */
function routing([part, less], [sample, whole]) {
  const own = ({ main }) =>
    [...main].reduce((sum, [stage, time]) => sum + (WHILE_ROUTING.includes(stage) ? 0 : time), 0);
  const rate = (sample.bytes - part.bytes) / 1e6 / (own(whole) - own(less));
  const busy = `busy for ${ms(own(less))} ms at ${megabytes(part.bytes)} MB and ${ms(own(whole))} ms at ${megabytes(sample.bytes)} MB`;
  return `Besides digesting the input, which it reads for that, the main thread is ${busy}: ${rate.toFixed(1)} GB/s of what comes more.`;
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
