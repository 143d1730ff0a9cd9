// The recipe of the original data set: a question's title, with its body as the positive.
import type { Post, RawText, Recipe, Text } from '../types.ts';

const QUESTION = 1;

/** The body is decoded by the first step that asks for it, if any does. */
function bodyOf(post: Post, raw: RawText | undefined): Text {
  return {
    name: 'body',
    html: true,
    get value() {
      return post.body;
    },
    raw,
  };
}

/** Pairs of title and body; each question drives one. */
export function titleBody(): Recipe {
  return Object.freeze({
    recipe: 'title-body',
    options: Object.freeze({}),
    columns: Object.freeze(['title', 'body']),
    reasons: Object.freeze(['not_a_question', 'no_title', 'no_body']),
    pair: (post: Post) => {
      // A title does not make a question: tag wikis may have one (bicycles.meta 1399).
      if (post.typeId !== QUESTION) return 'not_a_question';
      if (post.title === '') return 'no_title';
      const { rawBody } = post;
      if (rawBody === undefined && post.body === '') return 'no_body';
      return { texts: [{ name: 'title', html: false, value: post.title }, bodyOf(post, rawBody)] };
    },
  });
}
