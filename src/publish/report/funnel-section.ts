// The funnel: all rows read, what each reason took of them, and what was left.

import type { Manifest } from '../../manifest.ts';
import { grouped } from '../markdown.ts';
import { barList } from './bar-list.ts';
import { counted, percent, sum } from './figures.ts';
import { html, type Markup, NOTHING } from './html.ts';
import { REASONS } from './reasons.ts';

/** What became of the rows of all inputs. */
export function funnelSection({ books }: Manifest): Markup {
  const read = sum(books.map(({ rows }) => rows));
  const kept = sum(books.map(({ kept }) => kept));
  const heldOut = sum(books.map(({ heldOut }) => heldOut));
  const repaired = sum(books.map(({ repaired }) => repaired));
  let left = read;
  const share = (count: number) => (read === 0 ? 0 : count / read);
  const taken = [...droppedBy(books), ...(heldOut > 0 ? [['held out', heldOut] as const] : [])];
  const steps = taken.map(([reason, count]) => {
    left -= count;
    const bar = { from: share(left), width: share(count), isKept: false };
    const note = Object.hasOwn(REASONS, reason) ? { note: REASONS[reason]! } : {};
    return { name: html`<code>${reason}</code>`, ...note, numbers: [grouped(count), percent(count, read)], bar };
  });
  const ends = (name: string, count: number, isKept: boolean) => ({
    name: html`${name}`,
    numbers: [grouped(count), percent(count, read)],
    bar: { from: 0, width: share(count), isKept },
    isTotal: true,
  });
  return html`<section class="funnel" aria-labelledby="funnel">
<h2 id="funnel">What became of the rows</h2>
<p>Every row of the dumps is counted once: a row that was left out has one reason, the first that applied.</p>
${barList({
  caption: 'From rows to pairs',
  heads: ['', 'rows', 'share'],
  rows: [ends('Rows read', read, false), ...steps, ends('Pairs kept', kept, true)],
})}${
  repaired === 0
    ? NOTHING
    : html`<p class="quiet">${counted(repaired, 'row', grouped)} had characters that XML forbids; they were replaced by U+FFFD.</p>
`
}</section>
`;
}

/** Reasons and their rows, the greatest first, equal ones by name. */
function droppedBy(books: Manifest['books']): (readonly [string, number])[] {
  const totals = new Map<string, number>();
  for (const [reason, count] of books.flatMap(({ dropped }) => Object.entries(dropped))) {
    totals.set(reason, (totals.get(reason) ?? 0) + count);
  }
  return [...totals].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
