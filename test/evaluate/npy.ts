// A matrix of 32-bit floats as numpy stores it.

/** The bytes of a file; the shape is numpy's, e.g. `(3, 2)`. */
export function npy(shape: string, floats: readonly number[], descr = '<f4'): Buffer {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  return Buffer.concat([start, Buffer.from(header), Buffer.from(Float32Array.from(floats).buffer)]);
}
