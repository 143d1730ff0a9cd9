import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  cutBlocks,
  findInputs,
  openInput,
  openTable,
  readLinks,
  readPosts,
  readUsers,
} from '../../src/extract/index.ts';
import { type AnomalyName, type SampleOptions, type SampleReport, writeSample } from '../../src/sample/index.ts';
import type { Link } from '../../src/types.ts';
import { LINK_SHAPES, type LinkShape, linkShapes } from './link-shapes.ts';
import { cutRows, readRows, type SampleRow } from './sample-rows.ts';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'sample-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const write = (name: string, options: SampleOptions): Promise<SampleReport> => writeSample(join(root, name), options);

function digests(name: string): Record<string, string> {
  const dir = join(root, name);
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(xml|json)$/.test(file));
  return Object.fromEntries(
    files.sort().map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(dir, file)))
        .digest('hex'),
    ]),
  );
}

const total = (report: SampleReport, name: AnomalyName): number =>
  report.sites.reduce((sum, site) => sum + site.planted[name], 0);

describe('the bytes of a sample', () => {
  test('are the same for the same seed and size', async () => {
    await write('first', { bytes: 700_000, seed: 7 });
    await write('second', { bytes: 700_000, seed: 7 });
    expect(digests('second')).toEqual(digests('first'));
  });

  // Whoever changes what a sample says changes this digest, and every figure measured on a sample of the same size.
  test('are these on every machine', async () => {
    const { sites } = await write('pinned', { bytes: 300_000 });
    expect(digests('pinned')[join(sites[0]!.folder, 'Posts.xml')]).toBe(
      'dd43a967f44e727686a8148769e0891b371ec79eae5d325c4689b0de3d48715e',
    );
  });

  test('differ for another seed', async () => {
    await write('seven', { bytes: 300_000, seed: 7 });
    await write('eight', { bytes: 300_000, seed: 8 });
    expect(digests('eight')).not.toEqual(digests('seven'));
  });

  test.each([
    [1_000_000, {}],
    [1_000_000, { sites: 1 }],
    [3_000_000, { sites: 6 }],
    [20_000_000, { anomalies: false }],
  ])('are %d within a tenth (%o)', async (bytes, options) => {
    const name = `size-${bytes}-${JSON.stringify(options).length}`;
    const report = await write(name, { bytes, ...options });
    expect(Math.abs(report.bytes - bytes)).toBeLessThan(bytes / 10);
    const stored = report.sites.map(({ folder }) => readFileSync(join(root, name, folder, 'Posts.xml')).length);
    expect(report.sites.map((site) => site.bytes)).toEqual(stored);
  });

  test('hold few rows twice, each about as long as a real one', async () => {
    const report = await write('shape', { bytes: 10_000_000, sites: 1, anomalies: false });
    const [site] = report.sites;
    const rows = readRows(join(root, 'shape'), site!.folder);
    expect(report.bytes / rows.length).toBeGreaterThan(1000);
    expect(report.bytes / rows.length).toBeLessThan(1700);
    expect(site!.questions / site!.rows).toBeCloseTo(1 / 3, 1);
    expect(site!.answers / site!.rows).toBeCloseTo(2 / 3, 1);
    const answers = new Set(rows.filter(isType('2')).map((row) => row.attributes!.Body));
    expect(answers.size).toBe(site!.answers);
  });
});

const isType =
  (type: string) =>
  ({ attributes }: SampleRow): boolean =>
    attributes?.PostTypeId === type;

