// What takes part in an evaluation: BM25, or an encoder with the exact search over its vectors.

import type { Encoder, FindNearest, TextRole, Vectors } from '../../encoder.ts';
import { createVectors } from '../../encoder.ts';
import { expectVectors } from '../encoders/expect-vectors.ts';

/** A model with what it needs to search; BM25 has no encoder. */
export interface Contender {
  readonly name: string;
  readonly encoder?: Encoder | undefined;
}

/** What scoring is done with. */
export interface ScoreOptions {
  readonly findNearest: FindNearest;
  readonly threads: number;
  /** Told how many of how many texts were encoded. */
  readonly onProgress: (stage: 'indexing' | 'encoding' | 'searching', done: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Texts to be encoded, under the ids they have in their set. */
export interface Encodable {
  readonly texts: readonly string[];
  readonly ids?: readonly string[];
  readonly role: TextRole;
}

/** Texts given to an encoder at once: enough for batches of one length, few enough for progress to be seen. */
const TEXTS_AT_ONCE = 512;

/** Encodes texts. Throws `bad_input` where a vector has another length than the model says, or holds no numbers. */
export async function encodeAll(
  encoder: Encoder,
  { texts, ids, role }: Encodable,
  { onProgress, signal }: Pick<ScoreOptions, 'onProgress' | 'signal'>,
): Promise<Vectors> {
  const { dimensions } = encoder;
  const vectors = createVectors(texts.length, dimensions);
  for (let from = 0; from < texts.length; from += TEXTS_AT_ONCE) {
    signal?.throwIfAborted();
    const part = texts.slice(from, from + TEXTS_AT_ONCE);
    const encoded = await encoder.encode(part, role, ids?.slice(from, from + TEXTS_AT_ONCE));
    expectVectors(encoder, encoded, { count: part.length, role, nameOf: (text) => ids?.[from + text] ?? from + text });
    vectors.data.set(encoded, from * dimensions);
    onProgress('encoding', from + part.length, texts.length);
  }
  return vectors;
}

/** The inner product of two rows. */
export function similarity(a: Vectors, rowA: number, b: Vectors, rowB: number): number {
  let sum = 0;
  const [atA, atB] = [rowA * a.dimensions, rowB * b.dimensions];
  for (let d = 0; d < a.dimensions; d++) sum += a.data[atA + d]! * b.data[atB + d]!;
  return sum;
}
