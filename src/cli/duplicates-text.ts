// Clusters of duplicates for people: what stayed on the left, what was dropped on the right; one below the other where
// the terminal is too narrow for both.

import type { ClusterRow, DuplicatesInspection, InspectedCluster } from '../inspect-duplicates.ts';
import { otherPosts } from './other-posts.ts';
import { grouped, safeText } from './terminal-text.ts';

/** Two columns of less than this are hard to read. */
const LEAST_COLUMN = 40;
/** Wider ones too. */
const MOST_COLUMN = 76;
const DIVIDER = ' │ ';
/** Characters of a text; enough to compare by. */
const SHOWN_CHARACTERS = 400;
/** Rows of one side of a cluster; JSON has more. */
const MOST_ROWS = 3;

/** What is known of the duplicates, for a terminal so many characters wide. */
export function duplicatesText({ config, ...found }: DuplicatesInspection, width: number): string[] {
  const { rowsDropped, keptDropped, clusters, largest } = found;
  const column = Math.min(MOST_COLUMN, Math.floor((width - DIVIDER.length) / 2));
  const missing = [
    'The texts of the rows that were dropped were not kept; what follows is what the rows that stayed tell of them.',
    'To see all, build again into another folder with --keep-dropped.',
  ];
  return [
    `${config}: ${grouped(rowsDropped)} rows dropped as duplicates, ${grouped(clusters)} clusters known`,
    ...(rowsDropped > 0 && !keptDropped ? missing : []),
    ...largest.flatMap((cluster) => ['', ...describe(cluster, column)]),
  ];
}

function describe({ cluster, size, stayed, dropped }: InspectedCluster, column: number): string[] {
  const head = `cluster ${safeText(cluster)}: ${grouped(size)} rows known`;
  // Where rows that are nearly alike stay, it is they that are compared.
  const [left, right] = dropped.length > 0 ? [stayed, dropped] : [stayed.slice(0, 1), stayed.slice(1)];
  if (column < LEAST_COLUMN) {
    return [head, ...sideOf(left, LEAST_COLUMN * 2), '', ...sideOf(right, LEAST_COLUMN * 2)];
  }
  return [head, ...beside(sideOf(left, column), sideOf(right, column), column)];
}

function sideOf(rows: readonly ClusterRow[], width: number): string[] {
  const more = rows.length > MOST_ROWS ? [['and more: see --json']] : [];
  const blocks = [...rows.slice(0, MOST_ROWS).map((row) => rowLines(row, width)), ...more];
  return blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]));
}

function rowLines({ site, id, posts = [], place, reason, texts }: ClusterRow, width: number): string[] {
  const fate = place === undefined ? `dropped as ${reason ?? 'a duplicate'}` : `stayed: ${place.split} ${place.row}`;
  const values = Object.entries(texts).map(([name, value]) => `${name}: ${safeText(value, SHOWN_CHARACTERS)}`);
  const question = posts.find(({ role }) => role === 'question')?.id ?? id;
  return [`${safeText(site)} ${question}${otherPosts(posts)}`, safeText(fate), ...values].flatMap((text) =>
    wrapped(text, width),
  );
}

function beside(left: readonly string[], right: readonly string[], column: number): string[] {
  const lines = Math.max(left.length, right.length);
  const pad = (line: string) => line + ' '.repeat(column - widthOf(line));
  return Array.from({ length: lines }, (_, i) => `${pad(left[i] ?? '')}${DIVIDER}${right[i] ?? ''}`.trimEnd());
}

/** A text in lines of at most so many columns, broken between words, or within one that is longer. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of word) {
      if (widthOf(line) + widthOf(character) > width) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return [...lines, line];
}

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]|\p{Emoji_Presentation}/u;
const WIDTHLESS = /\p{M}|\u200c|\u200d/u;

/** Columns that a terminal takes for a text, as far as that can be known. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += WIDTHLESS.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}
