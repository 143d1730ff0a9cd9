// Sizes as people write them: 60MB, 2.5GB, 300kB, 1000000.

import { StackpairsError } from '../errors.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };

/** Bytes of a size with a decimal unit. Throws `bad_usage`. */
export function parseSize(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = UNITS[(unit ?? '?').toLowerCase()];
  if (number === undefined || factor === undefined) {
    throw new StackpairsError('bad_usage', 'that is no size', { expected: 'one such as 60MB or 2GB', found: text });
  }
  return Math.round(Number(number) * factor);
}
