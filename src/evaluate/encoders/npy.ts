// A file of numpy: its header, and rows of 32-bit floats in the order of C. Source: numpy.lib.format, versions 1 to 3.

import { createVectors, type Vectors } from '../../encoder.ts';
import { StackpairsError } from '../../errors.ts';

const MAGIC = '\x93NUMPY';

/** Reads a matrix; throws `bad_input` for anything but whole rows of little-endian 32-bit floats. */
export function readNpy(bytes: Uint8Array, at: string): Vectors {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.length < 12 || view.toString('latin1', 0, 6) !== MAGIC)
    throw unreadable(at, 'a file of numpy', 'something else');
  const isShort = view[6] === 1;
  const start = isShort ? 10 : 12;
  const end = start + (isShort ? view.readUInt16LE(8) : view.readUInt32LE(8));
  const header = view.toString('latin1', start, Math.min(end, view.length));
  const isFloats = /'descr':\s*'<f4'/.test(header) && /'fortran_order':\s*False/.test(header);
  const [, count = '', dimensions = ''] = /'shape':\s*\((\d{1,15}),\s*(\d{1,9})\)/.exec(header) ?? [];
  if (!isFloats || dimensions === '') {
    throw unreadable(at, "a matrix of '<f4' in the order of C", header.trim().slice(0, 120));
  }
  const [rows, width] = [Number(count), Number(dimensions)];
  // The header is anybody's: no room is made before the bytes are known to be there.
  if (width === 0 || view.length - end !== 4 * rows * width) {
    throw unreadable(at, `${rows} × ${width} floats`, `${view.length - end} bytes of them`);
  }
  const vectors = createVectors(rows, width);
  new Uint8Array(vectors.data.buffer).set(view.subarray(end));
  return vectors;
}

function unreadable(at: string, expected: string, found: string): StackpairsError {
  const hint = 'Write it with numpy.save(file, vectors.astype(numpy.float32))';
  return new StackpairsError('bad_input', 'vectors cannot be read', { at, expected, found, hint });
}
