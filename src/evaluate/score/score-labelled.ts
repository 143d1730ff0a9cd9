// Figures of sets without queries, for encoders: what texts of a label share (V-measure), which pairs belong together
// (average precision), how similar they are (Spearman). Similarity is the cosine.

import type { Encoder, Vectors } from '../../encoder.ts';
import { createVectors } from '../../encoder.ts';
import { PythonRandom } from '../../python-random.ts';
import { kMeans } from '../metrics/k-means.ts';
import { pairScores } from '../metrics/pair-scores.ts';
import { bootstrap, bootstrapInterval, mean } from '../metrics/significance.ts';
import { spearman } from '../metrics/spearman.ts';
import { vMeasure } from '../metrics/v-measure.ts';
import type { ClusteringSet, PairSet } from '../sets/set.ts';
import { encodeAll, type ScoreOptions, similarity } from './contender.ts';
import type { Outcome } from './outcome.ts';

/** Samples of a single list of texts, as in MTEB, and the most texts of one: k-means takes as much time as they are many. */
const SAMPLES = 10;
const SAMPLE_TEXTS = 2048;

/** Clusters the texts and holds the clusters against their labels; the figure is the mean over samples or lists. */
export async function scoreClustering(
  { groups }: ClusteringSet,
  encoder: Encoder,
  options: ScoreOptions,
): Promise<Outcome> {
  const values: number[] = [];
  for (const { texts, labels } of groups) {
    const vectors = await encodeAll(encoder, { texts, role: 'document' }, options);
    const samples = groups.length === 1 ? SAMPLES : 1;
    for (let seed = 1; seed <= samples; seed++) {
      options.signal?.throwIfAborted();
      options.onProgress('searching', values.length, groups.length * samples);
      const rows = samples === 1 ? [...labels.keys()] : drawn(labels.length, seed);
      const k = new Set(rows.map((row) => labels[row]!)).size;
      const clusters = kMeans(taken(vectors, rows), { k, seed });
      values.push(
        vMeasure(
          rows.map((row) => labels[row]!),
          [...clusters],
        ),
      );
    }
  }
  const v = mean(values);
  return {
    model: encoder.name,
    n: values.length,
    main: 'v_measure',
    scores: { v_measure: v },
    interval: bootstrapInterval(values),
    values,
  };
}

function drawn(count: number, seed: number): number[] {
  const random = new PythonRandom(seed);
  return Array.from({ length: Math.min(count, SAMPLE_TEXTS) }, () => Math.floor((random.bits(32) / 2 ** 32) * count));
}

function taken({ data, dimensions }: Vectors, rows: readonly number[]): Vectors {
  const some = createVectors(rows.length, dimensions);
  for (const [place, row] of rows.entries()) {
    some.data.set(data.subarray(row * dimensions, (row + 1) * dimensions), place * dimensions);
  }
  return some;
}

/** Scores pairs by the cosine of their texts. */
export async function scorePairs(set: PairSet, encoder: Encoder, options: ScoreOptions): Promise<Outcome> {
  const [first, second] = [0, 1].map((side) => set.pairs.map((pair) => pair[side]!)) as [string[], string[]];
  const a = await encodeAll(encoder, { texts: first, role: 'document' }, options);
  const b = await encodeAll(encoder, { texts: second, role: 'document' }, options);
  const cosines = set.pairs.map((_, row) => similarity(a, row, b, row));
  const { values } = set;
  const of = (list: readonly number[], rows: readonly number[]) => rows.map((row) => list[row]!);
  if (set.task === 'sts') {
    const interval = bootstrap(values.length, (rows) => spearman(of(cosines, rows), of(values, rows)));
    const score = spearman(cosines, values);
    return {
      model: encoder.name,
      n: values.length,
      main: 'cosine_spearman',
      scores: { cosine_spearman: score },
      interval,
    };
  }
  const { averagePrecision, accuracy, accuracyThreshold, f1, f1Threshold } = pairScores(cosines, values);
  return {
    model: encoder.name,
    n: values.length,
    main: 'cosine_ap',
    scores: {
      cosine_ap: averagePrecision,
      cosine_accuracy: accuracy,
      cosine_accuracy_threshold: accuracyThreshold,
      cosine_f1: f1,
      cosine_f1_threshold: f1Threshold,
    },
    interval: bootstrap(values.length, (rows) => pairScores(of(cosines, rows), of(values, rows)).averagePrecision),
  };
}
