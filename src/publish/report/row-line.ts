// The line that says where a row shown comes from, as its licence asks: site, address, author, profile, licence.

import { grouped } from '../markdown.ts';
import type { ReportRow } from './facts.ts';
import { counted } from './figures.ts';
import { html, type Markup } from './html.ts';

/** The credit of a row. */
export function rowLine({ site, id, votes, author, authorId, license }: ReportRow): Markup {
  // A folder's name becomes the host: where it is none, there is nothing to link to.
  const isHost = /^[a-z\d-]+(\.[a-z\d-]+)+$/.test(site.host);
  const name = `${site.name} ${id}`;
  const address = `https://${site.host}/q/${id}`;
  const link = isHost ? html`<a href="${address}" rel="noopener noreferrer">${name}</a>` : html`${name}`;
  const votesText = votes < 0 ? `−${counted(-votes, 'vote', grouped)}` : counted(votes, 'vote', grouped);
  const whose = html`<bdi>${author || (authorId === null ? 'an unknown user' : `user ${authorId}`)}</bdi>`;
  const profile = `https://${site.host}/users/${authorId}`;
  const by = isHost && authorId !== null ? html`<a href="${profile}" rel="noopener noreferrer">${whose}</a>` : whose;
  return html`<span class="quiet credit">${link}, ${votesText}, by ${by}, ${license}</span>`;
}
