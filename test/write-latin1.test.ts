import { expect, test } from 'vitest';
import { writeLatin1 } from '../src/write-latin1.ts';

test('every byte is written to its place, and nothing beside it', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const into = new Uint8Array(260).fill(7);
  writeLatin1(bytes.toString('latin1'), into, 2);
  expect([...into]).toEqual([7, 7, ...bytes, 7, 7]);
});
