// What a question is about. A topic follows from a key alone, so an answer, or a question closed as a duplicate, can speak
// of the same things as a question written long before, without anybody having kept it.
import type { Random } from './random.ts';
import { NOUNS } from './vocabulary.ts';
import type { Words } from './words.ts';

/** The things one question and its answers keep coming back to, as wire text. */
export interface Topic {
  readonly thing: string;
  readonly part: string;
  readonly product: string;
  readonly identifier: string;
  readonly version: string;
}

/** Draws a topic from a random source that was just seeded with the topic's key. */
export function drawTopic(words: Words, random: Random): Topic {
  return {
    thing: skewed(NOUNS, random),
    part: random.pick(NOUNS),
    product: skewed(words.products, random),
    identifier: `${random.pick(words.identifiers)}${random.onceIn(3) ? random.below(10_000) : ''}`,
    version: `${random.below(20)}.${random.below(30)}`,
  };
}

/** Picks the first of a list more often than the last, as some subjects are asked about more than others. */
export function skewed<T>(list: readonly T[], random: Random): T {
  return list[random.below(random.below(list.length) + 1)]!;
}
