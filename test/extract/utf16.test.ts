import { expect, test } from 'vitest';
import { toUtf8 } from '../../src/extract/utf16.ts';

test('characters and surrogate pairs may be split over chunks anywhere', async () => {
  const text = '<a>é🍺\u2028</a>';
  const bytes = Buffer.from(text, 'utf16le');
  for (let cut = 2; cut < bytes.length; cut += 1) {
    expect(await decode([bytes.subarray(0, cut), bytes.subarray(cut)])).toBe(text);
  }
  expect(await decode([bytes.subarray(0, 2), ...Array.from(bytes.subarray(2), (byte) => Uint8Array.of(byte))])).toBe(
    text,
  );
});

test('half a character at the end becomes U+FFFD', async () => {
  expect(await decode([Buffer.from('<a🍺', 'utf16le').subarray(0, -1)])).toBe('<a\ufffd');
});

async function decode(chunks: readonly Uint8Array[]): Promise<string> {
  const decoded: Uint8Array[] = [];
  for await (const chunk of toUtf8(arrive(chunks))) {
    decoded.push(chunk);
  }
  return Buffer.concat(decoded).toString();
}

async function* arrive(chunks: readonly Uint8Array[]) {
  yield* chunks;
}
