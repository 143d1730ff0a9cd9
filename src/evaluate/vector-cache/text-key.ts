// What a vector is kept by: the role and the text, hashed. Two texts have the same key once in 2^64 texts or so.

import { createHash } from 'node:crypto';
import type { TextRole } from '../../encoder.ts';

/** Bytes of a key. */
export const KEY_BYTES = 16;

/** The key of a text, a byte a character. */
export function textKey(role: TextRole, text: string): string {
  return createHash('sha256').update(`${role}\n`).update(text).digest().toString('latin1', 0, KEY_BYTES);
}
