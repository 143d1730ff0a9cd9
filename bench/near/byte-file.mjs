// A file written from short pieces of ASCII, through one buffer.
import { closeSync, openSync, writeSync } from 'node:fs';

const BUFFER_BYTES = 4 * 1024 * 1024;

/** Opens `path` anew; a piece must fit into the buffer. */
export function openByteFile(path) {
  const file = openSync(path, 'w');
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let length = 0;

  function drain() {
    for (let start = 0; start < length; ) start += writeSync(file, buffer, start, length - start);
    length = 0;
  }

  return {
    put(piece) {
      if (piece.length > BUFFER_BYTES - length) drain();
      length += typeof piece === 'string' ? buffer.write(piece, length, 'latin1') : piece.copy(buffer, length);
    },
    close() {
      drain();
      closeSync(file);
    },
  };
}
