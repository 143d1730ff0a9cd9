// Questions of one input beside others with the same tags, in a thread: entries of one partition in, records of triplets
// out. Questions of one tag set and side form a ring in the order of the dataset, and each one's neighbour is the next.
// Memory: 36 bytes a question of the partition, and a run for each spill.

import { closeSync, openSync } from 'node:fs';
import { type ConfigRules, configsOf } from '../../config-rules.ts';
import type { Pipeline } from '../../pipeline.ts';
import type { TagRecipe } from '../../recipe.ts';
import { recordByte, recordFingerprint, SpillReader, sortByPrefix } from '../../spill/index.ts';
import { SPLITS } from '../../types.ts';
import type { ColumnPrint } from '../join/fast-fingerprint.ts';
import { madeBy } from '../join/made-by.ts';
import type { FilesByConfig } from '../join/pair-spills.ts';
import { type JoinResult, pairSpiller, type SpilledConfig } from '../join/spill-pairs.ts';
import { PlacedPost } from '../join/thread-posts.ts';
import { type Layout, threadPartition } from '../layout.ts';
import { DUPLICATE_IN_TRAINING } from '../links/question-sides.ts';
import { readRecordAt } from '../read-record-at.ts';
import { ENTRY_WORDS, ON_NO_SIDE, type TaggedFiles } from './tagged-questions.ts';

/** Entries of a partition to pair. */
export interface TagsTask {
  readonly kind: 'tags';
  readonly input: number;
  readonly partition: number;
  /** What the units that joined the input's threads kept. */
  readonly kept: readonly TaggedFiles[];
  /** Where the triplets of each config go, by its name. */
  readonly files: FilesByConfig;
}

/** The rules of a config that is made of questions with the same tags. */
export interface TaggedRules extends ConfigRules {
  readonly recipe: TagRecipe;
}

/** Whether a config is made of questions with the same tags. */
export function isTagged(config: ConfigRules): config is TaggedRules {
  return 'beside' in config.recipe;
}

/** Neighbours that are looked at: the very same question, asked again, is no negative. */
const MOST_NEIGHBOURS = 8;
/** An entry of no tags has the hash of their number alone. */
const NO_TAGS_BYTES = 4;

/** Prepares a thread that pairs questions with the same tags. */
export function createTagPairer(
  pipeline: Pipeline,
  layout: Layout,
  printOf: ColumnPrint,
): (task: TagsTask) => JoinResult {
  const spillPairs = pairSpiller(configsOf(pipeline).filter(isTagged), { layout, printOf });
  return ({ input, partition, kept, files }) => {
    const opened = kept.map(({ questions }) => openSync(questions, 'r'));
    try {
      const fill = (configs: readonly SpilledConfig<TaggedRules>[]) => {
        const entries = tagEntries(kept, partition);
        for (const ring of ringsOf(entries)) {
          if (entries.side(ring[0]!) === ON_NO_SIDE) leaveOut(ring, configs);
          else pairRing(ring, configs, { entries, opened, layout });
        }
        return [];
      };
      return spillPairs({ files, input, fill });
    } finally {
      for (const file of opened) closeSync(file);
    }
  };
}

type TagEntries = ReturnType<typeof tagEntries>;

/** Entries by the hash of their tags, then side, order key, id and place. */
function tagEntries(kept: readonly TaggedFiles[], partition: number) {
  const words = new SpillReader().gatherWords(
    kept.map(({ entries }) => entries),
    partition,
  );
  const word = (entry: number, index: number) => words[entry * ENTRY_WORDS + index]!;
  const compare = (a: number, b: number, from: number, to: number) => {
    for (let index = from; index < to; index++) {
      const difference = word(a, index) - word(b, index);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return {
    order: sortByPrefix(
      words.length / ENTRY_WORDS,
      (entry) => word(entry, 0),
      (a, b) => compare(a, b, 1, ENTRY_WORDS),
    ),
    isSameRing: (a: number, b: number) => compare(a, b, 0, 3) === 0,
    side: (entry: number) => word(entry, 2),
    key: (entry: number) => word(entry, 3),
    id: (entry: number) => word(entry, 4),
    file: (entry: number) => word(entry, 5),
    offset: (entry: number) => word(entry, 6) + word(entry, 7) * 2 ** 32,
  };
}

function* ringsOf({ order, isSameRing }: TagEntries): Generator<Uint32Array> {
  for (let start = 0, end = 0; start < order.length; start = end) {
    for (end = start + 1; end < order.length && isSameRing(order[start]!, order[end]!); ) end++;
    yield order.subarray(start, end);
  }
}

function leaveOut(ring: Uint32Array, configs: readonly SpilledConfig<TaggedRules>[]): void {
  for (const { spills } of configs) for (const _ of ring) spills.drop(DUPLICATE_IN_TRAINING);
}

interface Pairing {
  readonly entries: TagEntries;
  readonly opened: readonly number[];
  readonly layout: Layout;
}

function pairRing(ring: Uint32Array, configs: readonly SpilledConfig<TaggedRules>[], pairing: Pairing): void {
  const { entries, opened, layout } = pairing;
  const read = (place: number) => {
    const entry = ring[place % ring.length]!;
    return new PlacedPost({ bytes: readRecordAt(opened[entries.file(entry)]!, entries.offset(entry)), at: 0 }, 0);
  };
  for (const [place, entry] of ring.entries()) {
    const question = read(place);
    const other = isUntagged(question) ? 'no_tags' : neighbourOf(question, place, { size: ring.length, read });
    const [key, side] = [entries.key(entry), entries.side(entry)];
    const { id, votes, bytes } = question;
    const partition = threadPartition(layout, SPLITS[side]!, key);
    const at = { partition, side, key, questionId: entries.id(entry), byte: recordByte(bytes, 0), id, votes };
    for (const { recipe, spills } of configs) {
      const made = typeof other === 'string' ? other : madeBy(recipe, () => recipe.beside({ question, other }));
      if (typeof made === 'string') spills.drop(made);
      else spills.add(made, at);
    }
  }
}

interface Ring {
  readonly size: number;
  readonly read: (place: number) => PlacedPost;
}

/** The next question in the ring that does not say the very same. */
function neighbourOf(question: PlacedPost, place: number, { size, read }: Ring): PlacedPost | string {
  const print = recordFingerprint(question.bytes, question.at);
  for (let step = 1; step < Math.min(size, MOST_NEIGHBOURS + 1); step++) {
    const other = read(place + step);
    if (!recordFingerprint(other.bytes, other.at).equals(print)) return other;
  }
  return 'no_question_with_same_tags';
}

function isUntagged({ parts: { tags } }: PlacedPost): boolean {
  return tags.to - tags.from === NO_TAGS_BYTES;
}
