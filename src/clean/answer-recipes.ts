// Recipes that pair a question with its answers. Which answers: the one that was accepted, the one with the most votes (of
// the same votes, the one with the lowest id), or every one.
import type { JoinedPair, PostText, ThreadPost, ThreadRecipe } from '../recipe.ts';
import { builtInRecipe } from './define-step.ts';
import { choice, configName, flag, readOptions, wholeNumber, wholeNumberOr } from './options.ts';

/** Which answers make pairs. */
export interface AnswerOptions {
  /** `'best'`, the default: the one with the most votes. */
  readonly answer?: 'best' | 'accepted' | 'every';
  /** Least votes of an answer; any number by default. */
  readonly min?: number;
  /** Name of the config, where a pipeline has two of the kind. */
  readonly name?: string;
}

const QUESTION_TEXTS = ['title', 'body'] as const;

/** Pairs of a question's title and an answer; each answer drives one. */
export function titleAnswer(options: AnswerOptions = {}): ThreadRecipe {
  return answerRecipe('title-answer', options, { column: 'title', texts: ['title'] });
}

/** Pairs of a question, title and body, and an answer; each answer drives one. */
export function titleBodyAnswer(options: AnswerOptions = {}): ThreadRecipe {
  return answerRecipe('title-body-answer', options, { column: 'title_body', texts: QUESTION_TEXTS });
}

interface Anchor {
  readonly column: string;
  readonly texts: readonly PostText['text'][];
}

function answerRecipe(recipe: string, given: AnswerOptions, { column, texts }: Anchor): ThreadRecipe {
  const readers = {
    answer: choice('best', 'accepted', 'every'),
    min: wholeNumber(Number.NEGATIVE_INFINITY),
    name: configName(),
  };
  const { name = recipe, ...options } = readOptions(recipe, given, readers);
  const { answer: wanted, min = Number.NEGATIVE_INFINITY } = options;
  return builtInRecipe({
    recipe,
    name,
    options: Object.freeze(options),
    driver: 'answer',
    columns: Object.freeze([column, 'answer']),
    reasons: Object.freeze(['not_accepted', 'not_best_answer', 'low_answer_score']),
    join(thread, answer) {
      if (wanted === 'accepted' && !answer.isAccepted) return 'not_accepted';
      if (wanted === 'best' && answer !== thread.answers[0]) return 'not_best_answer';
      if (answer.votes < min) return 'low_answer_score';
      return pairOf(thread.question, answer, texts);
    },
  });
}

function pairOf(question: ThreadPost, answer: ThreadPost, texts: Anchor['texts']): JoinedPair {
  return {
    posts: [
      { role: 'question', post: question },
      { role: 'answer', post: answer },
    ],
    columns: [texts.map((text) => ({ post: question, text })), [{ post: answer, text: 'body' }]],
  };
}

/** Which questions make triplets. */
export interface BestWorstOptions {
  /** Votes that the best answer has more than the worst, at least; 100 by default, as in the original data set. */
  readonly margin?: number;
  /** Whether a worst answer of fewer than 0 votes is enough without that; it is by default. */
  readonly downvoted?: boolean;
  /** Name of the config, where a pipeline has two of the kind. */
  readonly name?: string;
}

/** As the original data set had it. */
const DEFAULT_MARGIN = 100;

/**
 * Triplets of a question, title and body, its best answer and its worst one as a hard negative; each question drives one.
 * The worst has the fewest votes; of the same votes, the highest id.
 */
export function bestWorstAnswers(given: BestWorstOptions = {}): ThreadRecipe {
  const recipe = 'best-worst-answers';
  const readers = { margin: wholeNumberOr(DEFAULT_MARGIN, 0), downvoted: flag(true), name: configName() };
  const { name = recipe, margin, downvoted } = readOptions(recipe, given, readers);
  return builtInRecipe({
    recipe,
    name,
    options: Object.freeze({ margin, downvoted }),
    driver: 'question',
    columns: Object.freeze(['title_body', 'best_answer', 'worst_answer']),
    reasons: Object.freeze(['too_few_answers', 'small_margin']),
    join({ question, answers }) {
      const [best, worst] = [answers[0], answers.at(-1)];
      if (best === undefined || worst === undefined || best === worst) return 'too_few_answers';
      const isBad = downvoted && worst.votes < 0;
      if (best.votes === worst.votes || (best.votes - worst.votes < margin && !isBad)) return 'small_margin';
      const { posts, columns } = pairOf(question, best, QUESTION_TEXTS);
      return {
        posts: [...posts, { role: 'negative', post: worst }],
        columns: [...columns, [{ post: worst, text: 'body' }]],
      };
    },
  });
}
