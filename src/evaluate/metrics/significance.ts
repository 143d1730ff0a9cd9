// How sure a mean is, and a difference of two: the percentile bootstrap (Efron 1979) over queries, and the paired
// randomisation test (Fisher 1935; Smucker, Allan and Carterette 2007). Both by a seed, so that they can be repeated.

import { PythonRandom } from '../../python-random.ts';

/** Resamples of a bootstrap: the ends of a 95 % interval then move by about a twentieth of its width. */
const RESAMPLES = 1000;
/** Random signs of a test: a p of 0.05 is then known to about 0.002. */
const ASSIGNMENTS = 10_000;
const TWO_32 = 2 ** 32;

/** An interval that 95 % of the resampled means lie in. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The mean of values; NaN of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The 95 % interval of the mean; NaN to NaN without values. */
export function bootstrapInterval(values: readonly number[], seed = 1): Interval {
  return bootstrap(values.length, (rows) => mean(rows.map((row) => values[row]!)), seed);
}

/** The 95 % interval of a figure that is made of n items as a whole, such as a correlation. */
export function bootstrap(n: number, figure: (rows: readonly number[]) => number, seed = 1): Interval {
  if (n === 0) return { low: Number.NaN, high: Number.NaN };
  const random = new PythonRandom(seed);
  const figures = Array.from({ length: RESAMPLES }, () =>
    figure(Array.from({ length: n }, () => Math.floor((random.bits(32) / TWO_32) * n))),
  )
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  return { low: quantile(figures, 0.025), high: quantile(figures, 0.975) };
}

/** Between the two values nearest to the place, as NumPy does by default. */
function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  return below + (place % 1) * ((sorted[Math.ceil(place)] ?? Number.NaN) - below);
}

/**
 * How often chance alone parts two models as far as they are apart, in either direction: values of the same queries, in
 * the same order. From 1 / 10,001 to 1; the observed signs count as one of the assignments, so that it is never 0.
 */
export function randomisationTest(a: readonly number[], b: readonly number[], seed = 1): number {
  if (a.length !== b.length) throw new RangeError(`${a.length} values beside ${b.length}`);
  // Queries that both do alike tell nothing, whatever their sign.
  const differences = a.map((value, i) => value - b[i]!).filter((difference) => difference !== 0);
  const observed = Math.abs(differences.reduce((sum, difference) => sum + difference, 0));
  const random = new PythonRandom(seed);
  let asFar = 1;
  for (let i = 0; i < ASSIGNMENTS; i++) {
    let sum = 0;
    let signs = 0;
    for (let d = 0; d < differences.length; d++) {
      if (d % 32 === 0) signs = random.bits(32);
      sum += signs & 1 ? differences[d]! : -differences[d]!;
      signs >>>= 1;
    }
    // Sums of the same numbers in another order differ by their rounding.
    if (Math.abs(sum) >= observed - 1e-12 * differences.length) asFar++;
  }
  return asFar / (ASSIGNMENTS + 1);
}
