import { Parser } from 'htmlparser2';
import { describe, expect, test } from 'vitest';
import { COPIES_EDGES, LENGTH_EDGES } from '../../src/buckets.ts';
import { siteOf } from '../../src/clean/index.ts';
import type { Manifest } from '../../src/manifest.ts';
import {
  type ConfigFacts,
  isSealed,
  type ReportFacts,
  type ReportRow,
  readFacts,
  report,
  reportStart,
} from '../../src/publish/index.ts';
import { sampleManifest } from '../sample-manifest.ts';

const HOSTILE = `"'><script>alert(1)</script><img src=x onerror=alert(2)>&lt;b&gt;</style></title>]]><!-- \u202egnol\u2066 \u001b[2J\u0000`;

const post = (parts: Partial<ReportRow['posts'][number]> = {}): ReportRow['posts'][number] => ({
  role: 'question',
  isAnswer: false,
  id: 12,
  author: 'Ann',
  authorId: 7,
  license: 'CC BY-SA 4.0',
  ...parts,
});

const row = (parts: Partial<ReportRow> = {}): ReportRow => ({
  site: siteOf('beer.stackexchange.com'),
  votes: 3,
  texts: ['Which glass for a stout?', 'Mine is too small.'],
  posts: [post()],
  ...parts,
});

const configWith = (parts: Partial<ConfigFacts> = {}): ConfigFacts => ({
  lengths: [
    { total: 50_000, buckets: bucketsAt(LENGTH_EDGES, { 20: 400, 50: 600 }) },
    { total: 500_000, buckets: bucketsAt(LENGTH_EDGES, { 100: 1, 500: 999 }) },
  ],
  dedupe: { exact: 'pair', ignore: ['case'], within: 'all', keep: 'votes' },
  years: { 2011: 300, 2014: 700 },
  copies: bucketsAt(COPIES_EDGES, { 2: 5, 6: 1 }),
  duplicated: [{ copies: 8, row: row() }],
  samples: [{ before: { title: 'Which glass?', body: '<p>Mine is <em>too</em> small.</p>' }, after: row() }],
  ...parts,
});

const factsWith = (parts: Partial<ConfigFacts> = {}): ReportFacts => ({
  sites: sampleManifest().inputs.map(({ site }) => siteOf(site)),
  configs: [configWith(parts)],
});

function bucketsAt(edges: readonly number[], counts: Readonly<Record<number, number>>): number[] {
  return edges.map((edge) => counts[edge] ?? 0);
}

/** What a browser makes of a page: elements with the names of their attributes, and how many comments. */
function shapeOf(page: string) {
  const names = new Set<string>();
  let comments = 0;
  const parser = new Parser({
    onopentag: (name, attributes) => {
      for (const attribute of ['', ...Object.keys(attributes)]) names.add(`${name} ${attribute}`);
    },
    oncomment: () => {
      comments += 1;
    },
  });
  parser.end(page);
  return { names, comments };
}

const textOf = (page: string) => page.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, '');

test('equal builds have equal reports', () => {
  expect(report(sampleManifest(), factsWith())).toBe(report(sampleManifest(), factsWith()));
});

test('the page asks for nothing, and its policy forbids everything but its own style', () => {
  const page = report(sampleManifest(), factsWith());
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!.replaceAll('&#39;', "'");
  expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/]+=*'; base-uri 'none'; form-action 'none'$/);
  expect(page).not.toMatch(
    /<(?:script|link|img|iframe|object|embed|form|base|video|audio|source|use|image)\b|@import|url\(|\ssrc=|\sstyle=|\son\w+=/i,
  );
  const addresses = [...page.matchAll(/\shref="([^"]*)"/g)].map(([, address]) => address);
  const known = ['q/12', 'users/7'].map((path) => `https://alcohol.stackexchange.com/${path}`);
  expect(new Set(addresses)).toEqual(new Set(known));
});

