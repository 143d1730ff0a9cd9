// Bodies of posts: a few blocks of HTML, as wire text. Which blocks, and how often, follows what was measured on real dumps.
import { type CodePool, writeCodeBlock } from './code-block.ts';
import type { Random } from './random.ts';
import { type Phrases, writeSentence } from './sentence.ts';
import type { Topic } from './topic.ts';
import { wireText } from './wire-text.ts';
import type { Words } from './words.ts';

/** The pools bodies are made from; one per sample. */
export interface Pools {
  readonly words: Words;
  readonly phrases: Phrases;
  readonly code: readonly CodePool[];
}

/** What a block of a body is written with. */
interface Pen {
  readonly pools: Pools;
  readonly topic: Topic;
  readonly random: Random;
}

type BlockWriter = (pen: Pen) => string;

const P = wireText('<p>');
const P_END = wireText('</p>\n\n');
const LIST = wireText('<ul>\n');
const LIST_END = wireText('</ul>\n\n');
const NUMBERED = wireText('<ol>\n');
const NUMBERED_END = wireText('</ol>\n\n');
const ITEM = wireText('<li>');
const ITEM_END = wireText('</li>\n');
const QUOTE = wireText('<blockquote>\n  <p>');
const QUOTE_END = wireText('</p>\n</blockquote>\n\n');
const TABLE = wireText('<div class="s-table-container"><table>\n<thead>\n<tr>\n<th>');
const TABLE_BODY = wireText('</th>\n<th>Value</th>\n</tr>\n</thead>\n<tbody>\n');
const TABLE_END = wireText('</tbody>\n</table></div>\n');
const [TR, TD, TR_END] = ['<tr>\n<td>', '</td>\n<td>', '</td>\n</tr>\n'].map(wireText) as [string, string, string];
const IMAGE = wireText('<p><a href="https://i.images.example/');
const IMAGE_SOURCE = wireText('.png" rel="nofollow noreferrer"><img src="https://i.images.example/');
const IMAGE_TEXT = wireText('.png" alt="');
const IMAGE_END = wireText('" /></a></p>\n\n');
const RULE = wireText('<hr />\n\n');
const HEADING = wireText('<h2>');
const HEADING_END = wireText('</h2>\n\n');

const BLOCKS: ReadonlyArray<readonly [weight: number, write: BlockWriter]> = [
  [36, paragraph],
  [14, ({ pools, topic, random }) => writeCodeBlock(pools.code, topic, random)],
  [4, (pen) => list(pen, LIST, LIST_END)],
  [2, (pen) => list(pen, NUMBERED, NUMBERED_END)],
  [3, (pen) => QUOTE + sentence(pen) + QUOTE_END],
  [1, table],
  [1, image],
  [1, formula],
  [1, () => RULE],
  [1, (pen) => `${HEADING}The ${pen.topic.part} and ${pen.topic.product}${HEADING_END}`],
];
const DECK: readonly BlockWriter[] = BLOCKS.flatMap(([weight, write]) => Array<BlockWriter>(weight).fill(write));

/** How many blocks follow the first paragraph; the last ones make bodies longer than most length filters allow. */
const BLOCK_COUNTS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 5, 6, 12];

/** One body in so many says next to nothing. */
const SHORT_ONE_IN = 50;

/** Writes a body on the topic. */
export function writeBody(pools: Pools, topic: Topic, random: Random): string {
  if (random.onceIn(SHORT_ONE_IN)) return `${P}See ${topic.identifier}, ${random.next()}.${P_END}`;
  const pen: Pen = { pools, topic, random };
  let body = opening(pen);
  for (let left = random.pick(BLOCK_COUNTS); left > 0; left--) body += random.pick(DECK)(pen);
  return body;
}

/** Writes the plain text of a tag's excerpt, or nothing, as half of them are empty. */
export function writeExcerpt({ phrases, words }: Pools, topic: Topic, random: Random): string {
  return random.onceIn(2)
    ? ''
    : `For ${topic.thing}s. ${random.pick(phrases.beginnings)}${words.word('noun', random)}.`;
}

function sentence({ pools, topic, random }: Pen): string {
  return writeSentence(pools.phrases, pools.words, topic, random);
}

// Two sentences of its own keep bodies apart that share a stock run, so that near-duplicates are those planted.
function opening(pen: Pen): string {
  return `${P}${sentence(pen)}${pen.random.pick(pen.pools.phrases.stock)} ${sentence(pen)}${P_END}`;
}

function paragraph(pen: Pen): string {
  return P + sentence(pen) + pen.random.pick(pen.pools.phrases.stock) + P_END;
}

function list(pen: Pen, start: string, end: string): string {
  let text = start;
  for (let left = 2 + pen.random.below(4); left > 0; left--) text += ITEM + sentence(pen) + ITEM_END;
  return text + end;
}

function table({ pools, topic, random }: Pen): string {
  let text = TABLE + topic.thing + TABLE_BODY;
  for (let left = 2 + random.below(4); left > 0; left--) {
    text += `${TR}${pools.words.word('noun', random)}${TD}${random.below(10_000)}${TR_END}`;
  }
  return text + TABLE_END;
}

function image({ topic, random }: Pen): string {
  const name = random.next().toString(36);
  return `${IMAGE}${name}${IMAGE_SOURCE}${name}${IMAGE_TEXT}${topic.thing} of ${topic.product}${IMAGE_END}`;
}

function formula({ random }: Pen): string {
  const [rows, most] = [random.below(100), random.below(1000)];
  return `${P}$$\\begin{array}{cc} a_{${rows}} &amp;amp; b \\\\ c &amp;lt; ${most} \\end{array}$$ so $x \\le ${most}$.${P_END}`;
}
