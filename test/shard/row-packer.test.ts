// The memory of a packer: what is put into it lies in one piece, however much it is.
import { expect, test } from 'vitest';
import { RowPacker } from '../../src/shard/row-packer.ts';

const GIB = 2 ** 30;

test('memory for records grows by more than 2 GiB at once, and keeps what is in it', () => {
  const { records } = new RowPacker();
  records.fit(4, 0);
  records.bytes.write('kept');
  records.fit(2.5 * GIB, 4);
  records.bytes[2.5 * GIB - 1] = 7;
  expect(records.bytes.toString('latin1', 0, 4)).toBe('kept');
  expect(records.bytes).toHaveLength(2.5 * GIB);
});

test('memory for records that no memory has room for is refused', () => {
  const { records } = new RowPacker();
  expect(() => records.fit(4 * GIB - 1, 0)).toThrow();
});
