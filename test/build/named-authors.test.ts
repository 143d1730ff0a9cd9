// Authors by the names that the dump's Users.xml has: who is named, what names may hold, and what keeps them out.
import { appendFileSync, createReadStream, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readUsers } from '../../src/extract/index.ts';
import { readManifest } from '../../src/manifest-file.ts';
import { writeSample } from '../../src/sample/index.ts';
import { takedown } from '../../src/takedown.ts';
import { verify } from '../../src/verify.ts';
import { runCli } from '../cli/run-cli.ts';
import { makeArchive } from '../extract/make-archive.ts';
import { buildFrom, digestsOf, type Options, rowsIn, SMALL_SHARDS, testFolder, UNFILTERED } from './dataset.ts';
import { postsXml, type Question, writeDump } from './dump.ts';
import { killInPass } from './kill-in-pass.ts';

const root = testFolder();
let folders = 0;

const usersXml = (rows: readonly string[]) => `<users>\n${rows.map((row) => `  <row ${row} />\n`).join('')}</users>`;
const user = (id: number, name: string) => `Id="${id}" DisplayName="${name}"`;

/** A dump of one site, bells, with these users. */
function dumpOf(questions: readonly Question[], users: string | Uint8Array): string {
  const dump = writeDump(join(root, `dump-${folders++}`), { bells: questions });
  writeFileSync(join(dump, 'bells', 'Users.xml'), users);
  return dump;
}

const outOf = (dump: string) => `${dump}-out`;

/** What provenance says of the author of each question. */
function authorsIn(out: string) {
  const posts = rowsIn(out).flatMap(({ provenance }) => provenance.posts);
  return Object.fromEntries(posts.map(({ id, authorId, author }) => [id, [authorId, author]]));
}

/** Files of a build, its work folder too, in which a text stands. */
const filesWith = (out: string, text: string) =>
  readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));

test('a post has the name its row says, else the one of its owner in Users.xml, else none', async () => {
  const questions: Question[] = [
    { id: 1, owner: 7 },
    { id: 2, owner: 7, more: 'OwnerDisplayName="As I was"' },
    { id: 3, owner: 8 },
    { id: 4, owner: -1 },
    { id: 5, owner: 9, more: 'OwnerDisplayName=""' },
    { id: 6, owner: 10 },
    { id: 7, owner: 11 },
  ];
  const named = [user(-1, 'Community'), user(7, 'Ann'), user(9, 'Bo'), user(10, ''), 'Id="11"'];
  const dump = dumpOf(questions, usersXml(named));
  const manifest = await buildFrom([dump], outOf(dump), { pipeline: UNFILTERED });
  expect(authorsIn(outOf(dump))).toEqual({
    1: [7, 'Ann'],
    2: [7, 'As I was'],
    3: [8, undefined],
    4: [-1, 'Community'],
    5: [9, 'Bo'],
    6: [10, undefined],
    7: [11, undefined],
  });
  expect(manifest.authors).toEqual({ named: 4, unnamed: 3, users: 5, dropped: {} });
  expect(manifest.tables).toEqual([
    expect.objectContaining({ file: 'bells/Users.xml', site: 'bells', table: 'Users' }),
  ]);
  expect((await verify(outOf(dump))).faults).toEqual([]);
});

test('a post without an owner has the name its row says', async () => {
  const posts = postsXml([{ id: 1, more: 'OwnerDisplayName="user90"' }]).replace(' OwnerUserId="7"', '');
  const dump = dumpOf([], usersXml([user(7, 'Ann')]));
  writeFileSync(join(dump, 'bells', 'Posts.xml'), posts);
  const { authors } = await buildFrom([dump], outOf(dump), { pipeline: UNFILTERED });
  expect(authorsIn(outOf(dump))).toEqual({ 1: [undefined, 'user90'] });
  expect(authors).toMatchObject({ named: 1, unnamed: 0 });
});

