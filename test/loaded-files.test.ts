// What the build puts into few files must stay in few: a module too much in a thread is loaded by every thread. Reads dist.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const IMPORT = /^(?:import|export)\b[^;]*?"(\.[^"]+)"/gm;

/** Files that are loaded with this one, by their names without folder and hash. */
function loadedWith(file: string): string[] {
  const found = new Set([join(DIST, file)]);
  for (const one of found) {
    for (const [, path] of readFileSync(one, 'utf8').matchAll(IMPORT)) found.add(join(dirname(one), path!));
  }
  return [...found].map((path) => path.replace(/^.*[/\\]|(?:-.{8})?\.js$/g, '')).sort();
}

test('a thread starts with one file beside its own', () => {
  expect(loadedWith('workers/thread.js')).toEqual(['core', 'rolldown-runtime', 'thread']);
  expect(loadedWith('pipelines/title-body.js')).toEqual(['core', 'rolldown-runtime', 'title-body']);
});

test('the command starts without what writes shards', () => {
  expect(loadedWith('cli/main.js')).toEqual(['command', 'core', 'main', 'rolldown-runtime']);
});
