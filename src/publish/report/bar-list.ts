// A table whose rows begin with a name above a bar, and end with numbers: it reads the same at every width.

import { html, type Markup, NOTHING } from '../../html.ts';

/** One row. */
export interface BarRow {
  readonly name: Markup;
  /** Stands quietly below the name. */
  readonly note?: string;
  /** Cells on the right. */
  readonly numbers: readonly string[];
  /** The bar, as shares of the full width; none where left out. */
  readonly bar?: { readonly from: number; readonly width: number; readonly isKept: boolean };
  readonly isTotal?: boolean;
}

interface BarList {
  readonly caption: string;
  /** Heads of the columns: the name's, then those of the numbers. */
  readonly heads: readonly string[];
  readonly rows: readonly BarRow[];
}

// A row that is there is seen, however few it counts.
const LEAST_WIDTH = 0.004;

/** The table. */
export function barList({ caption, heads: [first = '', ...others], rows }: BarList): Markup {
  return html`<table>
<caption>${caption}</caption>
<thead><tr><th scope="col">${first}</th>${others.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>
${rows.map(barRow)}</tbody>
</table>
`;
}

function barRow({ name, note, numbers, bar, isTotal = false }: BarRow): Markup {
  const cells = numbers.map((number) => html`<td class="number">${number}</td>`);
  const below = note === undefined ? NOTHING : html` <span class="quiet note">${note}</span>`;
  return html`<tr${isTotal ? html` class="total"` : NOTHING}><th scope="row">${name}${below}${barOf(bar)}</th>${cells}</tr>
`;
}

function barOf(bar: BarRow['bar']): Markup {
  if (bar === undefined) return NOTHING;
  const width = Math.max(bar.width, LEAST_WIDTH);
  const from = Math.min(bar.from, 1 - width);
  return html`<svg class="bar" aria-hidden="true"><rect class="track" width="100%" height="6" rx="3"/><rect class="${bar.isKept ? 'kept' : 'gone'}" x="${per(from)}" width="${per(width)}" height="6" rx="2"/></svg>`;
}

function per(share: number): string {
  return `${Number((100 * share).toFixed(3))}%`;
}