describe('hostile text', () => {
  const manifest = sampleManifest();
  const hostile = {
    ...manifest,
    pipeline: { ...manifest.pipeline, name: HOSTILE, file: HOSTILE },
    inputs: manifest.inputs.map((input) => ({ ...input, site: HOSTILE, dumpDate: HOSTILE })),
    books: manifest.books.map((book) => ({ ...book, dropped: { ...book.dropped, [HOSTILE]: 1 } })),
    configs: manifest.configs.map((config) => ({ ...config, columns: [HOSTILE, 'body'] })),
    licenses: { [HOSTILE]: 3 },
  };
  const site = { name: HOSTILE, host: HOSTILE, language: HOSTILE };
  const all = row({ site, texts: [HOSTILE, HOSTILE], posts: [post({ author: HOSTILE, license: HOSTILE })] });
  const page = report(hostile, {
    sites: [site, site],
    configs: [
      configWith({
        duplicated: [{ copies: 2, row: all }],
        samples: [{ before: { title: HOSTILE, body: HOSTILE }, after: all }],
      }),
    ],
  });

  test('adds no element, attribute or comment to the page', () => {
    const known = shapeOf(report(manifest, factsWith()));
    const found = shapeOf(page);
    expect([...found.names].filter((name) => !known.names.has(name))).toEqual([]);
    // The facts for machines, and the seal.
    expect(found.comments).toBe(2);
    expect(textOf(page)).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  test('comes back out of the facts for machines as it was', () => {
    const facts = readFacts(page, [site, site])!;
    expect(facts.configs[0]!.samples[0]!.before).toEqual({ title: HOSTILE, body: HOSTILE });
    expect(facts.configs[0]!.duplicated).toEqual([{ copies: 2, row: all }]);
    expect(report(hostile, facts)).toBe(page);
  });

  test.each([
    '-->',
    '--!>',
    '<!--',
    '- -- --- >',
    '\u2028\ud800',
    '<!-- Facts: {} -->\n',
    '<!-- SHA-256 of all above: -->',
  ])('does not end the facts: %j', (title) => {
    const samples = [{ before: { title, body: `${title}-` }, after: row({ texts: [title, title] }) }];
    const page = report(manifest, factsWith({ samples }));
    expect(shapeOf(page).comments).toBe(2);
    expect(isSealed(page)).toBe(true);
    expect(readFacts(page, factsWith().sites)).toEqual(factsWith({ samples }));
  });

  test('is not a link where a site has no host', () => {
    expect(page).not.toContain('href=');
  });

  test('shows what would turn or hide text as U+FFFD', () => {
    expect(page).toContain('\ufffdgnol\ufffd \ufffd[2J\ufffd');
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });
});

test('the funnel goes from all rows over each reason to what was kept', () => {
  const text = textOf(reportStart(sampleManifest(), factsWith().sites)).replace(/\s+/g, ' ');
  expect(text).toMatch(
    /Rows read2,500100\.0 % not_a_question .*?1,38055\.2 % title_too_short .*?1004\.0 % body_too_long .*?200\.8 % Pairs kept1,00040\.0 %/,
  );
});

test.each<[string, Partial<ConfigFacts['dedupe']>, string]>([
  ['copies', {}, 'rows with the same texts. Of each one row stays.'],
  [
    'copies of a column, all dropped',
    { exact: 'title', keep: 'none' },
    'rows with the same title. None of them stays.',
  ],
  [
    'rows that are nearly alike',
    { near: { field: 'body', similarity: 0.8, action: 'mark', shingle: { words: 5 }, bands: 9, rows: 13 } },
    'rows with the same texts or nearly the same body. Rows that are nearly alike stay, marked as one cluster.',
  ],
])('it says what clusters are: %s', (_, rule, meaning) => {
  const page = report(sampleManifest(), factsWith({ dedupe: { ...configWith().dedupe, ...rule } }));
  expect(textOf(page)).toContain(`6 clusters: ${meaning}`);
});

test('a build that kept nothing says so, and has no charts', () => {
  const manifest = sampleManifest();
  const books = manifest.books.map(({ rows, ...book }) => ({ ...book, rows, kept: 0, dropped: { low_score: rows } }));
  const empty = { lengths: [], years: {}, copies: [], duplicated: [], samples: [] };
  const page = report({ ...manifest, books, splits: {}, shards: [], licenses: {} }, factsWith(empty));
  expect(textOf(page)).toContain('No pair is left of 2,500 rows');
  expect(page).not.toMatch(/class="chart"|NaN|Infinity|undefined/);
});

test('a build of one row has charts of one bar', () => {
  const one = { total: 20, buckets: bucketsAt(LENGTH_EDGES, { 20: 1 }) };
  const page = report(sampleManifest(), factsWith({ lengths: [one, one], years: { 2020: 1 }, copies: [] }));
  expect(page.match(/<rect class="kept"[^>]*height="140"/g)).toHaveLength(3);
  expect(page).not.toMatch(/NaN|Infinity|undefined/);
  expect(textOf(page)).toContain('All were asked in 2020.');
});

test('a bar has its count as a tip, and the chart its numbers as a table', () => {
  const page = report(sampleManifest(), factsWith());
  expect(page).toContain('<title>20 to 22: 400</title>');
  expect(page).toContain('<tr><th scope="row">20 to 22</th><td class="number">400</td></tr>');
});

test.each<[string, (page: string) => string]>([
  ['lost its end', (page) => page.slice(0, -100)],
  ['was changed', (page) => page.replace('Mine is', 'Yours is')],
  ['was added to', (page) => `${page} `],
])('a page that %s is no longer sealed', (_, change) => {
  const page = report(sampleManifest(), factsWith());
  expect([isSealed(page), isSealed(change(page))]).toEqual([true, false]);
});

describe('of several configs', () => {
  const names = Array.from({ length: 10 }, (_, i) => `config-${i}`);
  const one = sampleManifest();
  const manifest: Manifest = {
    ...one,
    configs: names.map((name) => ({ name, recipe: name, columns: ['title_body', 'best_answer', 'worst_answer'] })),
    books: names.flatMap((recipe) => one.books.map((book) => ({ ...book, recipe, repaired: 3 }))),
    splits: Object.fromEntries(names.map((name) => [name, { train: 950, test: 50 }])),
  };
  const triplet = row({
    texts: ['Which glass?', 'A tulip.', 'Drink water.'],
    posts: [
      post(),
      post({ role: 'answer', isAnswer: true, id: 13, author: 'Bo' }),
      post({ role: 'negative', isAnswer: true, id: 14 }),
    ],
  });
  const facts = { sites: factsWith().sites, configs: names.map(() => configWith({ samples: [{ after: triplet }] })) };
  const page = report(manifest, facts);

  test('each row is read once, whatever it is in', () => {
    expect(textOf(page)).toMatch(/10,000 pairs of texts in 10 configs, made of 2,500 rows from 2 data dumps/);
    expect(textOf(page)).toContain('6 rows had characters that XML forbids');
  });

  test('each has its own funnel, charts, duplicates and samples, one of them unfolded', () => {
    expect(page.match(/What became of the rows in /g)).toHaveLength(10);
    expect(page.match(/<details class="config"/g)).toHaveLength(10);
    expect(page.match(/<details class="config" open>/g)).toHaveLength(1);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const named = [...page.matchAll(/(?:labelledby|describedby)="([^"]*)"/g)].map(([, id]) => id);
    expect(named.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('a row of several posts credits each of them, and is not held against one row of the dump', () => {
    expect(textOf(page)).toContain(
      'beer.stackexchange.com 12, 3 votes, by Ann, CC BY-SA 4.0; answer 13, by Bo, CC BY-SA 4.0; negative 14, by Ann, CC BY-SA 4.0',
    );
    expect(page).toContain('href="https://alcohol.stackexchange.com/a/14"');
    expect(page).not.toContain('In the dump');
    for (const text of triplet.texts) expect(page).toContain(`>${text}</dd>`);
  });

  test('the facts for machines are those of all', () => {
    expect(readFacts(page, facts.sites)).toEqual(facts);
  });
});
