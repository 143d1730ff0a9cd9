// Sentences: a beginning and an ending from two pools made once per sample, and between them a few words that are new each
// time and often belong to the topic. Two picks from pools of this size and the words between rarely come out the same twice.
// Stock runs are ready-made and follow such a one: they cost nothing to write, which is half of the sample's speed.
import { writeAside } from './aside.ts';
import type { Random } from './random.ts';
import { drawTopic, type Topic } from './topic.ts';
import { flatText, wireText } from './wire-text.ts';
import { cutTemplate, fillTemplate, type Words } from './words.ts';

/** Beginnings, which want a noun, endings, which follow one, and runs of whole ones after a space; wire text. */
export interface Phrases {
  readonly beginnings: readonly string[];
  readonly endings: readonly string[];
  readonly stock: readonly string[];
}

/** Large enough that chance repeats do not look like duplicates, small enough for a processor's cache. */
const POOL_SIZE = 2048;
const STOCK_SIZE = 4096;

const BEGINNINGS = [
  'I have been trying to {verb} the {adjective} {noun} next to ',
  'After a week with the {noun} in our {place} I noticed ',
  'My {noun} will only {verb} when it is paired with ',
  'According to the manual, you should {verb} the {noun} before touching ',
  'The {adverb} {adjective} {noun} seems to depend on ',
  'We {past} every {noun} in the {place}, including ',
  'If I {verb} the {noun} first, then I have to {verb} ',
  'Nobody in our {place} could explain why the {noun} was {gerund} ',
  'It turns out that the {noun} was {adverb} hiding ',
  'As far as I can tell, {gerund} the {noun} changes ',
  'In the {adjective} version of the {noun}, I replaced ',
  'What worked for me was {gerund} the {noun} together with ',
  "You don't need a {adjective} {noun} for ",
  'The usual advice is to {verb} a {noun} and to ignore ',
  'Before {gerund} anything, compare the {noun} with ',
  'Unlike the {adjective} {noun}, mine came with ',
  '{product} {adverb} {past} my {noun}, so I looked at ',
  'Have you tried to {verb} the {noun} and then to {verb} ',
];

const ENDINGS = [
  ' before the {noun} starts to {verb}.',
  ' but the {noun} still refuses to {verb}.',
  ', which {adverb} breaks the {adjective} {noun}.',
  ' and now the {noun} is {adjective}.',
  ', and that is how the {noun} in the {place} was {past}.',
  ' without {gerund} the {adjective} {noun}.',
  '; see the {noun} for a {adjective} example.',
  ' (about {number} of them, {past} in the {place}).',
  ', since {gerund} it would {verb} the {noun}.',
  ' as soon as {product} is {past}.',
  '. The {noun} is {adverb} {adjective}, though.',
  ', or so the {noun} in my {place} says!',
  '. Why would a {noun} {verb} at all?',
  ' until {number} {noun}s have been {past}.',
];

/** Makes the two pools of a sample. */
export function createPhrases(words: Words, random: Random): Phrases {
  const phrases = {
    beginnings: fillPool(BEGINNINGS, words, random),
    endings: fillPool(ENDINGS, words, random),
    stock: [],
  };
  const stock = Array.from({ length: STOCK_SIZE }, () => {
    let run = '';
    for (let left = random.below(4); left > 0; left--) {
      run += ` ${writeSentence(phrases, words, drawTopic(words, random), random)}`;
    }
    return flatText(run);
  });
  return { ...phrases, stock };
}

/** Writes one sentence, with plain words or inline markup in its middle. */
export function writeSentence(phrases: Phrases, words: Words, topic: Topic, random: Random): string {
  return random.pick(phrases.beginnings) + writeAside(words, topic, random) + random.pick(phrases.endings);
}

function fillPool(templates: readonly string[], words: Words, random: Random): readonly string[] {
  const cut = templates.map((template) => cutTemplate(wireText(template)));
  return Array.from({ length: POOL_SIZE }, () => fillTemplate(random.pick(cut), words, random));
}
