// Sums of numbers, which JavaScript has no word for.

/** 0 for none. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
