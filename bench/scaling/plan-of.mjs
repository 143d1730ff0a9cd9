// The units that a plan would have for dumps of these sizes, with what each takes by the cost model: cut and laid out by the
// very functions that `plan` uses, though there is no such dump here.
import path from 'node:path';
import { createJiti } from 'jiti';
import { predict } from './model.mjs';

const jiti = createJiti(import.meta.url);
const source = (file) => jiti.import(path.join(import.meta.dirname, '../../src/passes', file));
const { layOut } = await source('lay-out.ts');
const { unitBytesOf } = await source('unit-bytes.ts');
/** Which units are whose. */
export const { ranksOf } = await source('ranks.ts');

const SHARD_ROWS = 500_000;
/** What a row is judged by. */
const ENTRY_BYTES = 56;
const SPLIT = { validation: 0.005, test: 0.005 };

/** Passes in their order, each with its stages, those with their units: CPU seconds and bytes read and written. */
export function planOf(inputs, model) {
  const all = inputs.map((xmlBytes) => ({ bytes: xmlBytes, xmlBytes, container: 'xml' }));
  const xmlBytes = inputs.reduce((total, bytes) => total + bytes, 0);
  const layout = layOut(
    { inputs: all, held: [], sets: [] },
    { split: SPLIT, dedupe: {}, shard: { order: 'shuffled' } },
  );
  const unitBytes = unitBytesOf(all);
  const ranges = inputs.flatMap((bytes) => {
    const pieces = Math.max(1, Math.ceil(bytes / unitBytes));
    return Array.from({ length: pieces }, (_, piece) => Math.min(unitBytes, bytes - piece * unitBytes));
  });
  const { rows, spilledBytes, writtenBytes, seconds } = predict(model, xmlBytes);
  const entryBytes = rows * ENTRY_BYTES;
  const shards = Math.ceil((1 - SPLIT.validation - SPLIT.test) * (rows / SHARD_ROWS)) + 2;
  const route = model.passes.read.slope - model.digest;
  const evenly = (pass, count, bytes) => {
    const unit = { seconds: (model.passes[pass].slope * xmlBytes) / count, bytes: bytes / count };
    return Array.from({ length: count }, () => unit);
  };
  return {
    ...{ rows, layout, ranges, shards, spilledBytes, writtenBytes, entryBytes },
    passes: [
      {
        pass: 'read',
        units: ranges.map((bytes) => ({ seconds: route * bytes, bytes: bytes * (1 + spilledBytes / xmlBytes) })),
        // One for each input, beside the others.
        beside: inputs.map((bytes) => ({ seconds: model.digest * bytes, bytes })),
      },
      { pass: 'agree', units: evenly('title-body/agree', layout.fingerprints, entryBytes), beside: [] },
      { pass: 'reduce', units: evenly('title-body/reduce', shards, spilledBytes + writtenBytes), beside: [] },
    ],
    finish: { seconds: seconds.finish, bytes: writtenBytes },
  };
}
