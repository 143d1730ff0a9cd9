// The recipe of the original data set: a question's title, with its body as the positive.

import type { PostRecipe, ThreadRecipe } from '../recipe.ts';
import { QUESTION } from '../thread.ts';
import type { Post } from '../types.ts';
import { builtInRecipe } from './define-step.ts';

/** Pairs of title and body; each question drives one. */
export function titleBody(): PostRecipe & ThreadRecipe {
  return builtInRecipe({
    recipe: 'title-body',
    options: Object.freeze({}),
    driver: 'question',
    columns: Object.freeze(['title', 'body']),
    reasons: Object.freeze(['not_a_question', 'no_title', 'no_body']),
    pair: (post: Post) => {
      // A title does not make a question: tag wikis may have one (bicycles.meta 1399).
      if (post.typeId !== QUESTION) return 'not_a_question';
      if (post.title === '') return 'no_title';
      if (post.body === '') return 'no_body';
      return {
        texts: [
          { name: 'title', html: false, value: post.title },
          { name: 'body', html: true, value: post.body },
        ],
      };
    },
    join: ({ question }) => ({
      posts: [{ role: 'question', post: question }],
      columns: [[{ post: question, text: 'title' }], [{ post: question, text: 'body' }]],
    }),
  });
}
