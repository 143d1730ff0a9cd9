// The join pass: every thread partition of every input, in the threads, for all configs that are made of threads at once.

import { join } from 'node:path';
import { sum } from '../../sum.ts';
import { DRIVERS } from '../builders.ts';
import type { PassContext } from '../context.ts';
import { threadPartitions } from '../layout.ts';
import type { LinkFiles } from '../links/link-rows.ts';
import type { SideFiles } from '../links/question-sides.ts';
import type { Plan } from '../plan.ts';
import type { RoutePassResult } from '../route-pass.ts';
import type { RoutedConfig } from '../routed-config.ts';
import type { TaggedFiles } from '../tags/tagged-questions.ts';
import { unitName } from '../unit-name.ts';
import type { JoinedRules, JoinTask } from './join-threads.ts';
import { pairUnits } from './pair-units.ts';

/** Posts that a unit reads: enough to make its overhead vanish, few enough that a killed run loses seconds. */
const LEAST_UNIT_POSTS = 25_000;
const MOST_UNIT_POSTS = 200_000;
/** So many that no thread waits long for the last one. */
const UNITS = 64;

interface JoinUnit extends Pick<JoinTask, 'input' | 'from' | 'to'> {
  readonly unit: number;
}

/** What is joined, and of what. */
export interface JoinRequest {
  readonly routed: RoutePassResult;
  readonly configs: readonly JoinedRules[];
  /** Links whose questions are kept, by input; undefined where no config is made of links. */
  readonly links: readonly Pick<LinkFiles, 'ids'>[] | undefined;
  /** The sides of those questions, by input, where clusters of duplicates are on one side. */
  readonly sides: readonly SideFiles[] | undefined;
  /** Whether questions are kept by their tags. */
  readonly keepsTagged: boolean;
}

/** What was joined. */
export interface JoinPassResult {
  /** What the route pass would give of each config. */
  readonly configs: readonly RoutedConfig[];
  /** By input: files of the questions that links name. */
  readonly questions: readonly (readonly string[])[];
  /** By input: questions kept by their tags, in as many partitions as there are files. */
  readonly tagged: readonly (readonly TaggedFiles[])[];
}

/** Joins what is not joined yet. */
export async function joinPass(context: PassContext, request: JoinRequest): Promise<JoinPassResult> {
  const { inputs, work, workers } = context;
  const { routed, configs, links, sides, keepsTagged } = request;
  const folder = join(work, 'join');
  const units = cutUnits(context.plan, routed.rows.records, context.unitPosts);
  const path = ({ unit }: JoinUnit, what: string) => join(folder, `${unitName('join', unit)}.${what}`);
  const unitsOf = (input: number) => units.filter((unit) => unit.input === input);
  const taggedOf = (unit: JoinUnit): TaggedFiles => {
    return { questions: path(unit, 'tagged'), entries: path(unit, 'tags') };
  };
  const taskOf = (unit: JoinUnit): Omit<JoinTask, 'files'> => {
    const { input, from, to } = unit;
    const linked = links && { ids: links[input]!.ids, questions: path(unit, 'questions') };
    const own = unitsOf(input);
    const tagged = { ...taggedOf(unit), file: own.indexOf(unit), partitions: own.length };
    const posts = routed.rows.records.filter((records) => records.input === input);
    const { site } = inputs[input]!;
    const wanted = { linked, sides: sides?.[input], tagged: keepsTagged ? tagged : undefined };
    return { kind: 'join', input, site, from, to, posts, ...wanted };
  };
  const joined = await pairUnits(context, {
    kind: 'join',
    folder,
    units: units.map((unit) => ({
      input: unit.input,
      perform: (files) => workers.perform<'join'>({ ...taskOf(unit), files }),
    })),
    configs: configs.map(({ name, recipe: { driver } }) => {
      const books = routed.books.map((own) => own[DRIVERS.indexOf(driver)]!);
      return { name, books, samples: routed.rows.samples };
    }),
  });
  return {
    configs: joined,
    questions: inputs.map((_, input) => unitsOf(input).map((unit) => path(unit, 'questions'))),
    tagged: inputs.map((_, input) => unitsOf(input).map(taggedOf)),
  };
}

/**
 * Ranges of partitions, input by input: the more posts an input has, the more. The last partitions come first: their order keys are
 * of any size, while those of the first are small integers, for which V8 would compile all that is done with them, and then again.
 */
export function cutUnits(
  { inputs, layout }: Pick<Plan, 'inputs' | 'layout'>,
  records: readonly { readonly input: number; readonly rows: number }[],
  unitPosts = unitPostsOf(records),
): JoinUnit[] {
  const partitions = threadPartitions(layout);
  const ranges = inputs.flatMap((_, input) => {
    const posts = records.reduce((sum, unit) => sum + (unit.input === input ? unit.rows : 0), 0);
    const count = Math.max(1, Math.min(partitions, Math.ceil(posts / unitPosts)));
    const first = (index: number) => Math.floor((index * partitions) / count);
    const range = (index: number) => ({ input, from: first(index), to: first(index + 1) });
    return Array.from({ length: count }, (_, index) => range(count - 1 - index));
  });
  return ranges.map((range, unit) => ({ unit, ...range }));
}

function unitPostsOf(records: readonly { readonly rows: number }[]): number {
  const posts = Math.ceil(sum(records.map(({ rows }) => rows)) / UNITS);
  return Math.max(LEAST_UNIT_POSTS, Math.min(posts, MOST_UNIT_POSTS));
}
