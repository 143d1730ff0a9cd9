// An encoder by its name: where the model is, and how it is reached.

import type { Encoder } from '../../encoder.ts';
import { StackpairsError } from '../../errors.ts';
import type { OpenTable } from '../../foreign.ts';
import { keepVectors } from '../vector-cache/keep-vectors.ts';
import type { VectorCache } from '../vector-cache/vector-store.ts';
import { type EndpointOptions, openEndpoint } from './endpoint.ts';

/** How an encoder works. */
export interface EncoderOptions extends EndpointOptions {
  /** Threads of a model that runs here. */
  readonly threads: number;
  /** Where vectors are kept from one run to the next; nowhere without it. */
  readonly cache?: VectorCache | undefined;
}

/** Opens `onnx:FOLDER`, `vectors:FILE` or `http:URL`; throws `bad_usage` for any other name. */
export async function openEncoder(
  spec: string,
  { openTable, cache, ...options }: EncoderOptions & { readonly openTable: OpenTable },
): Promise<Encoder> {
  const encoder = await open(spec, openTable, options);
  return cache === undefined ? encoder : keepVectors(encoder, cache);
}

async function open(spec: string, openTable: OpenTable, options: EncoderOptions): Promise<Encoder> {
  const [, kind = '', place = ''] = /^(onnx|vectors|http):(.+)$/s.exec(spec) ?? [];
  switch (kind) {
    case 'onnx': {
      // Tokenizers take their time to load, which nobody waits for who needs none.
      const { openOnnxEncoder } = await import('./onnx.ts');
      return openOnnxEncoder(place, options);
    }
    case 'vectors': {
      const { openVectors } = await import('./vectors-file.ts');
      return openVectors(place, openTable);
    }
    case 'http':
      return openEndpoint(place.startsWith('//') ? spec : place, options);
    default:
      throw new StackpairsError('bad_usage', 'this names no model', {
        expected: 'bm25, onnx:FOLDER, vectors:FILE or http:URL',
        found: JSON.stringify(spec),
        hint: 'docs/encoders.md says what each of them is',
      });
  }
}
