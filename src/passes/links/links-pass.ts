// The links pass: what links come to, input by input, in the threads, for all configs that are made of links at once.

import { join } from 'node:path';
import type { PassContext } from '../context.ts';
import { pairUnits } from '../join/pair-units.ts';
import type { RoutedConfig } from '../routed-config.ts';
import type { LinkedRules } from './meet-links.ts';
import type { SideFiles } from './question-sides.ts';
import type { ReadLinks } from './read-links-pass.ts';

/** What the passes before left. */
export interface LinkSources {
  readonly links: readonly ReadLinks[];
  /** By input: files of the questions that its links name. */
  readonly questions: readonly (readonly string[])[];
  /** By input: the sides of those, where clusters of duplicates are on one side. */
  readonly sides: readonly SideFiles[] | undefined;
}

/** Pairs what is not paired yet, and gives what the route pass would of each config. */
export function linksPass(
  context: PassContext,
  { links, questions, sides }: LinkSources,
  configs: readonly LinkedRules[],
): Promise<RoutedConfig[]> {
  const { inputs, work, workers } = context;
  const books = links.map(({ book }) => book);
  return pairUnits(context, {
    kind: 'meet',
    folder: join(work, 'links'),
    units: inputs.map(({ site }, input) => {
      const own = { input, site, links: links[input]!.links, questions: questions[input]!, sides: sides?.[input] };
      return { input, perform: (files) => workers.perform<'meet'>({ kind: 'meet', ...own, files }) };
    }),
    configs: configs.map(({ name }) => ({ name, books, samples: [] })),
  });
}
