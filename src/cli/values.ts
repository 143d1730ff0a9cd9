// Values of flags and arguments.

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

/** More threads than any machine has cores. */
const MOST_THREADS = 1024;

/** A number of threads. */
export function threadCount(text: string): number {
  const number = wholeNumber(text);
  if (number > MOST_THREADS) throw new InvalidArgumentError(`Expected at most ${MOST_THREADS}.`);
  return number;
}

/**
 * A path or name. An empty one, as an unset variable of the shell leaves it, would mean the current folder; one like
 * `--threads` is the next flag, where the value of this one was forgotten.
 */
export function nonEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected something, found an empty text.');
  if (text.startsWith('--')) throw new InvalidArgumentError('Expected a value, found a flag.');
  return text;
}

/** The values of an option that takes several, none of them empty. */
export function nonEmptyList(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), nonEmpty(text)];
}
