// Changes bzip2 streams bit by bit: marks are planted where they are data.

/** The 48 bits before a block, and before the checksum that ends a stream. */
export const MARKS = { block: 0x314159265359n, end: 0x177245385090n } as const;

/**
 * The stream with a mark planted in its first block: as selectors of tables beyond those that are used, which decoders
 * skip. Each selector is a number in unary, so the mark is read as some of them; the block must have 4 tables or more.
 * So many further selectors before it take it farther into the block.
 */
export function plantMark(stream: Uint8Array, mark: bigint, further = 0): Buffer {
  const bits = toBits(stream);
  const number = (from: number, size: number) => Number.parseInt(bits.slice(from, from + size), 2);
  const map = 32 + 48 + 32 + 1 + 24;
  const rows = bits.slice(map, map + 16).split('1').length - 1;
  const tables = map + 16 + 16 * rows;
  const selectors = tables + 3;
  const count = number(selectors, 15);
  let end = selectors + 15;
  for (let left = count; left > 0; left--) end = bits.indexOf('0', end) + 1;
  const planted = `${'0'.repeat(further)}${mark.toString(2).padStart(48, '0')}0`;
  const added = planted.split('0').length - 1;
  if (number(tables, 3) < 4) throw new Error('this block has too few tables');
  const newCount = (count + added).toString(2).padStart(15, '0');
  // The bits that filled the last byte are cut off, then filled up again.
  const changed = bits.slice(0, selectors) + newCount + bits.slice(selectors + 15, end) + planted + bits.slice(end);
  return fromBits(trimEnd(changed));
}

/** The bit where a mark first stands behind the first 100 bits, in which the first block's is. */
export function findPlanted(stream: Uint8Array, mark: bigint): number {
  return toBits(stream).indexOf(mark.toString(2).padStart(48, '0'), 100);
}

/** The stream with one bit turned. */
export function flipBit(stream: Uint8Array, bit: number): Buffer {
  const flipped = Buffer.from(stream);
  flipped[bit >> 3]! ^= 0x80 >> (bit & 7);
  return flipped;
}

/** Cut behind the checksum of the stream, which follows the last of its end marks. */
function trimEnd(bits: string): string {
  return bits.slice(0, bits.lastIndexOf(MARKS.end.toString(2).padStart(48, '0')) + 48 + 32);
}

function toBits(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
}

function fromBits(bits: string): Buffer {
  const whole = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  return Buffer.from(whole.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
}
