// Writes the folder of one site: Posts.xml and PostLinks.xml side by side, then the small tables. The files keep temporary
// names; giving them their own is left to the sample, when all sites are written.
import { setImmediate } from 'node:timers/promises';
import type { Pools } from './body.ts';
import { createDateText } from './date-text.ts';
import { createKnownQuestions, type KnownQuestions } from './known-questions.ts';
import { createLinkWriter } from './link-writer.ts';
import { createPostWriter } from './post-writer.ts';
import type { TextWriter } from './question-text.ts';
import { createRandom } from './random.ts';
import { createSiteTally, reportSite, type SampleSiteReport } from './sample-report.ts';
import { writeSiteRows } from './site-rows.ts';
import type { SampleSite, SiteStyle } from './site-style.ts';
import { writeTagRows } from './tag-rows.ts';
import { listUsers, writeUserRows } from './user-rows.ts';
import { rawWireText } from './wire-text.ts';
import type { SampleEncoding, XmlFile } from './xml-file.ts';

/** What all sites of a sample share. */
export interface SiteTools {
  readonly seed: number;
  readonly pools: Pools;
  readonly texts: TextWriter;
  readonly encoding: SampleEncoding;
  readonly anomalyRate: number;
  readonly hugeRowBytes: number;
  readonly truncate: boolean;
  /** Questions of the first site, once it is written; other sites repeat some. */
  readonly elsewhere: KnownQuestions | undefined;
  openFile(site: SampleSite, file: string): XmlFile;
  /** Told the size of the site's Posts.xml after each buffer; throws to stop. */
  onWritten(bytes: number): void;
}

/** Seeds of sites and of texts are kept apart. */
const SITE_KEYS = 2 ** 45;

/** Writes one site, and gives its report and the questions another site may repeat. */
export async function writeSite(
  site: SampleSite,
  tools: SiteTools,
): Promise<{ readonly report: SampleSiteReport; readonly known: KnownQuestions }> {
  const { style } = site;
  const { seed, pools, texts, anomalyRate } = tools;
  const random = createRandom(seed, SITE_KEYS + site.number);
  const dateText = createDateText(style.from, style.until);
  const list = listUsers(site.bytes, anomalyRate > 0);
  const known = createKnownQuestions(random);
  const tally = createSiteTally();
  const truncate = tools.truncate && site.number === 0;
  const links = openTable('postlinks', site, tools);
  const writeLink = createLinkWriter(dateText, style.lineEnd);
  const rows = writeSiteRows({
    site,
    random,
    posts: createPostWriter({ pools, random, dateText, style, users: list.users }),
    texts,
    known,
    elsewhere: tools.elsewhere ?? known,
    tally,
    anomalyRate,
    hugeRowBytes: site.number === 0 ? tools.hugeRowBytes : 0,
    truncate,
    isListed: list.isListed,
    onLink: (link) => links.put(writeLink(link)),
  });
  const bytes = await writePosts(rows, truncate, openTable('posts', site, tools), tools);
  links.put('</postlinks>');
  links.close();
  writeTable('users', writeUserRows(list, { style, random, pools, dateText, tally: tally.users }), site, tools);
  writeTable('tags', writeTagRows(style, random), site, tools);
  return { report: reportSite(site, tally, { bytes, truncated: truncate }), known };
}

/** The file of each table, by its root element. */
const FILES = { posts: 'Posts.xml', postlinks: 'PostLinks.xml', users: 'Users.xml', tags: 'Tags.xml' } as const;

type Table = keyof typeof FILES;

async function writePosts(
  rows: Iterable<string>,
  truncate: boolean,
  posts: XmlFile,
  tools: SiteTools,
): Promise<number> {
  let seen = 0;
  for (const row of rows) {
    posts.put(row);
    if (posts.bytes === seen) continue;
    seen = posts.bytes;
    tools.onWritten(seen);
    // Writing is synchronous; a signal to stop only arrives between turns.
    await setImmediate();
  }
  if (!truncate) posts.put('</posts>');
  posts.close();
  tools.onWritten(posts.bytes);
  return posts.bytes;
}

function writeTable(table: Table, rows: Iterable<string>, site: SampleSite, tools: SiteTools): void {
  const file = openTable(table, site, tools);
  for (const row of rows) file.put(row);
  file.put(`</${table}>`);
  file.close();
}

function openTable(table: Table, site: SampleSite, tools: SiteTools): XmlFile {
  const file = tools.openFile(site, FILES[table]);
  file.put(tableStart(table, site.style, tools.encoding));
  return file;
}

function tableStart(root: Table, { lineEnd, prologue }: SiteStyle, encoding: SampleEncoding): string {
  const declared = encoding === 'utf-8' ? 'utf-8' : 'utf-16';
  const lines = [`<?xml version="1.0" encoding="${declared}"?>`, ...(root === 'posts' ? prologue : []), `<${root}>`];
  return rawWireText('\ufeff') + lines.map((line) => line + lineEnd).join('');
}
