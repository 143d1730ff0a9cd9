// The links pass: what links come to, input by input, in the threads, for all configs that are made of links at once.

import { join } from 'node:path';
import pLimit from 'p-limit';
import { addBooks, type Book } from '../../books.ts';
import { makeFolder } from '../../make-folder.ts';
import { doneOnce } from '../completion.ts';
import type { PassContext } from '../context.ts';
import type { JoinResult } from '../join/join-threads.ts';
import { joinedSchema } from '../join/joined.ts';
import type { PairFiles } from '../join/pair-spills.ts';
import { sumColumns } from '../route-pass.ts';
import type { RoutedConfig } from '../routed-config.ts';
import { unitName } from '../unit-name.ts';
import type { LinkedRules, MeetTask } from './meet-links.ts';
import type { ReadLinks } from './read-links-pass.ts';

/** What the passes before left. */
export interface LinkSources {
  readonly links: readonly ReadLinks[];
  /** By input: files of the questions that its links name. */
  readonly questions: readonly (readonly string[])[];
}

/** Pairs what is not paired yet, and gives what the route pass would of each config. */
export async function linksPass(
  context: PassContext,
  { links, questions }: LinkSources,
  configs: readonly LinkedRules[],
): Promise<RoutedConfig[]> {
  const { inputs, work, workers } = context;
  const folder = join(work, 'links');
  makeFolder(folder);
  const filesOf = (input: number, name: string): PairFiles => {
    const base = join(folder, `${unitName('meet', input)}.${name}`);
    return { records: `${base}.records`, entries: `${base}.entries` };
  };
  const met = await pLimit(workers.width).map(inputs.entries(), async ([input, { site }]): Promise<JoinResult> => {
    const files = Object.fromEntries(configs.map(({ name }) => [name, filesOf(input, name)]));
    const own = { links: links[input]!.links, questions: questions[input]!, files };
    const task: MeetTask = { kind: 'meet', input, site, ...own };
    const completion = { work: folder, name: unitName('meet', input), schema: joinedSchema };
    const done = await doneOnce(completion, () => workers.perform<'meet'>(task));
    context.onProgress({ pass: 'join', done: 1, total: inputs.length });
    return done;
  });
  return configs.map(({ name }) => {
    const rows = met.map((one) => one.rows[name]!);
    return {
      books: rows.map(({ kept, dropped }, input): Book => {
        return addBooks(links[input]!.book, { rows: 0, kept, dropped, repaired: 0 });
      }),
      counts: sumColumns(rows.map(({ counts }) => counts)),
      records: rows.map(({ kept, counts }, input) => {
        return { unit: input, input, path: filesOf(input, name).records, rows: kept, counts };
      }),
      entries: rows.map((_, input) => filesOf(input, name).entries),
      samples: [],
    };
  });
}
