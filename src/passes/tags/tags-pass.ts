// The tags pass: every partition of tags of every input, in the threads, for all configs that are made of questions with
// the same tags at once.

import { join } from 'node:path';
import { DRIVERS } from '../builders.ts';
import type { PassContext } from '../context.ts';
import { pairUnits } from '../join/pair-units.ts';
import type { RoutePassResult } from '../route-pass.ts';
import type { RoutedConfig } from '../routed-config.ts';
import type { TaggedRules } from './pair-tags.ts';
import type { TaggedFiles } from './tagged-questions.ts';

/** What the passes before left. */
export interface TagSources {
  readonly routed: RoutePassResult;
  /** By input: what the units that joined its threads kept; there are as many partitions. */
  readonly tagged: readonly (readonly TaggedFiles[])[];
}

/** Pairs what is not paired yet, and gives what the route pass would of each config. */
export function tagsPass(
  context: PassContext,
  { routed, tagged }: TagSources,
  configs: readonly TaggedRules[],
): Promise<RoutedConfig[]> {
  const { work, workers } = context;
  const books = routed.books.map((own) => own[DRIVERS.indexOf('question')]!);
  return pairUnits(context, {
    kind: 'tags',
    folder: join(work, 'tags'),
    units: tagged.flatMap((kept, input) =>
      kept.map((_, partition) => {
        const own = { input, partition, kept };
        return { input, perform: (files) => workers.perform<'tags'>({ kind: 'tags', ...own, files }) };
      }),
    ),
    configs: configs.map(({ name }) => ({ name, books, samples: [] })),
  });
}
