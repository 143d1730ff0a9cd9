// The recipe of the original data set: a question's title, with its body as the positive.
import type { Post, RawText, Recipe, Text } from '../types.ts';
import { builtInRecipe } from './define-step.ts';

const QUESTION = 1;

/** A body that is decoded when it is first asked for, if it ever is. A class, as a getter of its own for each is costly. */
class BodyText implements Text {
  readonly name = 'body';
  readonly html = true;
  readonly raw: RawText | undefined;
  readonly #post: Post;

  constructor(post: Post) {
    this.#post = post;
    this.raw = post.rawBody;
  }

  get value(): string {
    return this.#post.body;
  }
}

/** Pairs of title and body; each question drives one. */
export function titleBody(): Recipe {
  return builtInRecipe({
    recipe: 'title-body',
    options: Object.freeze({}),
    columns: Object.freeze(['title', 'body']),
    reasons: Object.freeze(['not_a_question', 'no_title', 'no_body']),
    pair: (post: Post) => {
      // A title does not make a question: tag wikis may have one (bicycles.meta 1399).
      if (post.typeId !== QUESTION) return 'not_a_question';
      if (post.title === '') return 'no_title';
      const body = new BodyText(post);
      if (body.raw === undefined && body.value === '') return 'no_body';
      return { texts: [{ name: 'title', html: false, value: post.title }, body] };
    },
  });
}
