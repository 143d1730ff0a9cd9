import { expect, test } from 'vitest';
import { decodeHex } from '../src/decode-hex.ts';

test('every byte is decoded to its place, and nothing beside it', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const into = new Uint8Array(260).fill(7);
  decodeHex(bytes.toString('hex'), into, 2);
  expect([...into]).toEqual([7, 7, ...bytes, 7, 7]);
});
