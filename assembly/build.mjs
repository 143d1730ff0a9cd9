// Compiles the WebAssembly modules from AssemblyScript into dist, beside the code that loads them; `npm run build` ends with it.
// A module named in TWINS exists twice: in TypeScript as Node runs it, and here as WebAssembly does the same.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import asc from 'assemblyscript/asc';

const ROOT = path.join(import.meta.dirname, '..');

/** Entry file, where its module goes, and the pages of 64 KiB it starts with, if it does not say so itself. */
const MODULES = [
  ['src/kernel/read-rows.ts', 'dist/kernel/read-rows.wasm', 640],
  ['src/near/sketch.ts', 'dist/near/sketch.wasm', 128],
  ['assembly/bunzip.ts', 'dist/extract/bunzip.wasm', 0],
  ['assembly/pack-rows.ts', 'dist/shard/pack-rows.wasm', 4],
  ['assembly/multiply-rows.ts', 'dist/evaluate/multiply-rows.wasm', 1],
];

/** What is compiled instead of a file of src, as if it lay there. */
const TWINS = {
  'src/kernel/memory.ts': 'assembly/memory.ts',
  'src/kernel/wide.ts': 'assembly/wide.ts',
  'src/near/memory.ts': 'assembly/memory.ts',
  'src/near/lanes.ts': 'assembly/lanes.ts',
};

/** SIMD is in every engine since 2021; no runtime, as the modules lay out their memory themselves. */
const OPTIONS = ['-O3', '--debug', '--runtime', 'stub', '--enable', 'simd', '--noAssert', '--disableWarning', '210'];

async function build([entry, target, pages]) {
  const files = {
    readFile: (name, folder) => readOrNull(path.relative(ROOT, path.resolve(folder, name))),
    writeFile: (name, bytes, folder) => write(path.resolve(folder, name), bytes),
    listFiles: () => [],
  };
  const ends = ['--outFile', target, '--baseDir', ROOT, '--initialMemory', String(pages)];
  const { error, stderr } = await asc.main([entry, ...ends, ...OPTIONS], files);
  if (error) throw new Error(`${entry}: ${stderr.toString()}`, { cause: error });
}

/** null tells the compiler to look elsewhere: in its own library, and under `/index.ts`. */
function readOrNull(file) {
  try {
    return readFileSync(path.join(ROOT, TWINS[file] ?? file), 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw error;
  }
}

function write(file, bytes) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

for (const module of MODULES) await build(module);
