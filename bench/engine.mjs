// What the processor does in one build, as the kernel's profiler counts it: unlike Node's own it sees what V8 and the system do in
// threads of their own, such as compiling. Needs `perf`, and leave to use it.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { stackpairsCommand, writeSample } from './programs.mjs';
import { megabytes, table } from './table.mjs';

const THREADS = '2';
const SAMPLES_A_SECOND = '1999';
const OUTPUT_BYTES = 2 ** 28;

/** Kinds of work by `OBJECT SYMBOL`; the first that fits counts. V8 marks functions of its best compiler with an asterisk. */
const KINDS = [
  ['the system: files, pages, threads', /^\[kernel|^\[vdso/],
  ['the pass over rows, in WebAssembly', /^\[JIT\].*(turbofan|liftoff)/],
  ['our JavaScript, compiled', /^\[JIT\].*JS:\*/],
  ['our JavaScript before it is compiled, calls and look-ups of V8', /^\[JIT\]|Builtins_/],
  ['SHA-256 of inputs, shards and texts', /sha256/],
  ['V8 compiling: optimised code', /compiler::|turboshaft|JSHeapBroker|wasm::/],
  ['V8 compiling: parsing and bytecode', /Parser|Scanner|interpreter::|baseline::|AstValue|Scope::|Bytecode/],
  ['V8 collecting garbage', /Mark|Scaveng|Sweep|Evacuat|Heap::|Space::|Worklist/],
  ['copying and comparing bytes, CRC-32', /mem(move|cpy|set|cmp|chr)|crc32|validate_ascii/],
];
const OTHER = 'other';

/** Markdown: CPU time by kind of work. */
export function engine({ folder, size, seed }) {
  const sample = writeSample(folder, { size, seed });
  const data = path.join(folder, 'perf.data');
  console.error('profiling with perf');
  const node = [process.execPath, '--perf-basic-prof', '--interpreted-frames-native-stack'];
  const command = stackpairsCommand(sample, path.join(folder, 'profiled-out'), ['--threads', THREADS]);
  const record = ['record', '-q', '-F', SAMPLES_A_SECOND, '-o', data, ...node, ...command];
  execFileSync('perf', record, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const format = ['--stdio', '--no-children', '--percent-limit', '0', '-t', '\t', '-F', 'sample,dso,sym'];
  const report = execFileSync('perf', ['report', '-i', data, ...format], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: OUTPUT_BYTES,
  });
  rmSync(sample.dump, { recursive: true });
  // V8 names its functions for perf in a file that perf finds there alone.
  for (const [, pid] of report.matchAll(/\[JIT\] tid (\d+)/g)) rmSync(`/tmp/perf-${pid}.map`, { force: true });
  return { text: show(sample, samplesByKind(report)), charts: {} };
}

function samplesByKind(report) {
  const counts = new Map([...KINDS.map(([kind]) => kind), OTHER].map((kind) => [kind, 0]));
  for (const line of report.split('\n')) {
    const [samples, object, symbol] = line.split('\t').map((field) => field.trim());
    if (symbol === undefined || !/^\d+$/.test(samples)) continue;
    const kind = KINDS.find(([, pattern]) => pattern.test(`${object} ${symbol}`))?.[0] ?? OTHER;
    counts.set(kind, counts.get(kind) + Number(samples));
  }
  return counts;
}

function show(sample, counts) {
  const all = [...counts.values()].reduce((sum, samples) => sum + samples, 0);
  const rows = [...counts].map(([kind, samples]) => [
    kind,
    ((1000 * samples) / SAMPLES_A_SECOND).toFixed(0),
    `${((100 * samples) / all).toFixed(1)} %`,
  ]);
  const title = `${megabytes(sample.bytes)} MB of Posts.xml with --threads ${THREADS}, one run under the profiler; milliseconds of all threads:`;
  return [title, table(['what the processor does', 'CPU ms', 'of all'], rows)].join('\n\n');
}