test('a user of one site is nobody on another', async () => {
  const dump = dumpOf([{ id: 1 }], usersXml([user(7, 'Ann')]));
  writeDump(dump, {
    anvils: [{ id: 1, title: 'Which anvil is mine?' }],
    cogs: [{ id: 1, title: 'Which cog is mine?', body: '<p>A cog.</p>' }],
  });
  writeFileSync(join(dump, 'cogs', 'Users.xml'), usersXml([user(7, 'Cy')]));
  await buildFrom([dump], outOf(dump), { pipeline: UNFILTERED });
  const bySite = rowsIn(outOf(dump)).map(({ provenance }) => [provenance.site, provenance.posts[0]!.author]);
  // Of the two with one body and title but for the site, each is a row of its own.
  expect(Object.fromEntries(bySite)).toEqual({ anvils: undefined, bells: 'Ann', cogs: 'Cy' });
});

test('hostile names come through as they are, and do no harm where they are shown', async () => {
  const names = [
    '<script>alert(1)</script>',
    '"\' onload=x',
    '[a](javascript:x)|`',
    '\u202eretsaM',
    '🪁\u200d',
    'a\r\nb',
  ];
  const long = 'x'.repeat(100_000);
  const escaped = (text: string) =>
    text.replace(/[&<>"\r\n]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
  const all = [...names, long];
  const questions = all.map((_, index) => ({ id: index + 1, owner: index + 1, body: `<p>Body number ${index}.</p>` }));
  const dump = dumpOf(questions, usersXml(all.map((name, index) => user(index + 1, escaped(name)))));
  const out = outOf(dump);
  await buildFrom([dump], out, { pipeline: UNFILTERED });
  expect(authorsIn(out)).toEqual(Object.fromEntries(all.map((name, index) => [index + 1, [index + 1, name]])));
  expect((await verify(out)).faults).toEqual([]);
  const page = readFileSync(join(out, 'report.html'), 'utf8');
  expect(page).not.toContain('<script>alert');
  for (const split of Object.keys(readManifest(out).splits['title-body']!)) {
    const { code, stdout } = await runCli(['trace', out, 'title-body', split, '0']);
    expect(code).toBe(0);
    expect(stdout).toContain('https://bells/users/');
    expect(stdout).not.toMatch(/[\r\u202e]/);
  }
});

describe('a Users.xml that is not whole', () => {
  const rows = [user(1, 'Ann'), user(2, 'Bo'), user(3, 'Cy')];
  const questions = [1, 2, 3].map((id) => ({ id, owner: id }));

  test.each([
    ['cut off between rows', usersXml(rows).replace('</users>', ''), { truncated_file: 1 }, ['Ann', 'Bo', 'Cy'], 4],
    ['cut off within a row', usersXml(rows).replace(/ame="Cy[\s\S]*/, ''), { truncated_file: 1 }, ['Ann', 'Bo'], 3],
    ['with a broken row', usersXml(rows).replace('Id="2"', 'Id="x"'), { malformed_row: 1 }, ['Ann', 'Cy'], 3],
  ])('%s names those of its whole rows and counts the other', async (_, users, dropped, named, read) => {
    const dump = dumpOf(questions, users);
    const { authors } = await buildFrom([dump], outOf(dump), { pipeline: UNFILTERED });
    expect(authors).toEqual({ named: named.length, unnamed: 3 - named.length, users: read, dropped });
    const found = Object.values(authorsIn(outOf(dump))).flatMap(([, author]) => author ?? []);
    expect(found.sort()).toEqual(named);
    const strict = buildFrom([dump], `${outOf(dump)}-strict`, { pipeline: UNFILTERED, strict: true });
    await expect(strict).rejects.toMatchObject({
      code: 'damaged_row',
      parts: { at: /^bells\/Users.xml row \d, byte / },
    });
  });

  test('without a row and without an end is refused', async () => {
    const dump = dumpOf(questions, '<!doctype html><p>404');
    await expect(buildFrom([dump], outOf(dump))).rejects.toMatchObject({
      code: 'bad_input',
      parts: { at: 'bells/Users.xml' },
    });
  });

  test('without users names nobody', async () => {
    const dump = dumpOf(questions, '<users />');
    const { authors } = await buildFrom([dump], outOf(dump), { pipeline: UNFILTERED });
    expect(authors).toEqual({ named: 0, unnamed: 3, users: 0, dropped: {} });
  });
});

test("with authors: 'omit' Users.xml is not read, whatever is in it", async () => {
  const dump = dumpOf([{ id: 1 }, { id: 2 }], 'no table at all');
  const pipeline = join(root, 'omit.ts');
  const definition = "{ name: 'omit', authors: 'omit', pairs: [titleBody()], clean: [htmlToText(), squeeze()] }";
  const imports = "import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';";
  writeFileSync(pipeline, `${imports}\nexport default definePipeline(${definition});\n`);
  const manifest = await buildFrom([dump], outOf(dump), { pipeline });
  expect([manifest.authors, manifest.tables]).toEqual([null, []]);
  expect((await verify(outOf(dump))).faults).toEqual([]);
});

test('a Users.xml that grows while it is read is refused', async () => {
  const dump = dumpOf([{ id: 1 }], usersXml([user(7, 'Ann')]));
  const path = join(dump, 'bells', 'Users.xml');
  const onProgress = () => appendFileSync(path, ' ');
  await expect(buildFrom([dump], outOf(dump), { pipeline: UNFILTERED, onProgress })).rejects.toMatchObject({
    code: 'bad_input',
    parts: { at: 'bells/Users.xml' },
  });
});

test('standard input has no users', async () => {
  const dump = dumpOf([{ id: 1 }], usersXml([user(7, 'Ann')]));
  const stdin = createReadStream(join(dump, 'bells', 'Posts.xml'));
  const { authors } = await buildFrom(['-'], outOf(dump), { pipeline: UNFILTERED, stdin, stdinSite: 'bells' });
  expect(authors).toEqual({ named: 0, unnamed: 1, users: 0, dropped: {} });
});

describe('a user who is taken down', () => {
  const NAME = 'Quetzalcoatlus';
  const questions = [1, 2, 3, 4].map((id) => ({ id, owner: id < 3 ? 5 : 6 }));
  const users = usersXml([user(5, NAME), user(6, 'Ann')]);
  const ids = join(root, 'list');

  beforeAll(() => writeFileSync(ids, 'bells/user/5\n'));

  test('of a finished build is nowhere in it, by posts or by name', async () => {
    const dump = dumpOf(questions, users);
    const out = outOf(dump);
    await buildFrom([dump], out, { pipeline: UNFILTERED, keepDropped: true });
    expect(filesWith(out, NAME)).not.toEqual([]);
    await takedown(out, { ids, temporary: tmpdir() });
    expect(filesWith(out, NAME)).toEqual([]);
    expect(Object.values(authorsIn(out))).toEqual([
      [6, 'Ann'],
      [6, 'Ann'],
    ]);
    expect(readManifest(out).authors).toEqual({ named: 2, unnamed: 0, users: 2, dropped: {} });
    expect((await verify(out)).faults).toEqual([]);
  });

  test('before a build is not even in its work folder', async () => {
    const dump = dumpOf(questions, users);
    await buildFrom([dump], outOf(dump), { pipeline: UNFILTERED, keepDropped: true, takedowns: ids });
    expect(filesWith(outOf(dump), NAME)).toEqual([]);
    expect(filesWith(outOf(dump), 'Ann')).not.toEqual([]);
  });
});

describe('pairs of several posts', () => {
  const dump = join(root, 'joined');
  const pipeline = join(root, 'joined.ts');
  const site = 'lanterns.stackexchange.example';
  const folder = join(dump, `${site}-2026-03`);

  beforeAll(async () => {
    const pairs = '[titleAnswer(), duplicateQuestions(), linkedNegatives()]';
    const definition = `{ name: 'joined', pairs: ${pairs}, clean: [htmlToText(), squeeze()], shard: { rows: 100 } }`;
    const names = 'definePipeline, duplicateQuestions, htmlToText, linkedNegatives, squeeze, titleAnswer';
    writeFileSync(pipeline, `import { ${names} } from 'stackpairs';\nexport default definePipeline(${definition});\n`);
    await writeSample(dump, { bytes: 1_500_000 });
  });

  test('name the author of each', async () => {
    const out = join(root, 'joined-out');
    const manifest = await buildFrom([folder], out, { pipeline });
    expect(manifest.tables.map(({ table }) => table)).toEqual(['PostLinks', 'Users']);
    const names = new Map<number, string>();
    await readUsers(createReadStream(join(folder, 'Users.xml')), {
      user: ({ id, name }) => names.set(id, name),
      damaged() {},
    });
    const rows = rowsIn(out);
    const posts = rows.flatMap(({ provenance }) => provenance.posts);
    const roles = new Set(posts.map(({ role }) => role));
    expect([...roles].sort()).toEqual(['answer', 'duplicate', 'negative', 'question']);
    const wrong = posts.filter(({ authorId, author }) => {
      const known = authorId === undefined ? undefined : names.get(authorId);
      return author === undefined
        ? known !== undefined && known.trim() !== ''
        : known === undefined && authorId !== undefined;
    });
    expect(wrong).toEqual([]);
    const named = posts.filter(({ author }) => author).length;
    expect(manifest.authors).toMatchObject({ named, unnamed: posts.length - named });
    expect((await verify(out)).faults).toEqual([]);
  });

  test.each<[string, Options]>([
    ['threads', { threads: 3, tuning: { unitBytes: 50_000 } }],
    [
      'other partitions',
      { tuning: { layout: { sides: { train: 9, validation: 1, test: 1 }, fingerprints: 3, bands: 0 } } },
    ],
    ['the pass in JavaScript', { kernel: 'js' }],
  ])('are the same with %s', async (name, options) => {
    const out = join(root, `joined-${name}`);
    await buildFrom([folder], out, { pipeline, ...options });
    expect(digestsOf(out)).toEqual(digestsOf(join(root, 'joined-out')));
  });

  test('are the same of an archive', async () => {
    const members = ['Posts.xml', 'PostLinks.xml', 'Users.xml'].map((name) => [name, readFileSync(join(folder, name))]);
    const archive = join(root, `${site}.7z`);
    writeFileSync(archive, await makeArchive(Object.fromEntries(members) as Record<string, Buffer>));
    const out = join(root, 'joined-archive');
    const { tables, authors } = await buildFrom([archive], out, { pipeline, threads: 2 });
    expect(tables.map(({ file }) => file)).toEqual([`${site}.7z/PostLinks.xml`, `${site}.7z/Users.xml`]);
    expect(authors).toEqual(readManifest(join(root, 'joined-out')).authors);
    for (const kind of ['data', 'provenance']) {
      expect(digestsOf(out, kind)).toEqual(digestsOf(join(root, 'joined-out'), kind));
    }
  });
});

describe('killed while users are read', () => {
  test('a build is finished by the same command', async () => {
    const dump = join(root, 'sample');
    await writeSample(dump, { bytes: 3_000_000 });
    const run = (out: string) => ['run', SMALL_SHARDS, '--dumps', dump, '--out', out, '--threads', '1'];
    await runCli(run(join(root, 'once')));
    const out = join(root, 'killed');
    const { code, stderr } = await killInPass('users', out, run(out));
    expect(code, stderr).toBe(0);
    expect(digestsOf(out)).toEqual(digestsOf(join(root, 'once')));
    expect(existsSync(join(out, '.work', 'users-000000.names'))).toBe(true);
    // What was read is taken over, unless it was changed.
    appendFileSync(join(out, '.work', 'users-000000.names'), 'x');
    writeFileSync(join(out, 'manifest.json'), '{');
    expect((await runCli(run(out))).code).toBe(0);
    expect(digestsOf(out)).toEqual(digestsOf(join(root, 'once')));
  });
});
