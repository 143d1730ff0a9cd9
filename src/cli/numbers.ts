// Numbers in flags and arguments.

import { InvalidArgumentError } from 'commander';

/** A whole number from 0 to 4294967295, as text on the command line. */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (!/^\d{1,10}$/.test(text) || number > 0xffffffff) throw new InvalidArgumentError('Expected a whole number.');
  return number;
}

/** A whole number of at least 1. */
export function positiveNumber(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('Expected a number of at least 1.');
  return number;
}
