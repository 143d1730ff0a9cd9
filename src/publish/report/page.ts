// report.html: what a build did, for people. One page that asks for nothing else: no script, no image, no request. The
// same manifest and facts give the same bytes. Its first part follows from the manifest alone; its last line seals it.

import { hash } from 'node:crypto';
import { rowsRead } from '../../books.ts';
import { html, type Markup, NOTHING } from '../../html.ts';
import type { Manifest } from '../../manifest.ts';
import { STYLE } from '../../page-style.ts';
import { type Site, SPLITS } from '../../types.ts';
import { grouped } from '../markdown.ts';
import { duplicatesSection } from './duplicates-section.ts';
import type { ConfigFacts, ReportFacts } from './facts.ts';
import { factsComment } from './facts-comment.ts';
import { counted, percent, size, sum } from './figures.ts';
import { funnelSection } from './funnel-section.ts';
import { samplesSection } from './samples-section.ts';
import type { Place } from './section.ts';
import { shapesSection } from './shapes-section.ts';
import { sourcesSection } from './sources-section.ts';

/** Nothing is loaded and nothing runs, whatever should have become of a text on the page; the style is known by its hash. */
const POLICY = `default-src 'none'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; base-uri 'none'; form-action 'none'`;

/** Writes the report of a build. */
export function report(manifest: Manifest, facts: ReportFacts): string {
  const isOne = facts.configs.length === 1;
  const configs = isOne ? configParts(undefined, manifest, facts.configs[0]!) : allConfigs(manifest, facts);
  const rest = html`${configs}${footer(manifest)}</body>
</html>
`;
  return sealed(reportStart(manifest, facts.sites) + rest.markup + factsComment(facts));
}

/** What is shown of one config; of several, by its number. */
function configParts(place: Place, { configs }: Manifest, facts: ConfigFacts): Markup {
  const { years, samples } = facts;
  const { columns } = configs[place ?? 0]!;
  const hasRows = Object.keys(years).length > 0;
  return html`${hasRows ? shapesSection(place, columns, facts) : NOTHING}${duplicatesSection(place, facts)}${
    samples.length > 0 ? samplesSection(place, columns, samples) : NOTHING
  }`;
}

/** Config by config, all but the first folded. */
function allConfigs(manifest: Manifest, { configs }: ReportFacts): Markup {
  const parts = configs.map((facts, place) => {
    const { name, columns } = manifest.configs[place]!;
    const kept = sum(SPLITS.map((split) => manifest.splits[name]?.[split] ?? 0));
    return html`<details class="config"${place === 0 ? html` open` : NOTHING}><summary><strong>${name}</strong> ${counted(kept, 'pair', grouped)} of ${columns.join(', ')}</summary>
${configParts(place, manifest, facts)}</details>
`;
  });
  return html`<section aria-labelledby="configs">
<h2 id="configs">Config by config</h2>
${parts}</section>
`;
}

/** The part of the report that follows from the manifest and the sites of its inputs. */
export function reportStart(manifest: Manifest, sites: readonly Site[]): string {
  const { name } = manifest.pipeline;
  const start = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${name}: what the build did</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
${header(manifest, sites)}${funnelSection(manifest)}${sourcesSection(manifest, sites)}`;
  return start.markup;
}

/** The same report of the same rows in another format, or undefined where it does not begin as its manifest says. */
export function reportAs(page: string, { from, to, sites }: ReportChange): string | undefined {
  const start = reportStart(from, sites);
  if (!page.startsWith(start) || !isSealed(page)) return undefined;
  return sealed(reportStart(to, sites) + page.slice(start.length, page.lastIndexOf(SEAL)));
}

/** Manifests of a dataset before and after it was written in another format, and the sites of its inputs. */
export interface ReportChange {
  readonly from: Manifest;
  readonly to: Manifest;
  readonly sites: readonly Site[];
}

/** Says whether a report is as it was written, from its first byte to its last. */
export function isSealed(page: string): boolean {
  const end = page.lastIndexOf(SEAL);
  return end >= 0 && sealed(page.slice(0, end)) === page;
}

const SEAL = '<!-- SHA-256 of all above: ';

function sealed(page: string): string {
  return `${page}${SEAL}${hash('sha256', page, 'hex')} -->\n`;
}

function header({ pipeline, books, inputs, configs, shards }: Manifest, sites: readonly Site[]): Markup {
  const read = rowsRead(books);
  const kept = sum(books.map((book) => book.kept));
  const names = new Set(configs.map((config) => config.name));
  const bytes = sum(shards.map((shard) => (names.has(shard.config) ? shard.bytes : 0)));
  const isOne = configs.length === 1;
  const shapes = isOne ? `(${configs[0]!.columns.join(', ')})` : `in ${configs.length} configs`;
  const figure = (name: string, value: string, isMain = false) =>
    html`<div><dt>${name}</dt><dd${isMain ? html` class="main"` : NOTHING}>${value}</dd></div>
`;
  const outcome =
    kept === 0
      ? html`No pair is left of ${counted(read, 'row', grouped)}: see below what became of them.`
      : html`${counted(kept, 'pair', grouped)} of texts${isOne ? ',' : ''} ${shapes}, made of ${counted(read, 'row', grouped)} from ${counted(inputs.length, 'data dump')} of Stack Exchange.`;
  return html`<header>
<p class="eyebrow">Build report</p>
<h1>${pipeline.name}</h1>
<p class="lede">${outcome}</p>
<dl class="figures">
${figure('Pairs kept', grouped(kept), true)}${figure('Rows read', grouped(read))}${
  isOne ? figure('Kept of all rows', percent(kept, read)) : figure('Configs', String(configs.length))
}${figure('Sites', grouped(new Set(sites.map(({ name }) => name)).size))}${figure('Texts on disk', size(bytes))}</dl>
</header>
`;
}

function footer({ stackpairs, runtime, pipeline, licenses }: Manifest): Markup {
  const licensed = Object.entries(licenses)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([license, posts]) => `${license} (${grouped(posts)})`);
  return html`<footer>
<p>The texts are their authors’, the users of Stack Exchange, licensed to whoever gives credit and shares alike${
    licensed.length === 0 ? '' : `: ${licensed.join(', ')}`
  }. The provenance shards name site, address, author and licence of every row.</p>
<p>Made by stackpairs ${stackpairs} on Node ${runtime.node} with the pipeline <code>${pipeline.file}</code>, SHA-256
<code>${pipeline.sha256}</code>. The same dumps give the same bytes. <code>README.md</code> beside this page tells how to
load the dataset and how to build it again; <code>manifest.json</code> has every number.</p>
</footer>
`;
}
