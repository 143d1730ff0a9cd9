// An encoder that remembers: texts whose vectors are in the cache are not encoded again, and of texts that are there
// twice only the first.

import { createHash } from 'node:crypto';
import type { Encoder, TextRole } from '../../encoder.ts';
import { expectVectors } from '../encoders/expect-vectors.ts';
import { textKey } from './text-key.ts';
import { openVectorStore, type VectorCache, type VectorStore } from './vector-store.ts';

/** Texts of a file: what a run that is killed loses at most. */
const FILE_TEXTS = 512;

/** At the end, fewer are not kept: a file for each query that somebody tries would be worth nothing. */
const FEWEST_TEXTS = 16;

/** The same encoder with its vectors in a cache; it stays as it is where its vectors are not to be kept. */
export async function keepVectors(encoder: Encoder, cache: VectorCache): Promise<Encoder> {
  const identity = await encoder.identity?.();
  if (identity === undefined) return encoder;
  const { dimensions } = encoder;
  const store = openVectorStore(cache, createHash('sha256').update(identity).digest('hex').slice(0, 32), dimensions);
  const waiting = queue(store);
  return {
    ...encoder,
    // A model of some gigabytes is read for it, and once is enough.
    identity: async () => identity,
    async encode(texts, role) {
      const keys = texts.map((text) => textKey(role, text));
      const known = new Map<string, Float32Array>();
      const missing = new Map(keys.map((key, at) => [key, texts[at]!]));
      for (const [key, vector] of store.read(missing.keys())) {
        known.set(key, vector);
        missing.delete(key);
      }
      if (missing.size > 0) {
        for (const [key, vector] of await encodeMissing(encoder, missing, role)) {
          known.set(key, vector);
          waiting.add(key, vector);
        }
      }
      const vectors = new Float32Array(texts.length * dimensions);
      keys.forEach((key, at) => {
        vectors.set(known.get(key)!, at * dimensions);
      });
      return vectors;
    },
    async close() {
      waiting.end();
      await encoder.close();
    },
  };
}

async function encodeMissing(
  encoder: Encoder,
  missing: ReadonlyMap<string, string>,
  role: TextRole,
): Promise<(readonly [string, Float32Array])[]> {
  const { dimensions } = encoder;
  const texts = [...missing.values()];
  const vectors = await encoder.encode(texts, role);
  expectVectors(encoder, vectors, {
    count: texts.length,
    role,
    nameOf: (text) => JSON.stringify(texts[text]!.slice(0, 120)),
  });
  return [...missing.keys()].map((key, row) => [key, vectors.subarray(row * dimensions, (row + 1) * dimensions)]);
}

/** Vectors that are not written yet: enough for a file, so that few texts at a time do not make as many files. */
function queue(store: VectorStore) {
  const rows = new Map<string, Float32Array>();
  const write = () => {
    const vectors = [...rows.values()];
    const width = vectors[0]!.length;
    const all = new Float32Array(vectors.length * width);
    vectors.forEach((vector, row) => {
      all.set(vector, row * width);
    });
    store.write({ keys: [...rows.keys()], vectors: all });
    rows.clear();
  };
  return {
    add(key: string, vector: Float32Array) {
      rows.set(key, vector);
      if (rows.size === FILE_TEXTS) write();
    },
    end() {
      if (rows.size >= FEWEST_TEXTS) write();
    },
  };
}
