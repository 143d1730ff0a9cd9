// Titles of questions. Most name the topic's product or identifier, so that few are alike even among millions.
import type { Random } from './random.ts';
import type { Topic } from './topic.ts';
import { wireText } from './wire-text.ts';
import { cutTemplate, type Words } from './words.ts';

const TEMPLATES = [
  'How do I {verb} a {thing} with {product} {version}?',
  'How to {verb} the {adjective} {thing} of a {part} in {product}?',
  'Why does {product} {verb} the {thing} when {identifier} is {adjective}?',
  'Why is my {thing} {adverb} {adjective} after {gerund} the {part}?',
  'What is the difference between {gerund} a {thing} and {gerund} a {part} in {product}?',
  'What does {identifier} return if the {thing} is {adjective}?',
  'Is it safe to {verb} a {adjective} {thing} while the {part} is {gerund}?',
  'Is there a way to {verb} {number} {thing}s without {gerund} the {part}?',
  'Can I {verb} the {thing} from {identifier} in {product} {version}?',
  '{product} {version}: cannot {verb} the {thing}, error {number} in {identifier}',
  '{product}: {identifier} {adverb} {past} my {adjective} {thing}',
  'Best way to {verb} a {thing} and {verb} its {part}',
  'Should a {thing} be {past} before or after the {part}?',
  'Unable to {verb} {thing} using {identifier} ({product})',
  "{thing} doesn't {verb} when I {verb} the {part} on {product} {version}",
  'Which {part} fits a {adjective} {thing} from {product} {version}?',
  'Does {gerund} the {thing} of {product} {adverb} affect {identifier}?',
  'When should I {verb} the {part} instead of {gerund} the {thing}?',
  '"{identifier}" is not {past} after {gerund} {product} to {version}',
  'Getting {number} {adjective} {thing}s from {identifier} & {part}',
  'How can a {adjective} {thing} {verb} faster than {number} {part}s?',
  'Where does {product} store the {thing} {past} by {identifier}?',
  'How much {part} do I need to {verb} a {number} mm {thing}?',
  'What happens to the {thing} if {identifier} is {past} twice in {product}?',
  'Looking for a {adjective} {part} that can {verb} {product} {thing}s',
  'How to tell whether a {thing} was {past} by {product} or by {identifier}',
].map((template) => cutTemplate(wireText(template)));

/** Writes the title of a question on this topic, as wire text. */
export function writeTitle(words: Words, topic: Topic, random: Random): string {
  const parts = random.pick(TEMPLATES);
  let title = parts[0]!;
  for (let at = 1; at < parts.length; at += 2) title += titleWord(parts[at]!, words, topic, random) + parts[at + 1]!;
  return title;
}

function titleWord(slot: string, words: Words, topic: Topic, random: Random): string {
  switch (slot) {
    case 'thing':
      return topic.thing;
    case 'part':
      return topic.part;
    case 'product':
      return topic.product;
    case 'identifier':
      return topic.identifier;
    case 'version':
      return topic.version;
    default:
      return words.word(slot, random);
  }
}
