// Formats by name. Arrow is what builds write; the others are loaded when somebody asks for them.

import type { Format } from '../formats.ts';
import { arrowFiles, arrowStreams } from './arrow-format.ts';
import type { ShardFormat } from './shard-format.ts';

const FORMATS: Readonly<Record<Format, () => ShardFormat | Promise<ShardFormat>>> = {
  arrow: () => arrowStreams,
  'arrow-file': () => arrowFiles,
  parquet: async () => (await import('./parquet-format.ts')).parquet,
  'jsonl.gz': async () => (await import('./json-format.ts')).jsonLines,
};

/** Loads a format. */
export async function openFormat(name: Format): Promise<ShardFormat> {
  return FORMATS[name]();
}
