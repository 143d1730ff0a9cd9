// The funnel: all rows read, what each reason took of them, and what was left. Of several configs, first what was left
// of each, then the funnels, folded.

import { droppedRows, rowsRead } from '../../books.ts';
import { html, type Markup, NOTHING } from '../../html.ts';
import { booksOf, type Manifest, type ManifestConfig } from '../../manifest.ts';
import { grouped } from '../markdown.ts';
import { type BarRow, barList } from './bar-list.ts';
import { counted, percent, sum } from './figures.ts';
import { REASONS } from './reasons.ts';

/** What became of the rows of all inputs. */
export function funnelSection(manifest: Manifest): Markup {
  const { books, configs } = manifest;
  const intro =
    'Every row of the dumps is counted once: a row that was left out has one reason, the first that applied.';
  const content =
    configs.length === 1
      ? funnel(books)
      : html`${overview(manifest)}${configs.map((config) => folded(config, manifest))}`;
  return html`<section class="funnel" aria-labelledby="funnel">
<h2 id="funnel">What became of the rows</h2>
<p>${intro}${configs.length === 1 ? '' : ' It is so for each config: a row may be in pairs of several.'}</p>
${content}${repairedRows(books)}</section>
`;
}

/** What was left for each config. */
function overview(manifest: Manifest): Markup {
  const rows = manifest.configs.map(({ name, recipe, columns }): BarRow => {
    const own = booksOf(manifest, recipe);
    const [read, kept] = [sum(own.map(({ rows }) => rows)), sum(own.map(({ kept }) => kept))];
    const bar = kept === 0 ? {} : { bar: { from: 0, width: kept / read, isKept: true } };
    return { name: html`${name}`, note: columns.join(', '), numbers: [grouped(kept), percent(kept, read)], ...bar };
  });
  return barList({ caption: 'Configs', heads: ['', 'pairs', 'of the rows'], rows });
}

function folded({ name, recipe }: ManifestConfig, manifest: Manifest): Markup {
  return html`<details><summary>What became of the rows in ${name}</summary>
${funnel(booksOf(manifest, recipe))}</details>
`;
}

function repairedRows(books: Manifest['books']): Markup {
  // As many in every config: it is the rows that were repaired.
  const repaired = rowsRead(books.map(({ file, repaired }) => ({ file, rows: repaired })));
  if (repaired === 0) return NOTHING;
  return html`<p class="quiet">${counted(repaired, 'row', grouped)} had characters that XML forbids; they were replaced by U+FFFD.</p>
`;
}

function funnel(books: Manifest['books']): Markup {
  const read = sum(books.map(({ rows }) => rows));
  const kept = sum(books.map(({ kept }) => kept));
  const heldOut = sum(books.map(({ heldOut }) => heldOut));
  let left = read;
  const share = (count: number) => (read === 0 ? 0 : count / read);
  const taken = [...droppedRows(books), ...(heldOut > 0 ? [['held out', heldOut] as const] : [])];
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
  return barList({
    caption: 'From rows to pairs',
    heads: ['', 'rows', 'share'],
    rows: [ends('Rows read', read, false), ...steps, ends('Pairs kept', kept, true)],
  });
}
