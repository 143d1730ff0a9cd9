// How a file is wrapped, told by its first bytes: names lie (a .xml that is gzip, a .7z that is an error page).
import { open } from 'node:fs/promises';
import type { FileContainer } from '../types.ts';

/** Enough for every mark below: 7z has the longest, 6 bytes. */
export const HEAD_BYTES = 6;

const MARKS: readonly (readonly [container: FileContainer, mark: readonly number[]])[] = [
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['gz', [0x1f, 0x8b]],
  ['bz2', [0x42, 0x5a, 0x68]],
  ['zst', [0x28, 0xb5, 0x2f, 0xfd]],
];

/** The container these first bytes announce, undefined when they announce none (it is XML then). */
export function containerOf(head: Uint8Array): FileContainer | undefined {
  if (isSkippableFrame(head)) {
    return 'zst';
  }
  return MARKS.find(([, mark]) => mark.every((byte, i) => head[i] === byte))?.[0];
}

/** XML per compressed byte where the container does not say: dumps come to about 4.5 with bzip2, the others are near. */
const XML_PER_BYTE = 5;

/** Size of the XML in a file of so many bytes; an estimate unless the file is XML itself. */
export function xmlBytesIn(container: FileContainer, bytes: number): number {
  return container === 'xml' ? bytes : bytes * XML_PER_BYTE;
}

/** A file's first bytes, fewer than HEAD_BYTES when it is shorter. */
export async function readHead(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

// zstd has sixteen marks for frames a decoder skips (RFC 8878, 3.1.2); pzstd and seekable files start with one.
function isSkippableFrame(head: Uint8Array): boolean {
  const [first = 0, second, third, fourth] = head;
  return first >> 4 === 0x5 && second === 0x2a && third === 0x4d && fourth === 0x18;
}
