// The join pass: every thread partition of every input, in the threads, for all configs that are made of threads at once.
// What a unit leaves of a config has the form of what the route pass leaves where a pair takes one row alone.

import { join } from 'node:path';
import pLimit from 'p-limit';
import { addBooks, type Book } from '../../books.ts';
import { makeFolder } from '../../make-folder.ts';
import type { ThreadRecipe } from '../../recipe.ts';
import { DRIVERS } from '../builders.ts';
import { doneOnce } from '../completion.ts';
import type { PassContext } from '../context.ts';
import { threadPartitions } from '../layout.ts';
import type { LinkFiles } from '../links/link-rows.ts';
import type { Plan } from '../plan.ts';
import { type RoutePassResult, sumColumns } from '../route-pass.ts';
import type { RoutedConfig } from '../routed-config.ts';
import type { TaggedFiles } from '../tags/tagged-questions.ts';
import { unitName } from '../unit-name.ts';
import type { JoinedRules, JoinResult, JoinTask } from './join-threads.ts';
import { joinedSchema } from './joined.ts';
import type { PairFiles } from './pair-spills.ts';

/** Posts that a unit reads: enough to make its overhead vanish, few enough that a killed run loses seconds. */
const UNIT_POSTS = 200_000;

interface JoinUnit extends Pick<JoinTask, 'input' | 'from' | 'to'> {
  readonly unit: number;
}

/** What is joined, and of what. */
export interface JoinRequest {
  readonly routed: RoutePassResult;
  readonly configs: readonly JoinedRules[];
  /** Links whose questions are kept, by input; undefined where no config is made of links. */
  readonly links: readonly Pick<LinkFiles, 'ids'>[] | undefined;
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
  const { routed, configs, links, keepsTagged } = request;
  const folder = join(work, 'join');
  makeFolder(folder);
  const units = cutUnits(context.plan, routed.rows.records, context.unitPosts);
  const path = ({ unit }: JoinUnit, what: string) => join(folder, `${unitName('join', unit)}.${what}`);
  const filesOf = (unit: JoinUnit, name: string): PairFiles => {
    return { records: path(unit, `${name}.records`), entries: path(unit, `${name}.entries`) };
  };
  const unitsOf = (input: number) => units.filter((unit) => unit.input === input);
  const taggedOf = (unit: JoinUnit): TaggedFiles => {
    return { questions: path(unit, 'tagged'), entries: path(unit, 'tags') };
  };
  const joined = await pLimit(workers.width).map(units, async (unit) => {
    const { unit: number, input, ...range } = unit;
    const files = Object.fromEntries(configs.map(({ name }) => [name, filesOf(unit, name)]));
    const linked = links && { ids: links[input]!.ids, questions: path(unit, 'questions') };
    const posts = routed.rows.records.filter((records) => records.input === input);
    const own = unitsOf(input);
    const tagged = { ...taggedOf(unit), file: own.indexOf(unit), partitions: own.length };
    const kept = { linked, tagged: keepsTagged ? tagged : undefined };
    const task: JoinTask = { kind: 'join', input, ...range, posts, files, ...kept };
    const completion = { work: folder, name: unitName('join', number), schema: joinedSchema };
    const done = await doneOnce(completion, () => workers.perform<'join'>(task));
    context.onProgress({ pass: 'join', done: 1, total: units.length });
    return done;
  });
  return {
    configs: configs.map(({ name, recipe }) => ({
      books: booksOf(name, recipe, { units, joined, routed }),
      counts: sumColumns(joined.map(({ rows }) => rows[name]!.counts)),
      records: units.map((unit, index) => {
        const { unit: number, input } = unit;
        const { kept, counts } = joined[index]!.rows[name]!;
        return { unit: number, input, path: filesOf(unit, name).records, rows: kept, counts };
      }),
      entries: units.map((unit) => filesOf(unit, name).entries),
      samples: routed.rows.samples,
    })),
    questions: inputs.map((_, input) => unitsOf(input).map((unit) => path(unit, 'questions'))),
    tagged: inputs.map((_, input) => unitsOf(input).map(taggedOf)),
  };
}

/** Ranges of partitions, input by input: the more posts an input has, the more. */
export function cutUnits(
  { inputs, layout }: Pick<Plan, 'inputs' | 'layout'>,
  records: readonly { readonly input: number; readonly rows: number }[],
  unitPosts = UNIT_POSTS,
): JoinUnit[] {
  const partitions = threadPartitions(layout);
  const ranges = inputs.flatMap((_, input) => {
    const posts = records.reduce((sum, unit) => sum + (unit.input === input ? unit.rows : 0), 0);
    const count = Math.max(1, Math.min(partitions, Math.ceil(posts / unitPosts)));
    const first = (index: number) => Math.floor((index * partitions) / count);
    return Array.from({ length: count }, (_, index) => ({ input, from: first(index), to: first(index + 1) }));
  });
  return ranges.map((range, unit) => ({ unit, ...range }));
}

interface Joined {
  readonly units: readonly JoinUnit[];
  readonly joined: readonly JoinResult[];
  readonly routed: RoutePassResult;
}

/** By input: what was dropped when rows were read, and of the rest what was joined. */
function booksOf(name: string, { driver }: ThreadRecipe, { units, joined, routed }: Joined): Book[] {
  return routed.books.map((books, input) => {
    const { rows, dropped, repaired } = books[DRIVERS.indexOf(driver)]!;
    const own = joined.flatMap(({ rows }, index) => (units[index]!.input === input ? [rows[name]!] : []));
    const joinedBooks = own.map((one) => ({ rows: 0, kept: one.kept, dropped: one.dropped, repaired: 0 }));
    return joinedBooks.reduce(addBooks, { rows, kept: 0, dropped, repaired });
  });
}
