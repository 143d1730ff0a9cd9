// A chart of upright bars with its axes, as SVG whose places across are shares of the width: it fits any column, and its
// labels keep their size.

import { html, type Markup, NOTHING } from '../../html.ts';
import { grouped } from '../markdown.ts';
import { short } from './figures.ts';

/** One bar. */
export interface Bar {
  /** What it counts, in the tip and the table: `20 to 22`. */
  readonly label: string;
  readonly count: number;
}

/** A mark on the axis below: at so many bars from the left. */
export interface Tick {
  readonly at: number;
  readonly label: string;
}

interface BarChart {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  /** What a reader should know who does not see it. */
  readonly summary: string;
  /** What the bars stand on, and what they count. */
  readonly axes: { readonly x: string; readonly y: string };
  readonly bars: readonly Bar[];
  readonly ticks: readonly Tick[];
  /** Takes the room of two where there is any. */
  readonly isWide?: boolean;
}

const TOP = 16;
const BASE = 156;
const MOST_LINES = 4;

/** The chart with its caption, and its numbers as a table to unfold. */
export function barChart({ id, title, summary, axes, bars, ticks, isWide = false }: BarChart): Markup {
  const lines = gridLines(Math.max(...bars.map(({ count }) => count)));
  const y = (count: number) => round(BASE - ((BASE - TOP) * count) / lines.at(-1)!);
  const slot = 100 / bars.length;
  return html`<figure${isWide ? html` class="wide"` : NOTHING}>
<figcaption id="${id}">${title}</figcaption>
<p class="quiet" id="${id}-summary">${summary}</p>
<svg class="chart" role="img" aria-labelledby="${id}" aria-describedby="${id}-summary">
<title>${title}</title>
${lines.map(
  (
    count,
  ) => html`<line x1="0" x2="100%" y1="${y(count)}" y2="${y(count)}"/><text x="-8" y="${y(count) + 4}" text-anchor="end">${short(count)}</text>
`,
)}${bars.map((bar, i) => column(bar, { x: i * slot, slot, y: y(bar.count) }))}<line class="base" x1="0" x2="100%" y1="${BASE}" y2="${BASE}"/>
${ticks.map(
  ({
    at,
    label,
  }) => html`<line class="base" x1="${at * slot}%" x2="${at * slot}%" y1="${BASE}" y2="${BASE + 4}"/><text x="${round(at * slot)}%" y="${BASE + 18}" text-anchor="middle">${label}</text>
`,
)}<text x="100%" y="${BASE + 38}" text-anchor="end">${axes.x}</text>
<text x="-8" y="4" text-anchor="start">${axes.y}</text>
</svg>
<details><summary>The numbers</summary>
<table><caption>${title}</caption><thead><tr><th scope="col">${axes.x}</th><th scope="col" class="number">${axes.y}</th></tr></thead>
<tbody>${bars.map(
    ({ label, count }) => html`<tr><th scope="row">${label}</th><td class="number">${grouped(count)}</td></tr>
`,
  )}</tbody></table></details>
</figure>
`;
}

function column({ label, count }: Bar, { x, slot, y }: { x: number; slot: number; y: number }): Markup {
  const tip = html`<title>${label}: ${grouped(count)}</title>`;
  const area = html`<rect class="slot" x="${round(x)}%" y="${TOP}" width="${round(slot)}%" height="${BASE - TOP}"/>`;
  // What is there is seen: a pixel at least.
  const top = Math.min(y, BASE - 1);
  const bar = html`<rect class="kept" x="${round(x + slot * 0.06)}%" y="${top}" width="${round(slot * 0.88)}%" height="${round(BASE - top)}"/>`;
  return html`<g>${tip}${area}${count === 0 ? NOTHING : bar}</g>
`;
}

/** Round numbers from 0 to at least the highest count. */
function gridLines(highest: number): number[] {
  const rough = Math.max(1, highest / MOST_LINES);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough)!;
  return Array.from({ length: Math.ceil(highest / step) + 1 }, (_, line) => line * step);
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
