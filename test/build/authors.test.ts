// `authors: 'omit'`: nobody is named in the dataset, by name or by id.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { takedown } from '../../src/takedown.ts';
import { verify } from '../../src/verify.ts';
import { buildFrom, digestsOf, rowsIn, testFolder, UNFILTERED } from './dataset.ts';
import { writeDump } from './dump.ts';

const root = testFolder();
const NAME = 'Quetzalcoatlus';
const ID = 987654321;
const dump = join(root, 'dump');
const OMITTED = join(root, 'omitted.ts');

beforeAll(() => {
  const definition = "{ name: 'omitted', authors: 'omit', pairs: [titleBody()], clean: [htmlToText(), squeeze()] }";
  const imports = "import { definePipeline, htmlToText, squeeze, titleBody } from 'stackpairs';";
  writeFileSync(OMITTED, `${imports}\nexport default definePipeline(${definition});\n`);
  const more = `OwnerDisplayName="${NAME}"`;
  writeDump(dump, {
    bells: [
      { id: 1, owner: ID, more },
      { id: 2, owner: ID },
      { id: 3, owner: ID, more: `OwnerDisplayName="${NAME} &amp; sons"` },
      { id: 4, owner: ID, body: '', more },
      {
        id: 5,
        owner: ID,
        title: 'How do I light lantern number 1?',
        body: '<p>The wick of lantern number 1 does not burn.</p>',
      },
      { id: 6, owner: 3 },
    ],
  });
});

const texts = (out: string) =>
  readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'));

describe.each([
  ['in one pass, in WebAssembly', { kernel: 'wasm' as const }],
  ['in one pass, in JavaScript', { kernel: 'js' as const }],
  ['step by step', { keepDropped: true }],
  ['in threads', { threads: 2 }],
])('rows read %s', (name, options) => {
  const out = join(root, name);

  test('name no author, in provenance or in any other file', async () => {
    await buildFrom([dump], out, { pipeline: OMITTED, ...options });
    const rows = rowsIn(out);
    expect(rows.length).toBe(4);
    for (const { provenance } of rows) {
      expect(provenance.posts[0]).toMatchObject({ authorId: undefined, author: undefined, id: provenance.questionId });
    }
    for (const text of texts(out)) {
      expect(text).not.toContain(NAME);
      expect(text).not.toContain(String(ID));
    }
    expect((await verify(out)).faults).toEqual([]);
  });
});

test('the dataset does not depend on how rows are read', () => {
  const [first, ...others] = ['in one pass, in WebAssembly', 'in one pass, in JavaScript', 'in threads'];
  for (const other of others) expect(digestsOf(join(root, other))).toEqual(digestsOf(join(root, first!)));
});

test('the card says how to credit without names', () => {
  const card = readFileSync(join(root, 'in threads', 'README.md'), 'utf8');
  expect(card).toContain('Authors were left out of this dataset.');
});

describe('a takedown', () => {
  const listOf = (text: string) => {
    const path = join(root, 'list');
    writeFileSync(path, text);
    return path;
  };

  test('of a user is refused where nobody is named, with nothing changed', async () => {
    const out = join(root, 'in threads');
    const before = digestsOf(out);
    const request = { ids: listOf(`bells/1\nbells/user/${ID}`), temporary: tmpdir() };
    await expect(takedown(out, request)).rejects.toThrow(/does not say whose its posts are.*bells\/user\/987654321/);
    expect(digestsOf(out)).toEqual(before);
  });

  test('of a post is done', async () => {
    const out = join(root, 'in threads');
    await takedown(out, { ids: listOf('bells/2'), temporary: tmpdir() });
    expect(rowsIn(out).map(({ provenance }) => provenance.questionId)).not.toContain(2);
    expect((await verify(out)).faults).toEqual([]);
  });

  test('of a user is done where the dump is at hand, and the list an input', async () => {
    const out = join(root, 'built');
    await buildFrom([dump], out, { pipeline: OMITTED, takedowns: listOf(`bells/user/${ID}`) });
    expect(rowsIn(out).map(({ provenance }) => provenance.questionId)).toEqual([6]);
  });
});

test('by default the author is named, by id and by the name the dump has', async () => {
  const out = join(root, 'named');
  await buildFrom([dump], out, { pipeline: UNFILTERED });
  const authors = rowsIn(out).map(({ provenance }) => provenance.posts[0]!);
  expect(authors.map(({ author }) => author)).toContain(`${NAME} & sons`);
  expect(authors.map(({ authorId }) => authorId)).toContain(ID);
});
