// evaluation.html: how models compare, for people. One page that asks for nothing else: no script, no image, no request.

import { hash } from 'node:crypto';
import { html, type Markup, NOTHING } from '../../html.ts';
import { STYLE } from '../../page-style.ts';
import type { SetResult } from '../score/set-result.ts';
import { isEmptySet, itemsOf } from '../sets/set.ts';
import { queriesSection } from './queries-section.ts';
import { comparisonTable, scoreTable } from './score-table.ts';

/** What the page adds to the look of the build's report. */
const OWN_STYLE = `${STYLE}
th:first-child { min-width: 8.5rem; overflow-wrap: anywhere; }
.number { font-size: 0.92em; padding-left: 0.6rem; }
.interval { display: block; width: 100%; height: 14px; margin-top: 0.35rem; }
.interval line { stroke: var(--ink); stroke-width: 1.5; }
.better { color: var(--accent); font-weight: 600; }
.query { padding: 1rem 0; border-top: 1px solid var(--line); }
.query .columns { margin-top: 0.6rem; gap: 1rem; align-items: start; }
.query figure { padding: 0.9rem 1rem; background: var(--box); border-radius: 6px; overflow: hidden; }
.query .wanted { box-shadow: inset 3px 0 var(--accent); }
.query figcaption { color: var(--quiet); font-size: 0.86rem; font-weight: 400; }
.query p { margin: 0; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.scroll + .scroll { margin-top: 1.5rem; }
`;

const POLICY = `default-src 'none'; style-src 'sha256-${hash('sha256', OWN_STYLE, 'base64')}'; base-uri 'none'; form-action 'none'`;

/** Writes the page. */
export function evaluationPage(results: readonly SetResult[], version: string): string {
  const models = [...new Set(results.flatMap(({ outcomes }) => outcomes.map(({ model }) => model)))];
  const items = results.reduce((sum, { outcomes }) => sum + (outcomes[0]?.n ?? 0), 0);
  const figure = (name: string, value: number) => html`<div><dt>${name}</dt><dd>${value}</dd></div>
`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Evaluation of ${models.join(', ')}</title>
<style>${{ markup: OWN_STYLE }}</style>
</head>
<body>
<header>
<p class="eyebrow">Evaluation</p>
<h1>${headline(models, results.length)}</h1>
<p class="lede">Bars show the main figure, from 0 to 1; the line on a bar is its 95 % interval. Models are compared with the first one on the very same items.</p>
<dl class="figures">
${figure('Models', models.length)}${figure('Sets', results.length)}${figure('Items', items)}</dl>
</header>
${results.map(setSection)}<footer>
<p>Made by stackpairs ${version}. Figures are those of trec_eval 9 and MTEB in 64-bit floats; intervals are bootstraps over
the items (1,000 resamples), p is of a paired randomisation test (10,000 assignments). <code>results.json</code> beside this page has every number.</p>
</footer>
</body>
</html>
`.markup;
}

/** Names that are longer together are no headline: they are paths and addresses, and the tables have them. */
const HEADLINE_CHARACTERS = 60;

function headline(models: readonly string[], sets: number): string {
  const names = models.join(' · ');
  return names.length <= HEADLINE_CHARACTERS
    ? names
    : `${models.length} models on ${sets} ${sets === 1 ? 'set' : 'sets'}`;
}

function setSection(result: SetResult, place: number): Markup {
  const { set, outcomes } = result;
  const ignored = Object.entries(set.ignored).map(([reason, count]) => `${reason} ${count}`);
  return html`<section aria-labelledby="set-${place}">
<h2 id="set-${place}">${set.name}</h2>
<p>${describe(result)}${ignored.length > 0 ? ` Left out: ${ignored.join(', ')}.` : ''}</p>
${outcomes.length === 0 ? html`<p>${isEmptySet(set) ? `There are no ${itemsOf(set)} in it, so it has no figures.` : 'None of the models can take part in it.'}</p>` : scoreTable(outcomes)}${
  outcomes.length > 1 ? comparisonTable(result) : NOTHING
}${'queries' in set ? queriesSection(set, outcomes, place) : NOTHING}</section>
`;
}

function describe({ set }: SetResult): string {
  if ('queries' in set) return `${set.task}: ${set.queries.length} queries on ${set.documents.length} documents.`;
  if ('groups' in set) return `Clustering: ${set.groups.reduce((sum, { texts }) => sum + texts.length, 0)} texts.`;
  return `${set.task === 'sts' ? 'Similarity' : 'Pair classification'}: ${set.pairs.length} pairs.`;
}
