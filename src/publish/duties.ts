// What the card asks of whoever uses the data: to credit its authors under their licences, and to know what test sets it
// overlaps with.

import { type Manifest, omitsAuthors } from '../manifest.ts';
import { cell, grouped, table } from './markdown.ts';

const DEEDS: Readonly<Record<string, string>> = {
  'CC BY-SA 2.5': 'https://creativecommons.org/licenses/by-sa/2.5/',
  'CC BY-SA 3.0': 'https://creativecommons.org/licenses/by-sa/3.0/',
  'CC BY-SA 4.0': 'https://creativecommons.org/licenses/by-sa/4.0/',
};

const DUTIES = `\
The texts were written by the users of Stack Exchange and are licensed under CC BY-SA. Whoever passes them on, changed or
not, must name the authors, link to the posts and to the licence, say what was changed, and share alike. The
\`-provenance\` configs hold what that takes, row by row beside the pairs: address, author and licence of each post.
\`license_derived\` is true where the dump did not state the licence and it follows from the dates of the post. What was
changed here is said by the pipeline at the end of this page; to begin with, HTML became plain text.`;

const CREDITS = 'A post has a credit in every row that it is in:';

/** A model is trained on many posts, a page shows a few: each is credited like this. */
const NOTICE = `\
To credit a row, name the author and link to the post and its licence, from the row's \`posts\` in the \`-provenance\` config:

> [title](url) by [author](https://host/users/author_id) on site, a site of the Stack Exchange network, licensed under
> [license](deed); changed: cut down to plain text.

The host is that of \`url\`. A post without \`author_id\` is by a user who left: give the name in \`author\`, or say "a former user",
without a link. Where \`author\` is null and there is an \`author_id\`, the dump had no name for it: look at the page of the profile.`;

const NOTICE_WITHOUT_AUTHORS = `\
Authors were left out of this dataset. To credit a row, link to the post, where its author stands, and to its licence, from
the row's \`posts\` in the \`-provenance\` config:

> [title](url) on site, a site of the Stack Exchange network, licensed under [license](deed); changed: cut down to plain text.

Whoever shows texts to others looks up the author there and adds the name.`;

/** How a row is credited. */
export function notice({ pipeline }: Manifest): string {
  return omitsAuthors(pipeline) ? NOTICE_WITHOUT_AUTHORS : NOTICE;
}

const MADE_OF_SAME_POSTS = `\
Several sets of MTEB are made of posts of the same sites, among them CQADupStack, AskUbuntuDupQuestions,
StackOverflowDupQuestions and StackExchangeClustering.`;

const NOT_DECONTAMINATED = `\
**This build was not decontaminated**: titles and bodies in those sets may occur here word for word. Scores on them say
little about a model trained on this data.`;

const HOW_FOUND = {
  post: 'named by its question',
  text: 'equal text',
  ngram: 'shared run of words',
  near: 'nearly equal text',
} as const;

/** What to know before evaluating a model that was trained on this. */
export function contaminationStatement({ contamination }: Manifest): string {
  if (contamination === null) return `${MADE_OF_SAME_POSTS} ${NOT_DECONTAMINATED}`;
  const { action, benchmarks, report } = contamination;
  const done = action === 'drop' ? 'and left out' : 'and **are still here**: they were only to be reported';
  const ways = Object.keys(HOW_FOUND) as (keyof typeof HOW_FOUND)[];
  const rows = benchmarks.map(({ name, texts, hits }) => [
    cell(name),
    grouped(texts),
    ...ways.map((way) => grouped(hits[way])),
  ]);
  return [
    `${MADE_OF_SAME_POSTS} Rows in these benchmarks were looked for ${done}; others were not looked at.`,
    table(['benchmark', 'texts', ...ways.map((way) => HOW_FOUND[way])], rows),
    `Each row is counted by the surest way it is known. \`${report.path}\` lists all of them with the texts that match.`,
  ].join('\n\n');
}

/** The duties, how many credits stand under each licence, and how many name their author. */
export function attribution({ licenses, authors, takedowns }: Manifest): string {
  const rows = Object.entries(licenses)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([license, posts]) => [linked(license), grouped(posts)]);
  const removed = `Posts and users taken out on request: ${grouped(takedowns.length)}; \`manifest.json\` lists them.`;
  const named = authors === null ? [] : [namedText(authors)];
  const parts = [DUTIES, CREDITS, table(['licence', 'credits'], rows), ...named];
  return [...parts, ...(takedowns.length > 0 ? [removed] : [])].join('\n\n');
}

function namedText({ named, unnamed }: NonNullable<Manifest['authors']>): string {
  return `Credits that name the author: ${grouped(named)}; that do not: ${grouped(unnamed)}.`;
}

function linked(license: string): string {
  const deed = Object.hasOwn(DEEDS, license) ? DEEDS[license] : undefined;
  return deed === undefined ? cell(license) : `[${license}](${deed})`;
}
