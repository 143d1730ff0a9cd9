// Vectors come from others' models and files, so each is looked at before it counts.

import type { Encoder, TextRole } from '../../encoder.ts';
import { StackpairsError } from '../../errors.ts';

/** What was encoded: how many texts, and how one of them is named to people. */
export interface EncodedTexts {
  readonly count: number;
  readonly role: TextRole;
  readonly nameOf: (text: number) => string | number;
}

/** Throws `bad_input` where a vector has another length than the model says, or holds no numbers. */
export function expectVectors(
  { name, dimensions }: Encoder,
  vectors: Float32Array,
  { count, role, nameOf }: EncodedTexts,
): void {
  if (vectors.length !== count * dimensions) {
    throw new StackpairsError('bad_input', 'the model gave vectors of another size', {
      at: name,
      expected: `${count} of ${dimensions} numbers`,
      found: `${vectors.length} numbers`,
    });
  }
  const bad = vectors.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new StackpairsError('bad_input', 'the model gave a vector that is not of finite numbers', {
    at: `${name}, ${role} ${nameOf(Math.floor(bad / dimensions))}`,
    found: String(vectors[bad]),
  });
}
