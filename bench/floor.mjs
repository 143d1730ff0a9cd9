// What a build does to its bytes, without what it does with them: reads the input and digests it, writes as many bytes of
// spills with their checksums and reads them back, writes as many bytes of shards with their digests, waits for the disk and
// reads them back. No program that keeps these promises on one thread is faster.
// Usage: node floor.mjs OUT SPILL_BYTES SHARD_BYTES FILE...
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';

const CHUNK_BYTES = 1024 * 1024;
const [out, spillBytes, shardBytes, ...files] = process.argv.slice(2);
const chunk = Buffer.allocUnsafeSlow(CHUNK_BYTES);
mkdirSync(out, { recursive: true });

const input = createHash('sha256');
for (const file of files) readBack(file, (bytes) => input.update(bytes));
input.digest();

// The chunk is the last one of the input: text like any other.
let crc = 0;
writeOut('spills', Number(spillBytes), (bytes) => {
  crc = crc32(bytes, crc);
});
readBack(path.join(out, 'spills'), () => {});
const shards = createHash('sha256');
writeOut('shards', Number(shardBytes), (bytes) => shards.update(bytes), true);
shards.digest();
readBack(path.join(out, 'shards'), () => {});
console.log(JSON.stringify({ rows: '', kept: '' }));

function readBack(file, take) {
  const fd = openSync(file, 'r');
  for (let size = 1; size > 0; ) {
    size = readSync(fd, chunk, 0, CHUNK_BYTES);
    if (size > 0) take(chunk.subarray(0, size));
  }
  closeSync(fd);
}

function writeOut(name, bytes, take, sync = false) {
  const fd = openSync(path.join(out, name), 'w');
  for (let left = bytes; left > 0; left -= CHUNK_BYTES) {
    const piece = chunk.subarray(0, Math.min(left, CHUNK_BYTES));
    take(piece);
    writeSync(fd, piece);
  }
  if (sync) fsyncSync(fd);
  closeSync(fd);
}
