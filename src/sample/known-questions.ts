// A few thousand questions of a site, chosen evenly from all written so far: what links point at, late answers go to and
// duplicates repeat. The choice is a reservoir of fixed size, so memory does not grow with the site.
import type { Random } from './random.ts';

/** A question, as far as another row needs to know it. */
interface KnownQuestion {
  readonly id: number;
  /** Key of its text, from which the same text can be written again. */
  readonly key: number;
}

/** The questions remembered of one site. */
export interface KnownQuestions {
  remember(question: KnownQuestion): void;
  /** One of those remembered; undefined while there is none. */
  recall(random: Random): KnownQuestion | undefined;
}

const CAPACITY = 8192;

/** Makes an empty memory. */
export function createKnownQuestions(choice: Random): KnownQuestions {
  const questions: KnownQuestion[] = [];
  let seen = 0;
  return {
    remember(question) {
      seen++;
      if (questions.length < CAPACITY) questions.push(question);
      else {
        const place = choice.below(seen);
        if (place < CAPACITY) questions[place] = question;
      }
    },
    recall: (random) => (questions.length === 0 ? undefined : random.pick(questions)),
  };
}
