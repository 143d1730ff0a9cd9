// An encoder by its name, with the reader of tables that files of vectors need.

import type { Encoder } from './encoder.ts';
import { type EncoderOptions, openEncoder as openIn } from './evaluate/index.ts';
import { openTable } from './shard/index.ts';

export type { EncoderOptions, VectorCache } from './evaluate/index.ts';

/** Opens `onnx:FOLDER`, `vectors:FILE` or `http:URL`; throws `bad_usage` for any other name. */
export function openEncoder(name: string, options: EncoderOptions): Promise<Encoder> {
  return openIn(name, { ...options, openTable });
}
