// How much of a dataset is not in an earlier one: rows, bytes of files, and bytes of chunks as the Hub's own client cuts them.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChunker, finalize, nextBlock } from '@huggingface/xetchunk-wasm';
import { diffBuilds } from '../../dist/api.js';

/** The size of chunks that Xet aims at. */
const TARGET_BYTES = 64 * 1024;

/** Shares of `after` that differ from `before`, both folders of datasets. */
export async function changedShares(before, after) {
  const { configs } = await diffBuilds(before, after, { temporary: tmpdir() });
  const rows = sum(configs.map((config) => config.after));
  const changedRows = sum(configs.map(({ added, edited }) => added + edited));
  const [old, now] = [before, after].map(shardsOf);
  const known = { files: new Set(old.map(({ sha256 }) => sha256)), chunks: chunksOf(before, old) };
  const newFiles = now.filter(({ sha256 }) => !known.files.has(sha256));
  const bytes = sum(now.map((shard) => shard.bytes));
  const unknown = chunksOf(after, newFiles);
  for (const hash of known.chunks.keys()) unknown.delete(hash);
  return {
    shards: now.length / 2,
    rows: changedRows / rows,
    files: sum(newFiles.map((shard) => shard.bytes)) / bytes,
    chunks: sum([...unknown.values()]) / bytes,
  };
}

function shardsOf(folder) {
  return JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')).shards;
}

/** Sizes of the different chunks of these files, by their hash: what is there twice is sent once. */
function chunksOf(folder, shards) {
  const sizes = new Map();
  for (const shard of shards) {
    const chunker = createChunker(TARGET_BYTES);
    const chunks = nextBlock(chunker, readFileSync(path.join(folder, shard.path)));
    const last = finalize(chunker);
    for (const { hash, length } of last ? [...chunks, last] : chunks) {
      sizes.set(Buffer.from(hash).toString('hex'), length);
    }
  }
  return sizes;
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
