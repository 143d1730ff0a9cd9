// The line that says where a row shown comes from, as its licence asks of every post in it: site, address, author,
// profile, licence.

import { html, type Markup } from '../../html.ts';
import type { Site } from '../../types.ts';
import { grouped } from '../markdown.ts';
import type { ReportPost, ReportRow } from './facts.ts';
import { counted } from './figures.ts';

/** The credit of a row. */
export function rowLine({ site, votes, posts }: ReportRow): Markup {
  const [first, ...others] = posts;
  // Other people's pairs are of no post: what is known is their set.
  if (first === undefined) return html`<span class="quiet credit">${site.name}</span>`;
  const votesText = votes < 0 ? `−${counted(-votes, 'vote', grouped)}` : counted(votes, 'vote', grouped);
  const rest = others.map((post) => html`; ${post.role} ${linked(post, site, String(post.id))}, ${credit(post, site)}`);
  return html`<span class="quiet credit">${linked(first, site, `${site.name} ${first.id}`)}, ${votesText}, ${credit(first, site)}${rest}</span>`;
}

function linked({ id, isAnswer }: ReportPost, site: Site, name: string): Markup {
  return pageOf(site, `${isAnswer ? 'a' : 'q'}/${id}`, html`${name}`);
}

function credit({ author, authorId, license }: ReportPost, site: Site): Markup {
  const whose = html`<bdi>${author || (authorId === null ? 'an unknown user' : `user ${authorId}`)}</bdi>`;
  return html`by ${authorId === null ? whose : pageOf(site, `users/${authorId}`, whose)}, ${license}`;
}

function pageOf({ host }: Site, path: string, name: Markup): Markup {
  // A folder's name becomes the host: where it is none, there is nothing to link to.
  if (!/^[a-z\d-]+(\.[a-z\d-]+)+$/.test(host)) return name;
  return html`<a href="https://${host}/${path}" rel="noopener noreferrer">${name}</a>`;
}
