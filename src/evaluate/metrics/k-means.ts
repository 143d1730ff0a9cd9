// k-means with the seeding of k-means++ (Arthur and Vassilvitskii 2007), Lloyd's steps, and a seed, so that the same
// vectors give the same clusters. MTEB takes mini-batches instead: its figures are near these, not equal to them.
// Memory: 8 bytes × (k × dimensions + n). Time: k × n × dimensions a step.

import type { Vectors } from '../../encoder.ts';
import { PythonRandom } from '../../python-random.ts';

/** Clusters hardly move after so many steps. */
const MOST_STEPS = 50;

/** How vectors are clustered. */
export interface KMeansOptions {
  readonly k: number;
  readonly seed: number;
}

/** The cluster of each vector, from 0 to k - 1. With fewer vectors than clusters, some clusters stay empty. */
export function kMeans(vectors: Vectors, { k, seed }: KMeansOptions): Uint32Array {
  const random = new PythonRandom(seed);
  const centres = seedCentres(vectors, k, () => random.bits(32) / 2 ** 32);
  const clusters = new Uint32Array(vectors.count);
  for (let step = 0; step < MOST_STEPS; step++) {
    const moved = assign(vectors, centres, clusters);
    if (moved === 0 && step > 0) break;
    moveCentres(vectors, centres, clusters);
  }
  return clusters;
}

/** One vector by chance, then each with a chance that grows with the square of its distance from those taken. */
function seedCentres({ count, dimensions, data }: Vectors, k: number, random: () => number): Float64Array {
  const centres = new Float64Array(k * dimensions);
  const distances = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  let chosen = Math.floor(random() * count);
  for (let centre = 0; centre < k && count > 0; centre++) {
    centres.set(data.subarray(chosen * dimensions, (chosen + 1) * dimensions), centre * dimensions);
    let total = 0;
    for (let i = 0; i < count; i++) {
      distances[i] = Math.min(distances[i]!, distance(data, i * dimensions, centres, centre * dimensions, dimensions));
      total += distances[i]!;
    }
    let left = random() * total;
    chosen = 0;
    while (chosen < count - 1 && left >= distances[chosen]!) left -= distances[chosen++]!;
  }
  return centres;
}

/** Gives each vector its nearest centre, and tells how many changed theirs. */
function assign({ count, dimensions, data }: Vectors, centres: Float64Array, clusters: Uint32Array): number {
  let moved = 0;
  for (let i = 0; i < count; i++) {
    let [best, nearest] = [0, Number.POSITIVE_INFINITY];
    for (let centre = 0; centre * dimensions < centres.length; centre++) {
      const far = distance(data, i * dimensions, centres, centre * dimensions, dimensions);
      if (far < nearest) [best, nearest] = [centre, far];
    }
    if (clusters[i] !== best) moved++;
    clusters[i] = best;
  }
  return moved;
}

/** Moves each centre to the mean of its vectors; one without any stays where it is. */
function moveCentres({ count, dimensions, data }: Vectors, centres: Float64Array, clusters: Uint32Array): void {
  const sizes = new Uint32Array(centres.length / dimensions);
  for (const cluster of clusters) sizes[cluster]!++;
  for (let centre = 0; centre < sizes.length; centre++) {
    if (sizes[centre]! > 0) centres.fill(0, centre * dimensions, (centre + 1) * dimensions);
  }
  for (let i = 0; i < count; i++) {
    const [from, to] = [i * dimensions, clusters[i]! * dimensions];
    for (let d = 0; d < dimensions; d++) centres[to + d]! += data[from + d]! / sizes[clusters[i]!]!;
  }
}

// Five numbers instead of views: this is where all the time goes.
function distance(a: Float32Array, atA: number, b: Float64Array, atB: number, dimensions: number): number {
  let sum = 0;
  for (let d = 0; d < dimensions; d++) {
    const difference = a[atA + d]! - b[atB + d]!;
    sum += difference * difference;
  }
  return sum;
}
