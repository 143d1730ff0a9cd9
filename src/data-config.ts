// The trainer's list, `data_config.json`: that of a dataset, and those of others.

import { z } from 'zod';
import type { Manifest } from './manifest.ts';
import { shardWeights } from './mix.ts';
import { weightsOf } from './mix-rule.ts';

const countGiven = z.int('a whole number of at least 0').min(0, 'a whole number of at least 0');

/** A file as trainers know it. Their own lists leave out `lines`, which none of them reads, and have keys of their own. */
const dataConfigEntry = z.looseObject(
  {
    /** Path relative to the folder of the data. */
    name: z.string('the path of a file').min(1, 'the path of a file'),
    lines: countGiven.optional(),
    /** How often the file is drawn from, compared with the others: at 0 never, and once where it is left out. */
    weight: countGiven.optional(),
  },
  'an object with a "name"',
);

/** Checks a `data_config.json`, of stackpairs or of anybody; what it says of a fault is what was expected. */
export const dataConfigSchema = z.array(dataConfigEntry, 'a list of { "name", "lines", "weight" }');

/** An entry of anybody's `data_config.json`. */
export type DataConfigEntry = z.infer<typeof dataConfigEntry>;

/** An entry as it is written: a train shard. Trainers read the first three keys and ignore the rest. */
export interface TrainEntry {
  readonly name: string;
  readonly lines: number;
  /** At least 1. */
  readonly weight: number;
  readonly config: string;
  readonly sha256: string;
}

/** The trainer's list: the train shards of the data configs, with the weights that the pipeline asks for. */
export function dataConfig({ pipeline, configs, shards }: Manifest): TrainEntry[] {
  const names = new Set(configs.map(({ name }) => name));
  const train = shards.filter(({ config, split }) => split === 'train' && names.has(config));
  const weights = shardWeights(train, weightsOf(pipeline));
  return train.map(({ path, rows, config, sha256 }, index) => {
    return { name: path, lines: rows, weight: weights[index]!, config, sha256 };
  });
}
