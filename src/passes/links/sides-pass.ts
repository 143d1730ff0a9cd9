// The sides pass: which side of the split the questions are on that links name, input by input, in the threads.

import { join } from 'node:path';
import { z } from 'zod';
import { workFileSchema } from '../completion.ts';
import type { PassContext } from '../context.ts';
import type { RoutePassResult } from '../route-pass.ts';
import { runStage } from '../stage.ts';
import { unitName } from '../unit-name.ts';
import type { SideFiles } from './question-sides.ts';
import type { ReadLinks } from './read-links-pass.ts';

const settledSchema = z.object({ files: z.array(workFileSchema) });

/** Settles the sides that are not settled yet. */
export async function sidesPass(
  context: PassContext,
  routed: RoutePassResult,
  links: readonly ReadLinks[],
): Promise<SideFiles[]> {
  const { inputs, work, workers, split } = context;
  const path = (input: number) => join(work, `${unitName('sides', input)}.sides`);
  const asksDates = split.after !== undefined;
  const postsOf = (input: number) =>
    routed.rows.records.flatMap((own) => (asksDates && own.input === input ? [own.path] : []));
  await runStage(context, {
    work,
    schema: settledSchema,
    units: inputs.map(({ site }, input) => {
      const { links: rows, ids } = links[input]!;
      const task = { site, links: { links: rows, ids }, posts: postsOf(input), sides: path(input) };
      return {
        name: unitName('sides', input),
        perform: () => workers.perform<'sides'>({ kind: 'sides', ...task }),
      };
    }),
  });
  return links.map(({ ids }, input) => ({ ids, sides: path(input) }));
}
