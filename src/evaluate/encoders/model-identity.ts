// What tells a model in a folder from any other: the content of all files that decide its vectors, wherever it lies.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileChunks } from '../../file-chunks.ts';
import type { ModelFolder } from './model-folder.ts';

/** To be raised when the same files give other vectors than before. */
const ENCODING = 1;

/** Hashes the files of a model. */
export async function modelIdentity({ folder, files }: ModelFolder): Promise<string> {
  const sums: string[] = [];
  for (const file of files) {
    const hash = createHash('sha256');
    for await (const chunk of fileChunks(join(folder, file))) hash.update(chunk);
    sums.push(`${file} ${hash.digest('hex')}`);
  }
  return ['onnx', ENCODING, ...sums].join('\n');
}
