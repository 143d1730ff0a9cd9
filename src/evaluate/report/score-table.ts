// Tables of figures: one row a model, the main figure with its interval as a bar, then the other figures people ask for.

import { html, type Markup, NOTHING } from '../../html.ts';
import type { Outcome } from '../score/outcome.ts';
import type { SetResult } from '../score/set-result.ts';

/** Shown beside the main figure, where an outcome has them. */
const OTHERS = ['mrr_at_10', 'recall_at_10', 'recall_at_100', 'accuracy_at_1', 'cosine_f1', 'cosine_accuracy'];
/** Below this, chance is not the likely reason. */
const SIGNIFICANT = 0.05;

/** The figures of all models. */
export function scoreTable(outcomes: readonly Outcome[]): Markup {
  const { main, scores } = outcomes[0]!;
  const others = OTHERS.filter((name) => name in scores && name !== main);
  const hasClean = outcomes.some(({ clean }) => clean !== undefined);
  const heads = ['n', main, '95 % interval', ...(hasClean ? ['decontaminated'] : []), ...others];
  return html`<div class="scroll" role="region" aria-label="Figures" tabindex="0"><table>
<thead><tr><th scope="col">model</th>${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>
${outcomes.map((outcome) => row(outcome, others, hasClean))}</tbody>
</table></div>
`;
}

function row(
  { model, n, main, scores, interval, clean }: Outcome,
  others: readonly string[],
  hasClean: boolean,
): Markup {
  const cleanScore = clean?.scores[main];
  const cleanCell = cleanScore === undefined ? '–' : `${shown(cleanScore)} (n ${clean!.n})`;
  const cells = [
    String(n),
    shown(scores[main]!),
    `${shown(interval.low)}–${shown(interval.high)}`,
    ...(hasClean ? [cleanCell] : []),
    ...others.map((name) => shown(scores[name]!)),
  ];
  return html`<tr><th scope="row">${model}${bar(scores[main]!, interval)}</th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>
`;
}

function bar(value: number, { low, high }: Outcome['interval']): Markup {
  if (![value, low, high].every(Number.isFinite)) return NOTHING;
  const per = (share: number) => `${Number((100 * Math.min(1, Math.max(0, share))).toFixed(2))}%`;
  return html`<svg class="interval" aria-hidden="true"><rect class="track" y="4" width="100%" height="6" rx="3"/><rect class="kept" y="4" width="${per(value)}" height="6" rx="2"/><line x1="${per(low)}" x2="${per(high)}" y1="7" y2="7"/><line x1="${per(low)}" x2="${per(low)}" y1="2" y2="12"/><line x1="${per(high)}" x2="${per(high)}" y1="2" y2="12"/></svg>`;
}

/** Each model beside the first. */
export function comparisonTable({ comparisons }: SetResult): Markup {
  const heads = ['difference', 'wins', 'losses', 'draws', 'p'];
  const rows = comparisons.map(({ model, against, difference, p, wins, losses, draws }) => {
    const sign = difference > 0 ? '+' : '';
    const cells = [
      `${sign}${shown(difference)}`,
      ...[wins, losses, draws].map((count) => (count === undefined ? '–' : String(count))),
      shownP(p),
    ];
    const isClear = p !== undefined && p < SIGNIFICANT && difference > 0;
    return html`<tr><th scope="row"${isClear ? html` class="better"` : NOTHING}>${model} <span class="quiet">against ${against}</span></th>${cells.map((cell) => html`<td class="number">${cell}</td>`)}</tr>
`;
  });
  return html`<div class="scroll" role="region" aria-label="Comparisons" tabindex="0"><table>
<thead><tr><th scope="col">comparison</th>${heads.map((head) => html`<th scope="col" class="number">${head}</th>`)}</tr></thead>
<tbody>
${rows}</tbody>
</table></div>
`;
}

/** A figure with four places; a dash where there is none. */
export function shown(value: number): string {
  return Number.isFinite(value) ? value.toFixed(4) : '–';
}

/** A p as tables show it. */
function shownP(p: number | undefined): string {
  return p === undefined ? '–' : p < 0.001 ? '< 0.001' : p.toFixed(3);
}
