// What one run of a command costs. The kernel's own figures are read by measure.py, since Node does not offer them.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import path from 'node:path';

const MEASURE = path.join(import.meta.dirname, 'measure.py');
const TOUCH = path.join(import.meta.dirname, 'touch_memory.py');
/** Spills, shards and the program itself, in bytes a byte of input and in bytes. */
const MEMORY_PER_BYTE = 3;
const LEAST_MEMORY = 1e9;
/** More than any of them writes; at Node's own limit, 1 MiB, a talkative one would be killed. */
const OUTPUT_BYTES = 2 ** 28;

/**
 * Runs the command with `inputs` in the page cache; throws, with its standard error, if it does not end with 0. `meter` is
 * the program that measures.
 */
export function measure(inputs, command, meter = MEASURE) {
  warm(inputs);
  const folder = mkdtempSync(path.join(tmpdir(), 'stackpairs-bench-'));
  try {
    const result = path.join(folder, 'cost.json');
    const options = { encoding: 'utf8', maxBuffer: OUTPUT_BYTES };
    const { stdout, stderr, error } = spawnSync('python3', [meter, result, ...command], options);
    if (error) throw error;
    const { exitCode, ...cost } = JSON.parse(readFileSync(result, 'utf8'));
    if (exitCode !== 0) throw new Error(`${command.join(' ')} ended with ${exitCode}:\n${stderr}`);
    return { cost, stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Reads the files once, so that no run pays for the disk, and has the memory at hand that a run will write to. */
function warm(files) {
  execFileSync('cat', files, { stdio: ['ignore', 'ignore', 'inherit'] });
  const memory = Math.min(LEAST_MEMORY + sizeOf(files) * MEMORY_PER_BYTE, freemem() / 2);
  execFileSync('python3', [TOUCH, String(Math.floor(memory))], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Bytes of the files together. */
export function sizeOf(files) {
  return files.reduce((sum, file) => sum + statSync(file).size, 0);
}
