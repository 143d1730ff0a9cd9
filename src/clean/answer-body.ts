// How an answer is read where pairs are joined: its body alone, since what it answers is another row's.

import type { PostRecipe } from '../recipe.ts';
import { ANSWER, questionIdOf } from '../thread.ts';
import type { Post } from '../types.ts';
import { builtInRecipe } from './define-step.ts';

/** The text of an answer that says which question it is to. */
export function answerBody(): PostRecipe {
  return builtInRecipe({
    recipe: 'answer-body',
    options: Object.freeze({}),
    columns: Object.freeze(['answer']),
    reasons: Object.freeze(['not_an_answer', 'no_question_id', 'no_body']),
    pair: (post: Post) => {
      if (post.typeId !== ANSWER) return 'not_an_answer';
      if (questionIdOf(post) === undefined) return 'no_question_id';
      if (post.body === '') return 'no_body';
      return { texts: [{ name: 'answer', html: true, value: post.body }] };
    },
  });
}
