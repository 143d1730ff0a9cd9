// A few rows by chance as they stand in the dataset; where a pair is of one row, beside what that was in the dump.

import { html, type Markup } from '../../html.ts';
import type { ReportSample } from './facts.ts';
import { rowLine } from './row-line.ts';
import { type Place, section } from './section.ts';

/** Samples, each under its first text. */
export function samplesSection(place: Place, columns: readonly string[], samples: readonly ReportSample[]): Markup {
  const areCompared = samples.some(({ before }) => before !== undefined);
  const title = areCompared ? 'Rows at random, before and after cleaning' : 'Rows at random';
  return section(
    place,
    { id: 'samples', title },
    html`<p>Chosen by a hash of site and id, so that nobody picked them. Long texts are cut off here, and only here.</p>
${samples.map((sample) => article(columns, sample))}`,
  );
}

function article(columns: readonly string[], { before, after }: ReportSample): Markup {
  const { language } = after.site;
  const texts = after.texts.map((text, i) => {
    return html`<dt>${columns[i] ?? ''}</dt><dd class="text" dir="auto" lang="${language}">${text}</dd>`;
  });
  const figure = html`<figure class="after"><figcaption>In the dataset</figcaption>
<dl>${texts}</dl></figure>
`;
  return html`<article class="sample">
<h3 dir="auto" lang="${language}">${after.texts[0] ?? ''}</h3>
${rowLine(after)}
${before === undefined ? html`<div class="alone">${figure}</div>` : html`<div class="columns">${rawFigure(before, language)}${figure}</div>`}
</article>
`;
}

function rawFigure({ title, body }: NonNullable<ReportSample['before']>, language: string): Markup {
  return html`<figure class="before"><figcaption>In the dump</figcaption>
<dl><dt>title</dt><dd><pre dir="auto" lang="${language}">${title}</pre></dd><dt>body</dt><dd><pre dir="auto" lang="${language}">${body}</pre></dd></dl></figure>
`;
}
