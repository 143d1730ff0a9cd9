// The join pass on some thread partitions of one input, in a thread: records of posts in, records of pairs out, for every
// config of the pipeline that joins questions with their answers. Memory: one partition, and a run for each spill.

import { type ConfigRules, configsOf } from '../../config-rules.ts';
import type { Pipeline } from '../../pipeline.ts';
import type { ThreadRecipe } from '../../recipe.ts';
import {
  type PlacedRecord,
  partitionListReader,
  type RecordSpill,
  RunMemory,
  recordByte,
  SpillReader,
} from '../../spill/index.ts';
import { type Layout, partitionRange } from '../layout.ts';
import { KeptQuestions } from '../links/kept-questions.ts';
import { questionSides, type SideFiles } from '../links/question-sides.ts';
import { ON_NO_SIDE, TaggedQuestions, type TaggedTask } from '../tags/tagged-questions.ts';
import type { ColumnPrint } from './fast-fingerprint.ts';
import { madeBy } from './made-by.ts';
import type { FilesByConfig } from './pair-spills.ts';
import { type JoinResult, pairSpiller, type SpilledConfig } from './spill-pairs.ts';
import { type ThreadPlace, threadPlacer } from './thread-place.ts';
import { type PlacedPost, type ThreadRecords, threadsOf } from './thread-posts.ts';

/** Thread partitions of one input to join. */
export interface JoinTask {
  readonly kind: 'join';
  readonly input: number;
  readonly site: string;
  /** Records of its posts, by unit. */
  readonly posts: readonly RecordSpill[];
  /** The partitions `[from, to)`. */
  readonly from: number;
  readonly to: number;
  /** Where the pairs of each config go, by its name. */
  readonly files: FilesByConfig;
  /** Which questions are kept for links, by a file of their ids, and where. */
  readonly linked: { readonly ids: string; readonly questions: string } | undefined;
  /** The sides of questions that links name, where clusters of duplicates are on one side. */
  readonly sides: SideFiles | undefined;
  /** Where questions are kept by their tags, if they are. */
  readonly tagged: TaggedTask | undefined;
}

/** Prepares a thread that joins. */
export function createJoiner(pipeline: Pipeline, layout: Layout, printOf: ColumnPrint): (task: JoinTask) => JoinResult {
  const read = partitionListReader();
  const spillPairs = pairSpiller(configsOf(pipeline).filter(isJoined), { layout, printOf });
  const questions = new RunMemory(1);
  return (task) => {
    const { input, site, files } = task;
    const placeOf = threadPlacer(layout, questionSides(pipeline.split, site, task.sides));
    const kept = task.linked && new KeptQuestions(task.linked, questions);
    const tagged = task.tagged && new TaggedQuestions(task.tagged);
    try {
      const fill = (configs: readonly JoinedConfig[]) => {
        const reader = new SpillReader();
        for (let partition = task.from; partition < task.to; partition++) {
          const range = partitionRange(layout, partition);
          for (const records of read(task.posts, range, reader)) {
            joinRecords(records, { range, placeOf, kept, tagged, configs });
          }
        }
        return [...(kept?.finish() ?? []), ...(tagged?.finish() ?? [])];
      };
      return spillPairs({ files, input, fill });
    } finally {
      kept?.abandon();
      tagged?.abandon();
    }
  };
}

/** The rules of a config that is made of threads. */
export interface JoinedRules extends ConfigRules {
  readonly recipe: ThreadRecipe;
}

type JoinedConfig = SpilledConfig<JoinedRules>;

/** Whether a config is made of threads. */
export function isJoined(config: ConfigRules): config is JoinedRules {
  return 'join' in config.recipe;
}

interface Joining {
  readonly range: ReturnType<typeof partitionRange>;
  readonly placeOf: ReturnType<typeof threadPlacer>;
  readonly kept: KeptQuestions | undefined;
  readonly tagged: TaggedQuestions | undefined;
  readonly configs: readonly JoinedConfig[];
}

/** The threads of records, for each config. */
function joinRecords(records: Iterable<PlacedRecord>, { range, placeOf, kept, tagged, configs }: Joining): void {
  for (const thread of threadsOf(records)) {
    const place = placeOf(thread, range);
    kept?.offer(thread);
    tagged?.offer(thread, typeof place === 'string' ? ON_NO_SIDE : place.side);
    for (const config of configs) joinThread(thread, place, config);
  }
}

/** Each driver of the thread makes a pair or is counted. */
function joinThread(thread: ThreadRecords, place: ThreadPlace | string, { recipe, spills }: JoinedConfig): void {
  const { questions, answers, asked } = thread;
  const drive = (driver: PlacedPost, question: PlacedPost | undefined) => {
    if (question === undefined) {
      spills.drop(asked === undefined ? 'no_question' : 'question_left_out');
      return;
    }
    if (typeof place === 'string') {
      spills.drop(place);
      return;
    }
    const made = madeBy(recipe, () => recipe.join({ question, answers }, driver));
    if (typeof made === 'string') spills.drop(made);
    else spills.add(made, pairPlace(thread, driver, place));
  };
  if (recipe.driver === 'answer') for (const answer of answers) drive(answer, questions[0]);
  else for (const question of questions) drive(question, question);
}

function pairPlace({ key, questionId }: ThreadRecords, driver: PlacedPost, { partition, side }: ThreadPlace) {
  const { id, votes, bytes, at } = driver;
  return { partition, side, key, questionId, byte: recordByte(bytes, at), id, votes };
}
