import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { workerUrl } from '../src/worker-url.ts';

test('built code finds its thread beside it', () => {
  expect(workerUrl('tag', 'file:///app/dist/extract/open.js').href).toBe('file:///app/dist/extract/tag.js');
});

test('code that runs from src finds its thread in dist', () => {
  expect(workerUrl('tag', 'file:///app/src/extract/open.ts').href).toBe('file:///app/dist/extract/tag.js');
});

test('a folder above the project may be called src too', () => {
  expect(workerUrl('tag', 'file:///src/app/src/open.ts').href).toBe('file:///src/app/dist/tag.js');
});

test('the thread of 7-Zip is built', () => {
  const from = new URL('../src/extract/wasm-seven-zip.ts', import.meta.url).href;
  expect(existsSync(workerUrl('seven-zip-worker', from))).toBe(true);
});
