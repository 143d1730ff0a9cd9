// The middle of a sentence: the words that make it new, with the inline markup, entities and scripts found in posts.
import type { Random } from './random.ts';
import type { Topic } from './topic.ts';
import { wireText } from './wire-text.ts';
import type { Words } from './words.ts';

const CODE = [wireText('<code>'), wireText('</code>')] as const;
const STRONG = [wireText('<strong>'), wireText('</strong>')] as const;
const EMPHASIS = [wireText('<em>'), wireText('</em>')] as const;
const LINK = [wireText('<a href="https://docs.example/'), wireText('" rel="nofollow noreferrer">')] as const;
const LINK_END = wireText('</a>');
const KEYS = wireText('<kbd>Ctrl</kbd>+<kbd>Shift</kbd>+<kbd>');
const KEYS_END = wireText('</kbd>');
const BREAKS = [wireText('this:<br>\n'), wireText('this:<br />\n')] as const;
const ENTITIES = [
  'nuts &amp; bolts',
  'anything with a &lt; b',
  'if (a &gt; 0 &amp;&amp; b &lt; 9)',
  'the &quot;spare&quot; one',
  'it&#39;s cover',
].map(wireText);
const FOREIGN_ENTITIES = [
  '10&nbsp;mm of slack',
  'the caf&eacute; unit',
  'the rest&hellip; all of it',
  '5 &times; 7 &mdash; that is',
  'R&#233;mi&#8217;s part',
].map(wireText);

/** Leaves one body in ten with a character outside ASCII: real dumps have 5 to 11 in a hundred. */
const FOREIGN_ONE_IN = 5;

/** Writes a noun phrase about the topic, as wire text: plain words two times in three, else markup or entities. */
export function writeAside(words: Words, topic: Topic, random: Random): string {
  switch (random.below(32)) {
    case 0:
      return random.onceIn(FOREIGN_ONE_IN) ? random.pick(words.foreign) : topic.thing;
    case 1:
      return `${LINK[0]}${random.next()}/${topic.thing}${LINK[1]}the ${topic.thing} page${LINK_END}`;
    case 2:
      return random.onceIn(FOREIGN_ONE_IN)
        ? `${random.pick(words.foreign)} ${random.onceIn(8) ? random.pick(words.emoji) : topic.product}`
        : `${topic.product} ${topic.part}`;
    case 3:
      return `${STRONG[0]}the ${topic.part}${STRONG[1]}`;
    case 4:
      return `${EMPHASIS[0]}${topic.product}${EMPHASIS[1]}`;
    case 5:
      return random.pick(random.onceIn(FOREIGN_ONE_IN) ? FOREIGN_ENTITIES : ENTITIES);
    case 6:
      return `${KEYS}${String.fromCharCode(65 + random.below(26))}${KEYS_END}`;
    case 7:
      return `${random.pick(BREAKS)}part ${random.below(1_000_000)}`;
    case 8:
    case 9:
    case 10:
    case 11:
      return `${CODE[0]}${random.pick(words.identifiers)}${random.below(100)}${CODE[1]}`;
    case 12:
    case 13:
      return `${CODE[0]}${topic.identifier}${CODE[1]}`;
    case 14:
    case 15:
      return `${1 + random.below(90)}.${random.below(100)} ${words.word('noun', random)}s`;
    case 16:
    case 17:
    case 18:
      return `${topic.product} ${topic.version}`;
    case 19:
    case 20:
    case 21:
    case 22:
      return `the ${topic.thing}`;
    case 23:
    case 24:
      return `its ${topic.part}`;
    default:
      return `the ${words.word('adjective', random)} ${words.word('noun', random)}`;
  }
}
