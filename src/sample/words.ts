// The vocabulary of one sample, as wire text: names and identifiers invented from the seed, and the slots that templates
// are filled from. Made once per sample; nothing here grows with the size asked for.
import type { Random } from './random.ts';
import { ADJECTIVES, ADVERBS, EMOJI, FOREIGN_WORDS, NOUNS, PLACES, SYLLABLES, VERBS } from './vocabulary.ts';
import { flatText, wireText } from './wire-text.ts';

/** Everything a sentence draws its words from. */
export interface Words {
  readonly products: readonly string[];
  readonly identifiers: readonly string[];
  readonly foreign: readonly string[];
  readonly emoji: readonly string[];
  /** A word for a named slot of a template. */
  word(slot: string, random: Random): string;
}

const PRODUCTS = 600;
const IDENTIFIERS = 4096;

/** Invents the words of a sample. */
export function createWords(random: Random): Words {
  const products = Array.from({ length: PRODUCTS }, () => inventProduct(random));
  const identifiers = Array.from({ length: IDENTIFIERS }, () => inventIdentifier(random));
  const foreign = FOREIGN_WORDS.map(wireText);
  const slots: Readonly<Record<string, readonly string[]>> = {
    noun: NOUNS,
    verb: VERBS,
    gerund: VERBS.map((verb) => inflect(verb, 'ing')),
    past: VERBS.map((verb) => inflect(verb, 'ed')),
    adjective: ADJECTIVES,
    adverb: ADVERBS,
    place: PLACES,
    product: products,
    identifier: identifiers,
  };
  return {
    products,
    identifiers,
    foreign,
    emoji: EMOJI.map(wireText),
    word: (slot, random) => (slot === 'number' ? `${random.below(1000)}` : random.pick(slots[slot]!)),
  };
}

/** Cuts a template at its slots: text stands at even places, the names of slots at odd ones. */
export function cutTemplate(template: string): readonly string[] {
  return template.split(/\{(\w+)\}/);
}

/** Fills the slots of a template that was cut. */
export function fillTemplate(parts: readonly string[], words: Words, random: Random): string {
  return flatText(parts.map((part, at) => (at % 2 === 1 ? words.word(part, random) : part)).join(''));
}

function inflect(verb: string, ending: 'ing' | 'ed'): string {
  return verb.replace(/e$/, '') + ending;
}

function inventProduct(random: Random): string {
  const name = Array.from({ length: 2 + random.below(2) }, () => random.pick(SYLLABLES)).join('');
  return name[0]!.toUpperCase() + name.slice(1) + random.pick(['', '', '', 'JS', ' Studio', '-MQ', 'DB', '.NET']);
}

function inventIdentifier(random: Random): string {
  const [verb, noun, last] = [random.pick(VERBS), random.pick(NOUNS), random.pick(NOUNS)];
  const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
  return random.pick([
    `${verb}${capital(noun)}`,
    `${noun}_${last}`,
    `${capital(noun)}${capital(last)}`,
    `${noun}.${verb}`,
  ]);
}
