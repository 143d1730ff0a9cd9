// The join pass on some thread partitions of one input, in a thread: records of posts in, records of pairs out, for every
// config of the pipeline that joins questions with their answers. Memory: one partition, and a run for each spill.

import { StackpairsError } from '../../errors.ts';
import { type ConfigRules, configsOf, nameOf, type Pipeline } from '../../pipeline.ts';
import { partitionListReader, type RecordSpill, recordByte, SpillReader } from '../../spill/index.ts';
import type { JoinedPair, Thread, ThreadRecipe } from '../../types.ts';
import type { WorkFile } from '../completion.ts';
import { type Layout, partitionRange } from '../layout.ts';
import { type JoinedRows, type PairFiles, PairSpills } from './pair-spills.ts';
import { type PlacedPost, type ThreadRecords, threadsOf } from './thread-posts.ts';

/** Thread partitions of one input to join. */
export interface JoinTask {
  readonly kind: 'join';
  readonly input: number;
  /** Records of its posts, by unit. */
  readonly posts: readonly RecordSpill[];
  /** The partitions `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Where the pairs of each config go, by its name. */
  readonly files: Readonly<Record<string, PairFiles>>;
}

/** What was joined, by config. */
export interface JoinResult {
  readonly files: readonly WorkFile[];
  readonly rows: Readonly<Record<string, JoinedRows>>;
}

/** Prepares a thread that joins. */
export function createJoiner(pipeline: Pipeline, layout: Layout): (task: JoinTask) => JoinResult {
  const read = partitionListReader();
  const configs = configsOf(pipeline).flatMap((config) => (isJoined(config) ? [config] : []));
  return (task) => {
    const { input, files } = task;
    const joined = configs.map(({ name, recipe, dedupe }) => {
      return { name, recipe, spills: new PairSpills({ files: files[name]!, dedupe, layout, input }) };
    });
    try {
      const reader = new SpillReader();
      for (let partition = task.from; partition < task.to; partition++) {
        const range = partitionRange(layout, partition);
        for (const records of read(task.posts, range, reader)) {
          for (const thread of threadsOf(records)) for (const config of joined) joinThread(thread, range, config);
        }
      }
      const done = joined.map(({ name, spills }) => ({ name, ...spills.finish() }));
      return {
        files: done.flatMap(({ files }) => files),
        rows: Object.fromEntries(done.map(({ name, rows }) => [name, rows])),
      };
    } finally {
      for (const { spills } of joined) spills.abandon();
    }
  };
}

/** The rules of a config that is made of threads. */
export interface JoinedRules extends ConfigRules {
  readonly recipe: ThreadRecipe;
}

/** Whether a config is made of threads. */
export function isJoined(config: ConfigRules): config is JoinedRules {
  return 'join' in config.recipe;
}

interface JoinedConfig {
  readonly recipe: ThreadRecipe;
  readonly spills: PairSpills;
}

interface ThreadRange {
  readonly partition: number;
  readonly side: number;
}

/** Each driver of the thread makes a pair or is counted. */
function joinThread(thread: ThreadRecords, range: ThreadRange, { recipe, spills }: JoinedConfig): void {
  const { questions, answers, isAsked } = thread;
  const drive = (driver: PlacedPost, question: PlacedPost | undefined) => {
    if (question === undefined) {
      spills.drop(isAsked ? 'question_left_out' : 'no_question');
      return;
    }
    const made = joinedBy(recipe, { question, answers }, driver);
    if (typeof made === 'string') spills.drop(made);
    else spills.add(made, placeOf(thread, driver, range));
  };
  if (recipe.driver === 'answer') for (const answer of answers) drive(answer, questions[0]);
  else for (const question of questions) drive(question, question);
}

/** Recipes may be the user's own code: what it throws, or gives by mistake, is told with its name. */
function joinedBy(recipe: ThreadRecipe, thread: Thread, driver: PlacedPost): JoinedPair | string {
  const { reasons, columns } = recipe;
  const made = madeBy(recipe, thread, driver);
  const isKnown = typeof made === 'string' ? reasons.includes(made) : made?.columns?.length === columns.length;
  if (isKnown) return made;
  throw new StackpairsError('bad_pipeline', `recipe ${nameOf(recipe)} gave neither a pair nor a reason of its own`, {
    expected: `posts and columns for ${columns.join(', ')}, or one of: ${reasons.join(', ')}`,
    found: JSON.stringify(made) ?? String(made),
  });
}

function madeBy(recipe: ThreadRecipe, thread: Thread, driver: PlacedPost): JoinedPair | string {
  try {
    return recipe.join(thread, driver);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw new StackpairsError('bad_pipeline', `recipe ${nameOf(recipe)} failed: ${found}`, { cause });
  }
}

function placeOf({ key, questionId }: ThreadRecords, driver: PlacedPost, { partition, side }: ThreadRange) {
  const { id, votes, bytes, at } = driver;
  return { partition, side, key, questionId, byte: recordByte(bytes, at), id, votes };
}