describe('the report of a sample', () => {
  let report: SampleReport;
  let rows: SampleRow[][];
  beforeAll(async () => {
    report = await write('reported', { bytes: 6_000_000, anomalies: 0.05 });
    rows = report.sites.map(({ folder }) => readRows(join(root, 'reported'), folder));
  });

  test('counts the rows of each type as a conforming parser does, each row taken alone', () => {
    for (const [at, site] of report.sites.entries()) {
      const types = rows[at]!.map((row) => row.attributes?.PostTypeId);
      expect(types.length).toBe(site.rows);
      expect(types.filter((type) => type === '1').length).toBe(site.questions);
      expect(types.filter((type) => type === '2').length).toBe(site.answers);
      expect(types.filter((type) => type === undefined).length).toBe(site.malformed);
    }
  });

  test.each<[AnomalyName, RegExp]>([
    ['cr_lf_reference', /&#xD;&#xA;/],
    ['raw_tab', /\t/],
    ['raw_line_separator', /\u2028/],
    ['illegal_reference', /&#x0E;&#x1;/],
    ['padded_reference', /&#x0A;/],
    ['third_level_entity', /&amp;amp;nbsp;/],
    ['possible_duplicate_banner', /Possible Duplicate:/],
    ['unclosed_tags', /&lt;li&gt;first&lt;li&gt;second/],
    ['odd_spaces', /\u00a0break, zero\u200bwidth, left\u200e/],
    ['emoji_in_text', /It flies 🪁/u],
    ['emoji_only', /Body="&lt;p&gt;🏮&lt;\/p&gt;"/u],
    ['angle_title', /Title="[^"]*&lt;socket: 11&gt;: List&lt;String&gt; &amp; more"/],
    ['non_ascii_title', /Title="[^"]*ʇǝxʇ/],
    ['edge_space_title', /Title="[^"]*\u00a0 "/],
    ['long_row', /^(?!.*(?:&lt;div&gt;){2000}).{50000}/],
    ['deep_nesting', /(&lt;div&gt;){2000}/],
    ['titled_wiki', /PostTypeId="4".* Title="/],
    ['attributes_on_lines', /"\r?\n {7}CreationDate="/],
    ['single_quotes', / PostTypeId='1'/],
    ['unknown_attribute', / Sponsor="/],
    ['unknown_type', / PostTypeId="17"/],
    ['named_owner', / OwnerDisplayName="user90"/],
    ['answer_bot', / OwnerUserId="-2"/],
    ['planted_question', / Id="1000000001" PostTypeId="1"/],
    ['planted_answer', / Id="1000000010" PostTypeId="2"/],
    ['bare_ampersand', /Q & A/],
    ['missing_id', /<row PostTypeId/],
    ['unterminated_quote', /[^"'\s] LastActivityDate="/],
    ['unquoted_value', / Score=-?\d/],
  ])('counts each %s', (name, sign) => {
    const found = rows.flat().filter((row) => sign.test(row.text)).length;
    expect(found).toBe(total(report, name));
    expect(found).toBeGreaterThan(0);
  });

  test('counts what the reader of posts finds', async () => {
    const inputs = await findInputs([join(root, 'reported')]);
    expect(inputs.map((input) => input.site)).toEqual(report.sites.map((site) => site.site).sort());
    for (const site of report.sites) {
      const input = inputs.find((candidate) => candidate.site === site.site)!;
      const found: Record<string, number> = {};
      const count = (what: string | number): void => {
        found[what] = (found[what] ?? 0) + 1;
      };
      for await (const block of cutBlocks(openInput(input))) {
        readPosts(block, { post: ({ typeId }) => count(typeId), damaged: (reason) => count(reason) });
      }
      const { questions, answers, malformed } = site;
      expect({ ...found, malformed_row: found.malformed_row ?? 0 }).toMatchObject({
        ...{ 1: questions, 2: answers, malformed_row: malformed },
      });
    }
  });

  test('counts rows out of order, and those in which an answer comes before its question', () => {
    for (const [at, site] of report.sites.entries()) {
      const found = rows[at]!.flatMap(({ attributes }) => (attributes ? [attributes] : []));
      const ids = found.map(({ Id }) => Number(Id));
      expect(ids.filter((id, i) => i > 0 && id < ids[i - 1]!).length).toBe(site.unsorted);
      expect(new Set(ids).size).toBe(ids.length);
      const places = new Map(found.map(({ Id, PostTypeId }, i) => [PostTypeId === '1' ? Id : '', i]));
      const early = found.filter(({ PostTypeId, ParentId }, i) => PostTypeId === '2' && places.get(ParentId)! > i);
      expect(early.length).toBe(site.planted.unsorted_rows);
    }
    expect(total(report, 'unsorted_rows')).toBeGreaterThan(0);
  });

  test('counts accepted answers, closed questions and owners by whether Users.xml has them', () => {
    for (const [at, site] of report.sites.entries()) {
      const found = rows[at]!.flatMap(({ attributes }) => (attributes ? [attributes] : []));
      const questions = found.filter(({ PostTypeId }) => PostTypeId === '1');
      expect(questions.filter(({ AcceptedAnswerId }) => AcceptedAnswerId !== undefined).length).toBe(site.accepted);
      expect(questions.filter(({ ClosedDate }) => ClosedDate !== undefined).length).toBe(site.closed);
      const users = new Set(
        readRows(join(root, 'reported'), site.folder, 'Users.xml').map((row) => row.attributes?.Id),
      );
      const owners = { listed: 0, unlisted: 0, none: 0 };
      for (const { OwnerUserId: id } of found)
        owners[id === undefined ? 'none' : users.has(id) ? 'listed' : 'unlisted']++;
      expect(owners).toEqual(site.owners);
      expect(Math.min(...Object.values(owners))).toBeGreaterThan(0);
    }
  });

  test('counts the line ends and tags that differ from their site', () => {
    const [first] = rows;
    expect(first!.filter((row) => /[^\r]\n$/.test(row.text)).length).toBe(report.sites[0]!.planted.lf_line_end);
    expect(first!.filter((row) => row.text.includes(' Tags="|')).length).toBe(report.sites[0]!.planted.pipe_tags);
    expect(rows[1]!.every((row) => /[^\r]\n$/.test(row.text))).toBe(true);
    expect(rows[1]!.some((row) => row.text.includes(' Tags="&lt;'))).toBe(false);
  });

  test('counts empty wikis beside those that are empty by chance', () => {
    const empty = rows.flat().filter((row) => / PostTypeId="[45]".* Body=""/.test(row.text)).length;
    expect(empty).toBeGreaterThanOrEqual(total(report, 'empty_wiki'));
  });

  test('counts links by type, those with an end that does not exist, and those to what is closed itself', () => {
    for (const [at, site] of report.sites.entries()) {
      const ids = new Set(rows[at]!.map((row) => row.attributes?.Id));
      const all = readRows(join(root, 'reported'), site.folder, 'PostLinks.xml').map((row) => row.attributes!);
      const links = all.filter(({ RelatedPostId }) => /^\d+$/.test(RelatedPostId!));
      const duplicates = links.filter(({ LinkTypeId }) => LinkTypeId === '3');
      const closed = new Set(duplicates.map(({ PostId }) => PostId).filter((id) => ids.has(id)));
      expect({
        linked: links.length - duplicates.length,
        duplicate: duplicates.length,
        dangling: links.filter((link) => !ids.has(link.PostId) || !ids.has(link.RelatedPostId)).length,
        chained: duplicates.filter(({ RelatedPostId }) => closed.has(RelatedPostId)).length,
        malformed: all.length - links.length,
      }).toEqual(site.links);
      expect(new Set(all.map(({ Id }) => Id)).size).toBe(all.length);
    }
    expect(report.sites[0]!.links.chained).toBeGreaterThan(0);
  });

  test('counts each shape of links', () => {
    const found = Object.fromEntries(LINK_SHAPES.map((name) => [name, 0])) as Record<LinkShape, number>;
    for (const [at, { folder }] of report.sites.entries()) {
      const types = new Map(rows[at]!.map(({ attributes }) => [attributes?.Id, attributes?.PostTypeId]));
      const shapes = linkShapes(readRows(join(root, 'reported'), folder, 'PostLinks.xml'), types);
      for (const name of LINK_SHAPES) found[name] += shapes[name];
    }
    expect(found).toEqual(Object.fromEntries(LINK_SHAPES.map((name) => [name, total(report, name)])));
    expect(Math.min(...Object.values(found))).toBeGreaterThan(0);
  });

  test('counts what the readers of links and users find', async () => {
    for (const { tables, site } of await findInputs([join(root, 'reported')])) {
      const { links, users } = report.sites.find((one) => one.site === site)!;
      const types: Record<number, number> = {};
      let damaged = 0;
      const visitor = {
        link: ({ typeId }: Link) => {
          types[typeId] = (types[typeId] ?? 0) + 1;
        },
        user: () => {},
        damaged: () => {
          damaged++;
        },
      };
      await readLinks(openTable(tables.links!), visitor);
      expect({ ...types, damaged }).toEqual({ 1: links.linked, 3: links.duplicate, damaged: links.malformed });
      damaged = 0;
      expect(await readUsers(openTable(tables.users!), visitor)).toMatchObject({ rows: users.rows });
      expect(damaged).toBe(users.malformed);
    }
  });

  test('counts users with odd names: without letters, with markup, references or none at all', () => {
    for (const site of report.sites) {
      const text = readRows(join(root, 'reported'), site.folder, 'Users.xml').map((row) => row.text);
      expect(text.length).toBe(site.users.rows);
      const names = text.map((row) => / DisplayName="([^"]*)"/.exec(row)?.[1]);
      const ordinary = names.filter(
        (name) => name !== undefined && /^[^&\t\u2028\u202e\u200b]+ \d+$|^Nobody$/u.test(name),
      );
      expect(text.length - ordinary.length - 1).toBe(site.users.odd);
      expect(site.users.odd).toBeGreaterThanOrEqual(18);
    }
  });

  test('counts questions whose answers are hard to rank', () => {
    const found = { tied_answers: 0, tied_accepted: 0, negative_accepted: 0, accepted_missing: 0, orphan_answer: 0 };
    for (const list of rows) {
      const posts = list.flatMap(({ attributes }) => (attributes ? [attributes] : []));
      const byId = new Map(posts.map((post) => [post.Id, post]));
      for (const { PostTypeId, Id, ParentId, AcceptedAnswerId } of posts) {
        if (PostTypeId === '2' && !byId.has(ParentId!) && ParentId !== '1000000001') found.orphan_answer++;
        if (PostTypeId !== '1') continue;
        const votes = posts.filter((post) => post.ParentId === Id).map(({ Score }) => Number(Score));
        const isTied = votes.length === 2 && votes.every((vote) => vote === 7);
        if (isTied) found[AcceptedAnswerId === undefined ? 'tied_answers' : 'tied_accepted']++;
        if (AcceptedAnswerId === undefined) continue;
        const accepted = byId.get(AcceptedAnswerId);
        if (accepted === undefined) found.accepted_missing++;
        if (votes.join() === '0,-2' && accepted?.Score === '-2') found.negative_accepted++;
      }
    }
    for (const [name, count] of Object.entries(found)) {
      expect(count, name).toBeGreaterThanOrEqual(total(report, name as AnomalyName));
      expect(total(report, name as AnomalyName), name).toBeGreaterThan(0);
    }
    expect(found.accepted_missing).toBe(total(report, 'accepted_missing'));
    expect(found.orphan_answer).toBe(total(report, 'orphan_answer'));
  });

  test('counts the questions that repeat another one of the sample', () => {
    const key = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').replaceAll(' </p>', '</p>');
    const texts = rows
      .flat()
      .filter(isType('1'))
      .map(({ attributes }) => `${attributes!.Title}\n${attributes!.Body}`);
    const exact = report.sites.reduce((sum, site) => sum + site.duplicates.exact, 0);
    const respaced = report.sites.reduce((sum, site) => sum + site.duplicates.respaced, 0);
    expect(texts.length - new Set(texts).size).toBeGreaterThanOrEqual(exact);
    expect(texts.length - new Set(texts.map(key)).size).toBe(exact + respaced);
    expect(exact).toBeGreaterThan(10);
  });
});

describe('a small sample', () => {
  test('holds every anomaly at least once', async () => {
    const report = await write('small', { bytes: 300_000 });
    const missing = Object.keys(report.sites[0]!.planted).filter((name) => total(report, name as AnomalyName) === 0);
    expect(missing).toEqual([]);
  });

  test('holds none when told so, and is well-formed, in order and whole', async () => {
    const report = await write('plain', { bytes: 2_000_000, anomalies: false });
    for (const { folder, rows: count, malformed } of report.sites) {
      const rows = readRows(join(root, 'plain'), folder);
      expect(malformed).toBe(0);
      expect(rows.filter((row) => row.attributes !== undefined).length).toBe(count);
      const ids = rows.map((row) => Number(row.attributes!.Id));
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
      const questions = new Set(rows.filter(isType('1')).map((row) => row.attributes!.Id));
      const orphans = rows.filter(isType('2')).filter((row) => !questions.has(row.attributes!.ParentId!));
      expect(orphans).toEqual([]);
    }
  });

  test('has the frame of a real file: byte order mark, declaration, prologue, no last line end', async () => {
    const report = await write('frame', { bytes: 300_000 });
    const xml = readFileSync(join(root, 'frame', report.sites[0]!.folder, 'Posts.xml'), 'utf8');
    const start = '\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<!-- ';
    expect(xml.slice(0, start.length)).toBe(start);
    expect(xml).toMatch(/<!DOCTYPE posts SYSTEM "posts.dtd">\r\n<posts>\r\n {2}<row /);
    expect(xml.endsWith('\r\n</posts>')).toBe(true);
  });

  test('can be in UTF-16, with the same rows', async () => {
    const utf8 = await write('utf-8', { bytes: 200_000, sites: 1 });
    const utf16 = await write('utf-16', { bytes: 200_000, sites: 1, encoding: 'utf-16le' });
    const { folder } = utf8.sites[0]!;
    const stored = readFileSync(join(root, 'utf-16', folder, 'Posts.xml'));
    expect([...stored.subarray(0, 2)]).toEqual([0xff, 0xfe]);
    expect(stored.length).toBe(utf16.bytes);
    expect(cutRows(stored.toString('utf16le'))).toEqual(readRows(join(root, 'utf-8'), folder).map((row) => row.text));
  });

  test('can break off in the middle of a row', async () => {
    const report = await write('truncated', { bytes: 200_000, truncate: true });
    const rows = readRows(join(root, 'truncated'), report.sites[0]!.folder);
    expect(report.sites.map((site) => site.truncated)).toEqual([true, false, false]);
    expect(rows.length).toBe(report.sites[0]!.rows + 1);
    expect(rows.at(-1)!.text).toMatch(/Body="[^"]+$/);
  });

  test('can hold one row of any length', async () => {
    const report = await write('huge', { bytes: 200_000, sites: 1, hugeRowBytes: 10_000_000 });
    const rows = readRows(join(root, 'huge'), report.sites[0]!.folder);
    const huge = rows.filter((row) => row.text.length > 5_000_000);
    expect(huge.length).toBe(1);
    expect(Buffer.byteLength(huge[0]!.text)).toBeGreaterThan(10_000_000);
    expect(rows.length).toBe(report.sites[0]!.rows);
  });
});

describe('writing a sample', () => {
  test('takes the same memory at any size', async () => {
    await write('warm', { bytes: 20_000_000 });
    const before = process.memoryUsage().rss;
    let peak = 0;
    await write('large', {
      bytes: 300_000_000,
      onProgress: () => {
        peak = Math.max(peak, process.memoryUsage().rss);
      },
    });
    rmSync(join(root, 'large'), { recursive: true });
    expect(peak - before).toBeLessThan(80_000_000);
  });

  test('leaves nothing that could be taken for whole when it is stopped', async () => {
    const stop = new AbortController();
    const writing = write('stopped', { bytes: 50_000_000, signal: stop.signal, onProgress: () => stop.abort() });
    await expect(writing).rejects.toThrow(/abort/i);
    const left = readdirSync(join(root, 'stopped'), { recursive: true, encoding: 'utf8' });
    expect(left.filter((file) => /xml|json/.test(file))).toEqual([]);
  });

  test('says last that the sample is whole', async () => {
    const report = await write('whole', { bytes: 300_000 });
    expect(JSON.parse(readFileSync(join(root, 'whole', 'sample.json'), 'utf8'))).toEqual(report);
    expect(readdirSync(join(root, 'whole', report.sites[0]!.folder)).sort()).toEqual([
      'PostLinks.xml',
      'Posts.xml',
      'Tags.xml',
      'Users.xml',
    ]);
  });

  test.each([
    [{ bytes: 0 }],
    [{ bytes: Number.NaN }],
    [{ bytes: 1000, seed: 0.5 }],
    [{ bytes: 1000, sites: 0 }],
    [{ bytes: 1000, anomalies: 2 }],
  ])('refuses %o', async (options) => {
    await expect(write('refused', options)).rejects.toMatchObject({ code: 'bad_usage' });
  });
});
