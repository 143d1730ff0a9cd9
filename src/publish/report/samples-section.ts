// A few rows by chance: on one side as they stood in the dump, on the other as they stand in the dataset.

import type { ReportSample } from './facts.ts';
import { html, type Markup } from './html.ts';
import { rowLine } from './row-line.ts';

/** Samples, each under its first text. */
export function samplesSection(columns: readonly string[], samples: readonly ReportSample[]): Markup {
  return html`<section aria-labelledby="samples">
<h2 id="samples">Rows at random, before and after cleaning</h2>
<p>Chosen by a hash of site and id, so that nobody picked them. Long texts are cut off here, and only here.</p>
${samples.map((sample) => article(columns, sample))}</section>
`;
}

function article(columns: readonly string[], { before, after }: ReportSample): Markup {
  const { language } = after.site;
  const texts = after.texts.map(
    (text, i) => html`<dt>${columns[i] ?? ''}</dt><dd class="text" dir="auto" lang="${language}">${text}</dd>`,
  );
  return html`<article class="sample">
<h3 dir="auto" lang="${language}">${after.texts[0] ?? ''}</h3>
${rowLine(after)}
<div class="columns">
<figure class="before"><figcaption>In the dump</figcaption>
<dl><dt>title</dt><dd><pre dir="auto" lang="${language}">${before.title}</pre></dd><dt>body</dt><dd><pre dir="auto" lang="${language}">${before.body}</pre></dd></dl></figure>
<figure class="after"><figcaption>In the dataset</figcaption>
<dl>${texts}</dl></figure>
</div>
</article>
`;
}
