// A pipeline as one function where pairs are joined: from a post to its texts, or to the reason why there are none; of
// questions and of answers, which are not joined yet. What is neither has no place in a pair.

import { answerBody, titleBody } from '../clean/index.ts';
import type { Pipeline } from '../pipeline.ts';
import { ANSWER, QUESTION } from '../thread.ts';
import type { Pair, Post, Site, Step } from '../types.ts';
import type { RowKind } from './block-visit.ts';
import { fabricatedRule, judgeBy } from './rules.ts';

/** A post's texts, or the reason why there are none, and whose reason that is. */
export interface JudgedPost {
  readonly kind: RowKind;
  readonly found: readonly string[] | string;
}

/** Judges a post by what it is. */
export type PostJudge = (post: Post, site: Site) => JudgedPost;

/** The rules of a pipeline by post. Its rules on posts are about questions; of its other ones each is about certain texts. */
export function postRulesOf(pipeline: Pipeline): PostJudge {
  const [question, answer] = [titleBody(), answerBody()];
  const fakeReason = fabricatedRule(pipeline);
  const judges = {
    question: judgeBy({ ...pipeline, recipe: question, clean: stepsOn(pipeline.clean, question, answer) }),
    answer: judgeBy({ recipe: answer, keep: [], clean: stepsOn(pipeline.clean, answer, question) }),
  };
  return (post, site) => {
    const fake = fakeReason(post, site);
    if (fake !== undefined) return { kind: 'any', found: fake };
    const kind = post.typeId === QUESTION ? 'question' : post.typeId === ANSWER ? 'answer' : 'other';
    return { kind, found: kind === 'other' ? 'not_a_question' : judges[kind](post, site) };
  };
}

interface Texts {
  readonly columns: readonly string[];
}

/** The steps about a pair of these texts: one that names a text of the other pair is passed over, and only that. */
function stepsOn(steps: readonly Step<Pair>[], { columns }: Texts, other: Texts): Step<Pair>[] {
  const others = other.columns.filter((column) => !columns.includes(column));
  return steps.filter(({ options }) => !others.some((column) => column === options.text));
}
