// The tags pass: every partition of tags of every input, in the threads, for all configs that are made of questions with
// the same tags at once.

import { join } from 'node:path';
import pLimit from 'p-limit';
import { addBooks, type Book } from '../../books.ts';
import { makeFolder } from '../../make-folder.ts';
import { DRIVERS } from '../builders.ts';
import { doneOnce } from '../completion.ts';
import type { PassContext } from '../context.ts';
import { joinedSchema } from '../join/joined.ts';
import type { PairFiles } from '../join/pair-spills.ts';
import { type RoutePassResult, sumColumns } from '../route-pass.ts';
import type { RoutedConfig } from '../routed-config.ts';
import { unitName } from '../unit-name.ts';
import type { TaggedRules, TagsTask } from './pair-tags.ts';
import type { TaggedFiles } from './tagged-questions.ts';

/** What the passes before left. */
export interface TagSources {
  readonly routed: RoutePassResult;
  /** By input: what the units that joined its threads kept; there are as many partitions. */
  readonly tagged: readonly (readonly TaggedFiles[])[];
}

/** Pairs what is not paired yet, and gives what the route pass would of each config. */
export async function tagsPass(
  context: PassContext,
  { routed, tagged }: TagSources,
  configs: readonly TaggedRules[],
): Promise<RoutedConfig[]> {
  const { work, workers } = context;
  const folder = join(work, 'tags');
  makeFolder(folder);
  const units = tagged.flatMap((kept, input) => kept.map((_, partition) => ({ input, partition, kept })));
  const filesOf = (unit: number, name: string): PairFiles => {
    const base = join(folder, `${unitName('tags', unit)}.${name}`);
    return { records: `${base}.records`, entries: `${base}.entries` };
  };
  const paired = await pLimit(workers.width).map(units.entries(), async ([index, unit]) => {
    const files = Object.fromEntries(configs.map(({ name }) => [name, filesOf(index, name)]));
    const task: TagsTask = { kind: 'tags', ...unit, files };
    const completion = { work: folder, name: unitName('tags', index), schema: joinedSchema };
    const done = await doneOnce(completion, () => workers.perform<'tags'>(task));
    context.onProgress({ pass: 'join', done: 1, total: units.length });
    return done;
  });
  return configs.map(({ name }) => {
    const rows = paired.map((one) => one.rows[name]!);
    const own = (input: number) => rows.filter((_, index) => units[index]!.input === input);
    return {
      books: routed.books.map((books, input) => {
        const { rows, dropped, repaired } = books[DRIVERS.indexOf('question')]!;
        const joined = own(input).map(({ kept, dropped }): Book => ({ rows: 0, kept, dropped, repaired: 0 }));
        return joined.reduce(addBooks, { rows, kept: 0, dropped, repaired });
      }),
      counts: sumColumns(rows.map(({ counts }) => counts)),
      records: rows.map(({ kept, counts }, unit) => {
        return { unit, input: units[unit]!.input, path: filesOf(unit, name).records, rows: kept, counts };
      }),
      entries: rows.map((_, unit) => filesOf(unit, name).entries),
      samples: [],
    };
  });
}
