// The bytes of a text file, plain or gzip, told apart by its first bytes. Memory: two chunks.
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { containerOf, readHead } from '../container.ts';
import { readFailure } from '../read-failure.ts';

const CHUNK_BYTES = 256 * 1024;

/** Reads a file in order, unpacked. */
export async function* readChunks(path: string): AsyncGenerator<Buffer> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  const isGzip = containerOf(await readHead(path)) === 'gz';
  try {
    // An error of either is that of the last one, and is thrown where it is read.
    yield* isGzip ? pipeline(file, createGunzip({ chunkSize: CHUNK_BYTES }), () => {}) : file;
  } catch (error) {
    throw readFailure(error, path);
  } finally {
    file.destroy();
  }
}
