import { expect, test } from 'vitest';
import { copyBytes } from '../src/copy-bytes.ts';

test.each([0, 1, 63, 64, 65, 300])('%i bytes are copied to their place, and nothing beside them', (length) => {
  // A view that does not begin where its memory begins.
  const bytes = new Uint8Array(new ArrayBuffer(length + 20), 7, length + 6).map((_, i) => (i % 250) + 1);
  const into = new Uint8Array(length + 8);
  copyBytes({ bytes: bytes.subarray(2), from: 1, to: 1 + length }, into, 5);
  expect([...into]).toEqual([...Array(5).fill(0), ...bytes.subarray(3, 3 + length), 0, 0, 0]);
});
