// Where the pairs come from and where they went: sites, languages, sides of the split.

import { rowsRead } from '../../books.ts';
import { html, type Markup, NOTHING } from '../../html.ts';
import type { Manifest, ManifestConfig } from '../../manifest.ts';
import { type Site, SPLITS } from '../../types.ts';
import { grouped } from '../markdown.ts';
import { type BarRow, barList } from './bar-list.ts';
import { counted, percent, size, sum } from './figures.ts';

/** Sites that are seen before the rest is unfolded. */
const FIRST_SITES = 20;

const LANGUAGES: Readonly<Record<string, string>> = {
  en: 'English',
  es: 'Spanish',
  it: 'Italian',
  ja: 'Japanese',
  pt: 'Portuguese',
  ru: 'Russian',
  uk: 'Ukrainian',
};

interface SiteBook {
  readonly site: Site;
  readonly dump: string;
  readonly rows: number;
  readonly kept: number;
}

/** Sites, languages and sides; `sites` are those of the inputs. */
export function sourcesSection(manifest: Manifest, sites: readonly Site[]): Markup {
  const books = booksOf(manifest, sites);
  const kept = sum(books.map((book) => book.kept));
  const isOne = manifest.configs.length === 1;
  const rows = books.map(({ site, dump, ...book }): BarRow => {
    const note = `${languageOf(site)}, ${dump}, ${counted(book.rows, 'row', grouped)} read`;
    const bar = { from: 0, width: kept === 0 ? 0 : book.kept / kept, isKept: true };
    // A row may be in pairs of several configs.
    const share = isOne ? percent(book.kept, book.rows) : percent(book.kept, kept);
    return { name: breakable(site.name), note, numbers: [grouped(book.kept), share], bar };
  });
  const list = (some: readonly BarRow[]) =>
    barList({ caption: 'Sites, by what they gave', heads: ['', 'pairs', isOne ? 'kept' : 'share'], rows: some });
  const rest = rows.slice(FIRST_SITES);
  return html`<section aria-labelledby="sources">
<h2 id="sources">Sites, languages, sides</h2>
<div class="columns">
<div>${list(rows.slice(0, FIRST_SITES))}${rest.length === 0 ? NOTHING : html`<details><summary>${counted(rest.length, 'more site')}</summary>${list(rest)}</details>`}</div>
<div>${languages(books, kept)}<br>${sides(manifest)}</div>
</div>
</section>
`;
}

/** A host's name that is broken at its dots, where it must be broken. */
function breakable(host: string): Markup {
  const [first = '', ...others] = host.split('.');
  return html`${first}${others.map((label) => html`<wbr>.${label}`)}`;
}

/** One entry for each site, the one that gave most first. */
function booksOf({ inputs, books }: Manifest, sites: readonly Site[]): SiteBook[] {
  const all = sites.flatMap((site, index) => {
    if (sites.findIndex(({ name }) => name === site.name) !== index) return [];
    const files = inputs.filter((_, other) => sites[other]!.name === site.name).map(({ file }) => file);
    const own = books.filter((book) => files.includes(book.file));
    const { dumpDate } = inputs[index]!;
    const dump = dumpDate === null ? 'dump without a date' : `dump of ${dumpDate}`;
    return { site, dump, rows: rowsRead(own), kept: sum(own.map(({ kept }) => kept)) };
  });
  return all.sort((a, b) => b.kept - a.kept || (a.site.name < b.site.name ? -1 : 1));
}

function languageOf({ language }: Site): string {
  return Object.hasOwn(LANGUAGES, language) ? LANGUAGES[language]! : language;
}

function languages(books: readonly SiteBook[], all: number): Markup {
  const totals = new Map<string, number>();
  for (const { site, kept } of books) totals.set(languageOf(site), (totals.get(languageOf(site)) ?? 0) + kept);
  const rows = [...totals]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .map(([language, kept]) => ({
      name: html`${language}`,
      numbers: [grouped(kept), percent(kept, all)],
      bar: { from: 0, width: all === 0 ? 0 : kept / all, isKept: true },
    }));
  return barList({ caption: 'Languages, as their sites ask for', heads: ['', 'pairs', 'share'], rows });
}

function sides(manifest: Manifest): Markup {
  const { configs } = manifest;
  const isOne = configs.length === 1;
  const rows = configs.flatMap((config) => (isOne ? sidesOf(config, manifest) : sidesTogether(config, manifest)));
  if (rows.length === 0) return NOTHING;
  return barList({ caption: 'Sides of the split', heads: ['', 'pairs', isOne ? 'share' : 'in train'], rows });
}

/** The sides of a config one by one. */
function sidesOf({ name }: ManifestConfig, { splits, shards }: Manifest): BarRow[] {
  const all = rowsOf(splits[name]);
  return SPLITS.filter((split) => (splits[name]?.[split] ?? 0) > 0).map((split) => {
    const own = shards.filter((shard) => shard.config === name && shard.split === split);
    const count = splits[name]![split]!;
    const bar = { from: 0, width: count / all, isKept: true };
    return { name: html`${split}`, note: filesIn(own), numbers: [grouped(count), percent(count, all)], bar };
  });
}

/** The sides of one of several configs in one row. */
function sidesTogether({ name }: ManifestConfig, { splits, shards }: Manifest): BarRow[] {
  const all = rowsOf(splits[name]);
  if (all === 0) return [];
  const held = SPLITS.flatMap((split) => {
    const count = splits[name]?.[split] ?? 0;
    return split === 'train' || count === 0 ? [] : [`${split} ${grouped(count)}`];
  });
  const note = [...held, filesIn(shards.filter((shard) => shard.config === name))].join(', ');
  const train = splits[name]?.train ?? 0;
  const bar = { from: 0, width: train / all, isKept: true };
  return [{ name: html`${name}`, note, numbers: [grouped(all), percent(train, all)], bar }];
}

function rowsOf(sides: Manifest['splits'][string] = {}): number {
  return sum(SPLITS.map((split) => sides[split] ?? 0));
}

function filesIn(shards: Manifest['shards']): string {
  return `${counted(shards.length, 'shard', grouped)}, ${size(sum(shards.map(({ bytes }) => bytes)))}`;
}
