// The shape of the dataset: how long its texts are, and of which years.

import type { Counts } from '../../books.ts';
import { LENGTH_EDGES } from '../../buckets.ts';
import { html, type Markup } from '../../html.ts';
import { grouped } from '../markdown.ts';
import { barChart } from './bar-chart.ts';
import type { ConfigFacts, Lengths } from './facts.ts';
import { percent, sum } from './figures.ts';
import { idIn, type Place, section } from './section.ts';

/** More labels would run into each other on a phone. */
const MOST_YEARS = 6;
/** Where there are fewer round lengths than these, every bucket is labelled. */
const FEWEST_TICKS = 2;

/** Charts of lengths and years; only for a dataset with rows. */
export function shapesSection(place: Place, columns: readonly string[], { lengths, years }: ConfigFacts): Markup {
  const charts = lengths.map((one, i) => {
    return lengthChart(columns[i] ?? `column ${i + 1}`, idIn(place, `length-${i}`), one);
  });
  return section(
    place,
    { id: 'shapes', title: 'Lengths and years' },
    html`<p>Of the pairs in the dataset, all sides together. Lengths are in characters (code points), after cleaning; each bar is
about 12 % wider in range than the one before it.</p>
<div class="columns">
${charts}${yearChart(years, idIn(place, 'years'))}</div>
`,
  );
}

function lengthChart(column: string, id: string, { total, buckets }: Lengths): Markup {
  const first = Math.max(
    0,
    buckets.findIndex((count) => count > 0),
  );
  const shown = buckets.slice(first);
  const edge = (bucket: number) => LENGTH_EDGES[first + bucket];
  const edges = shown.map((_, bucket) => ({ at: bucket, label: grouped(edge(bucket)!) }));
  const round = edges.filter(({ at }) => /^(?:0|[125]0*)$/.test(String(edge(at))));
  const texts = sum(shown);
  const about = (share: number) => grouped(quantile(buckets, share * texts));
  const summary =
    `Mean ${grouped(Math.round(total / texts))}, median about ${about(0.5)}; ` +
    `the middle nine tenths lie between about ${about(0.05)} and ${about(0.95)}.`;
  return barChart({
    id,
    title: `Length of the ${column}`,
    summary,
    axes: { x: 'characters', y: 'pairs' },
    bars: shown.map((count, bucket) => ({ label: rangeOf(edge(bucket)!, edge(bucket + 1)), count })),
    ticks: round.length < FEWEST_TICKS ? edges : round,
  });
}

/** From an edge to below the next one. */
function rangeOf(from: number, next: number | undefined): string {
  if (next === undefined) return `${grouped(from)} or more`;
  return next === from + 1 ? grouped(from) : `${grouped(from)} to ${grouped(next - 1)}`;
}

/** The length that so many texts do not reach, as far as buckets can tell: to two digits. */
function quantile(buckets: readonly number[], texts: number): number {
  let before = 0;
  const bucket = buckets.findIndex((count) => {
    before += count;
    return before >= texts;
  });
  const [from, next] = [LENGTH_EDGES[bucket] ?? 0, LENGTH_EDGES[bucket + 1] ?? LENGTH_EDGES.at(-1)!];
  const inside = (buckets[bucket] ?? 1) - (before - texts);
  const length = next - from <= 1 ? from : from + ((next - from) * inside) / (buckets[bucket] ?? 1);
  return Number(length.toPrecision(2));
}

function yearChart(years: Counts, id: string): Markup {
  const known = Object.keys(years).map(Number);
  const [first, last] = [Math.min(...known), Math.max(...known)];
  const all = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const bars = all.map((year) => ({ label: String(year), count: years[String(year)] ?? 0 }));
  const step = Math.ceil(all.length / MOST_YEARS);
  const best = bars.reduce((a, b) => (b.count > a.count ? b : a));
  const share = percent(best.count, sum(bars.map(({ count }) => count)));
  return barChart({
    id,
    title: 'Year of the question',
    summary:
      all.length === 1
        ? `All were asked in ${first}.`
        : `Asked from ${first} to ${last}; most, ${share}, in ${best.label}.`,
    axes: { x: 'year', y: 'pairs' },
    isWide: true,
    bars,
    ticks: bars.flatMap(({ label }, i) => ((bars.length - 1 - i) % step === 0 ? [{ at: i + 0.5, label }] : [])),
  });
}
