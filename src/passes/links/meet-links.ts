// The links of one input, in a thread: links and the questions they name in, records of pairs out, for every config that is
// made of links. Memory: 20 bytes a link; of a kind at a time, up to 32 a link to know it again; 16 a link of duplicates, and
// 8 a mere link where negatives are asked for; what linked-questions.ts says and 12 a question; a run a spill.

import { type ConfigRules, configsOf } from '../../config-rules.ts';
import type { Pipeline } from '../../pipeline.ts';
import type { JoinedPair, LinkRecipe } from '../../recipe.ts';
import { SPLITS, type Split } from '../../types.ts';
import type { ColumnPrint } from '../join/fast-fingerprint.ts';
import { madeBy } from '../join/made-by.ts';
import type { FilesByConfig } from '../join/pair-spills.ts';
import { type JoinResult, pairSpiller, type SpilledConfig } from '../join/spill-pairs.ts';
import type { PlacedPost } from '../join/thread-posts.ts';
import { type Layout, threadPartition } from '../layout.ts';
import { duplicateGroups } from './duplicate-groups.ts';
import { type LinkRows, readLinkRows } from './link-rows.ts';
import { type LinkedQuestion, type LinkedQuestionSet, openLinkedQuestions } from './linked-questions.ts';
import { questionSides, type SideFiles } from './question-sides.ts';
import { canonicalOf } from './resolve-links.ts';
import { type KnownLinks, linkedFinder, linkSettler, type SettledLink } from './settle-links.ts';

/** The links of an input. */
export interface MeetTask {
  readonly kind: 'meet';
  readonly input: number;
  readonly site: string;
  readonly links: string;
  /** The sides of the questions they name, where clusters of duplicates are on one side. */
  readonly sides: SideFiles | undefined;
  /** Files of the questions they name. */
  readonly questions: readonly string[];
  /** Where the pairs of each config go, by its name. */
  readonly files: FilesByConfig;
}

/** The rules of a config that is made of links. */
export interface LinkedRules extends ConfigRules {
  readonly recipe: LinkRecipe;
}

/** Whether a config is made of links. */
export function isLinked(config: ConfigRules): config is LinkedRules {
  return 'meet' in config.recipe;
}

/** Prepares a thread that pairs linked questions. */
export function createMeeter(pipeline: Pipeline, layout: Layout, printOf: ColumnPrint): (task: MeetTask) => JoinResult {
  const spillPairs = pairSpiller(configsOf(pipeline).filter(isLinked), { layout, printOf });
  return ({ input, site, links, sides, questions: paths, files }) => {
    const questions = openLinkedQuestions(paths);
    const known = knownLinks(readLinkRows(links), questions, questionSides(pipeline.split, site, sides));
    try {
      const fill = (configs: readonly LinkedConfig[]) => {
        meetAll(known, configs, layout);
        return [];
      };
      return spillPairs({ files, input, fill });
    } finally {
      questions.close();
    }
  };
}

type LinkedConfig = SpilledConfig<LinkedRules>;

function knownLinks(links: LinkRows, questions: LinkedQuestionSet, side: KnownLinks['sideOf']): KnownLinks {
  const { ids } = questions;
  const [canonical, areDuplicates] = [canonicalOf(links, ids), duplicateGroups(links, ids)];
  return { links, questions, sideOf: side, canonical, areDuplicates };
}

function meetAll(known: KnownLinks, configs: readonly LinkedConfig[], layout: Layout): void {
  const { links } = known;
  const wantsLinked = (some: readonly LinkedConfig[]) => some.some(({ recipe }) => recipe.wantsLinked);
  const find = wantsLinked(configs) ? linkedFinder(known) : () => undefined;
  for (const kind of ['duplicates', 'linked'] as const) {
    const own = configs.filter(({ recipe }) => recipe.links === kind);
    if (own.length === 0) continue;
    const settle = linkSettler(known, kind);
    const linkedTo = wantsLinked(own) ? find : () => undefined;
    for (let row = 0; row < links.count; row++) {
      const settled = settle(row);
      if (typeof settled === 'string') {
        for (const { spills } of own) spills.drop(settled);
      } else {
        meet(settled, own, { known, layout, byte: links.byte(row), linked: linkedTo(settled) });
      }
    }
  }
}

interface Meeting {
  readonly known: KnownLinks;
  readonly layout: Layout;
  readonly byte: number;
  /** Place of a question linked to the two. */
  readonly linked: number | undefined;
}

function meet(pair: SettledLink, configs: readonly LinkedConfig[], meeting: Meeting): void {
  const { questions } = meeting.known;
  const [from, to] = [questions.read(pair.from), questions.read(pair.to)];
  const linked = meeting.linked === undefined ? undefined : questions.read(meeting.linked);
  const two = { from: from.post, to: to.post, linked: undefined };
  const three = { ...two, linked: linked?.post };
  for (const { recipe, spills } of configs) {
    // What a recipe makes must not depend on what others ask for.
    const made = madeBy(recipe, () => recipe.meet(recipe.wantsLinked ? three : two));
    if (typeof made === 'string') spills.drop(made);
    else spills.add(made, placeOf(made, { driver: from.post, side: pair.side, met: [from, to, linked] }, meeting));
  }
}

interface Met {
  /** The question that links. */
  readonly driver: PlacedPost;
  readonly side: Split;
  readonly met: readonly (LinkedQuestion | undefined)[];
}

/** A pair belongs to the thread of its first post. */
function placeOf({ posts }: JoinedPair, { driver, side, met }: Met, { layout, byte }: Meeting) {
  const { key, post } = met.find((one) => one?.post === posts[0]!.post)!;
  const partition = threadPartition(layout, side, key);
  const { id, votes } = driver;
  return { partition, side: SPLITS.indexOf(side), key, questionId: post.id, byte, id, votes };
}
