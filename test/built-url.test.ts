import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { builtUrl, codeUrl, packageUrl } from '../src/built-url.ts';

test('built code finds the rest of the build, wherever it was put in it', () => {
  for (const from of [
    'file:///app/dist/index.js',
    'file:///app/dist/chunks/pool-x1.js',
    'file:///app/dist/cli/main.js',
  ]) {
    expect(builtUrl('workers/tag.js', from).href).toBe('file:///app/dist/workers/tag.js');
  }
});

test('code that runs from src finds its thread in dist', () => {
  expect(builtUrl('extract/tag.js', 'file:///app/src/extract/open.ts').href).toBe('file:///app/dist/extract/tag.js');
});

test('a folder above the project may be called src or dist too', () => {
  expect(builtUrl('tag.js', 'file:///src/dist/app/src/open.ts').href).toBe('file:///src/dist/app/dist/tag.js');
});

test('what is no code lies beside src and dist', () => {
  expect(packageUrl('package.json', 'file:///app/dist/cli/main.js').href).toBe('file:///app/package.json');
});

test('what is compiled for built code is not there for code that runs from src', () => {
  expect(codeUrl('pipelines/', 'file:///app/dist/cli/main.js').href).toBe('file:///app/dist/pipelines/');
  expect(codeUrl('pipelines/', 'file:///app/src/open.ts').href).toBe('file:///app/src/pipelines/');
});

test.each(['workers/thread.js', 'extract/seven-zip-worker.js', 'kernel/read-rows.wasm'])('%s is built', (file) => {
  expect(existsSync(builtUrl(file, import.meta.url.replace('/test/', '/src/')))).toBe(true);
});
