// Texts that are there more than once: how many, how often, and which are there most.

import { COPIES_EDGES } from '../../buckets.ts';
import type { DedupeRule } from '../../dedupe-rule.ts';
import { html, type Markup, NOTHING } from '../../html.ts';
import { grouped } from '../markdown.ts';
import { barList } from './bar-list.ts';
import type { ConfigFacts } from './facts.ts';
import { counted, percent, sum } from './figures.ts';
import { rowLine } from './row-line.ts';
import { type Place, section } from './section.ts';

/** Texts that are seen before the rest is unfolded. */
const FIRST_TEXTS = 5;

/** Clusters of duplicates; says so if there are none. */
export function duplicatesSection(place: Place, { copies, duplicated, dedupe }: ConfigFacts): Markup {
  const all = sum(copies);
  const intro =
    all === 0
      ? 'No two pairs have the same texts, or they were not compared.'
      : `${counted(all, 'cluster', grouped)}: ${meaning(dedupe)}`;
  const columns = html`<div class="columns"><div>${sizes(copies, all)}</div><div>${mostCopied(duplicated)}</div></div>
`;
  const content = html`<p>${intro}</p>
${all === 0 ? NOTHING : columns}`;
  return section(place, { id: 'duplicates', title: 'Duplicates' }, content);
}

function meaning({ exact, near, keep }: DedupeRule): string {
  const same = exact === 'off' ? [] : [exact === 'pair' ? 'the same texts' : `the same ${exact}`];
  const alike = near === undefined ? [] : [`nearly the same ${near.field}`];
  const fate = keep === 'none' ? 'None of them stays.' : 'Of each one row stays.';
  const marked = 'Rows that are nearly alike stay, marked as one cluster.';
  return `rows with ${[...same, ...alike].join(' or ')}. ${near?.action === 'mark' ? marked : fate}`;
}

function sizes(copies: readonly number[], all: number): Markup {
  const rows = copies.flatMap((count, bucket) => {
    const [from, next] = [COPIES_EDGES[bucket]!, COPIES_EDGES[bucket + 1]];
    const range =
      next === undefined
        ? `${grouped(from)} or more`
        : next === from + 1
          ? grouped(from)
          : `${grouped(from)} to ${grouped(next - 1)}`;
    const bar = { from: 0, width: count / all, isKept: true };
    return count === 0 ? [] : [{ name: html`${range} rows`, numbers: [grouped(count), percent(count, all)], bar }];
  });
  return barList({ caption: 'Clusters by size', heads: ['', 'clusters', 'share'], rows });
}

function mostCopied(duplicated: ConfigFacts['duplicated']): Markup {
  const rest = duplicated.slice(FIRST_TEXTS);
  const list = (some: ConfigFacts['duplicated']) => html`<table>
<caption>Largest clusters, by a row that stayed</caption>
<thead><tr><th scope="col"></th><th scope="col" class="number">rows</th></tr></thead>
<tbody>
${some.map(copied)}</tbody>
</table>
`;
  const more = html`<details><summary>${counted(rest.length, 'more text')}</summary>${list(rest)}</details>`;
  return html`${list(duplicated.slice(0, FIRST_TEXTS))}${rest.length === 0 ? NOTHING : more}`;
}

function copied({ copies, row }: ConfigFacts['duplicated'][number]): Markup {
  const { language } = row.site;
  const [anchor = '', ...others] = row.texts;
  return html`<tr><th scope="row"><h3 dir="auto" lang="${language}">${anchor}</h3>
<div class="text clip quiet" dir="auto" lang="${language}">${others.join('\n')}</div>
${rowLine(row)}</th><td class="number">${grouped(copies)}</td></tr>
`;
}
