// A part of the page under its heading: by itself where there is one config, else as one of several under its config's.

import { html, type Markup } from '../../html.ts';

/** Where a part stands: undefined by itself, else the number of its config, by which its ids are told from others. */
export type Place = number | undefined;

/** An id of the page. */
export function idIn(place: Place, id: string): string {
  return place === undefined ? id : `${id}-of-${place}`;
}

/** The part. */
export function section(place: Place, { id, title }: { readonly id: string; readonly title: string }, content: Markup) {
  const own = idIn(place, id);
  const heading =
    place === undefined ? html`<h2 id="${own}">${title}</h2>` : html`<h3 class="part" id="${own}">${title}</h3>`;
  return html`<section aria-labelledby="${own}">
${heading}
${content}</section>
`;
}
