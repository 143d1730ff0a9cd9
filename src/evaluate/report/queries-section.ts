// Queries to read, folded: the worst of each model, then what each wins from the first and loses to it.

import { html, type Markup, NOTHING } from '../../html.ts';
import type { Outcome } from '../score/outcome.ts';
import type { RetrievalSet } from '../sets/set.ts';
import { type Difference, greatestDifferences, type ReadQuery, worstQueries } from './failures.ts';
import { shown } from './score-table.ts';

const SHOWN_QUERIES = 10;
const SHOWN_DIFFERENCES = 5;
/** Characters of a text: who wants more has the set. */
const SHOWN_CHARACTERS = 600;

/** The queries of a set that are worth reading. */
export function queriesSection(set: RetrievalSet, outcomes: readonly Outcome[], place: number): Markup {
  const [first, ...others] = outcomes;
  if (first === undefined) return NOTHING;
  const differences = others.flatMap((outcome) => {
    const { wins, losses } = greatestDifferences(set, outcome, first, SHOWN_DIFFERENCES);
    return [
      folded(`${outcome.model} does better than ${first.model}`, wins),
      folded(`${outcome.model} does worse than ${first.model}`, losses),
    ];
  });
  const worst = outcomes.map((outcome, number) =>
    folded(
      `Worst failures of ${outcome.model}`,
      worstQueries(set, outcome, SHOWN_QUERIES),
      place === 0 && number === 0,
    ),
  );
  return html`${differences}${worst}`;
}

function folded(title: string, queries: readonly (ReadQuery | Difference)[], isOpen = false): Markup {
  if (queries.length === 0) return NOTHING;
  return html`<details${isOpen ? html` open` : NOTHING}><summary>${title}</summary>
${queries.map(queryPart)}</details>
`;
}

function queryPart(query: ReadQuery | Difference): Markup {
  const { id, value, rank } = query;
  const where = rank === 0 ? 'nothing relevant found' : `first relevant document at rank ${rank}`;
  const difference = 'difference' in query ? `, ${query.difference > 0 ? '+' : ''}${shown(query.difference)}` : '';
  return html`<article class="query">
<h3>${cut(query.query)}</h3>
<p class="quiet">${id}: ${shown(value)}${difference}, ${where}</p>
<div class="columns">
<figure class="wanted"><figcaption>Wanted</figcaption><p class="text">${cut(query.wanted) || 'No text: the document is not in the set, or empty.'}</p></figure>
<figure><figcaption>First wrong hit</figcaption><p class="text">${cut(query.found) || 'None among the first five.'}</p></figure>
</div>
</article>
`;
}

function cut(text: string): string {
  const letters = [...text.slice(0, 2 * SHOWN_CHARACTERS)];
  return letters.length <= SHOWN_CHARACTERS ? text : `${letters.slice(0, SHOWN_CHARACTERS - 1).join('')}…`;
}
