// The tables beside the posts of real dumps, held against what Python's parser counts in them. Nothing of them is copied here.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findInputs, openTable, readLinks, readUsers } from '../../src/extract/index.ts';
import type { Link, TableFile, User } from '../../src/types.ts';
import { localUnpacker } from './local-unpacker.ts';

const dumps = process.env.STACKPAIRS_DUMPS ?? '';
const options = { path: process.env.PATH };

// Sums hold the rows against each other without their texts.
const COUNT_LINKS = `
import collections, json, sys, xml.etree.ElementTree as tree
rows = [row.attrib for _, row in tree.iterparse(sys.stdin.buffer) if row.tag == 'row']
print(json.dumps({
  'types': collections.Counter(row['LinkTypeId'] for row in rows),
  'ids': sum(int(row['Id']) for row in rows),
  'ends': sum(int(row['PostId']) * 3 + int(row['RelatedPostId']) for row in rows),
  'dates': len(set(row['CreationDate'] for row in rows))}))`;
const COUNT_USERS = `
import json, sys, xml.etree.ElementTree as tree
rows = [row.attrib for _, row in tree.iterparse(sys.stdin.buffer) if row.tag == 'row']
print(json.dumps({
  'rows': len(rows),
  'ids': sum(int(row['Id']) for row in rows),
  'letters': sum(len(row.get('DisplayName', '').encode('utf-16-le')) // 2 for row in rows),
  'accounts': sum(int(row.get('AccountId', 0)) for row in rows)}))`;

function python(program: string, input: Buffer): unknown {
  return JSON.parse(execFileSync('python3', ['-c', program], { input, encoding: 'utf8' }));
}

/** The XML of a table, by 7-Zip where it is in an archive. */
async function xmlOf(table: TableFile): Promise<Buffer> {
  if (table.container === 'xml') return readFileSync(table.path);
  const chunks: Uint8Array[] = [];
  for await (const chunk of openTable(table, options)) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
}

const never = () => expect.unreachable('no row of these is damaged');
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const FOLDERS = [
  ['beer.stackexchange.com-2016-09', false],
  ['beer.stackexchange.com-2020-06', true],
  ['bicycles.meta.stackexchange.com-2023-09', false],
  ['cardano.stackexchange.com-2021-12', false],
] as const;

describe.skipIf(dumps === '')('real dumps (where STACKPAIRS_DUMPS is set)', () => {
  it.each(FOLDERS)('%s has the links that Python counts', async (folder) => {
    const [input] = await findInputs([`${dumps}/${folder}`], options);
    const table = input!.tables.links!;
    const links: Link[] = [];
    await readLinks(openTable(table, { ...options, unpacker: localUnpacker(2) }), {
      link: (link) => links.push(link),
      damaged: never,
    });
    const types: Record<string, number> = {};
    for (const { typeId } of links) types[typeId] = (types[typeId] ?? 0) + 1;
    expect({
      types,
      ids: sum(links.map(({ id }) => id)),
      ends: sum(links.map(({ postId, relatedId }) => postId * 3 + relatedId)),
      dates: new Set(links.map(({ created }) => created)).size,
    }).toEqual(python(COUNT_LINKS, await xmlOf(table)));
    expect(types[3]).toBeGreaterThan(0);
  });

  it.each(FOLDERS)('%s has the users that Python counts, where it has any: %s', async (folder, hasUsers) => {
    const [input] = await findInputs([`${dumps}/${folder}`], options);
    const table = input!.tables.users;
    expect(table !== undefined).toBe(hasUsers);
    if (table === undefined) return;
    const users: User[] = [];
    await readUsers(openTable(table, { ...options, unpacker: localUnpacker(2) }), {
      user: (user) => users.push(user),
      damaged: never,
    });
    expect({
      rows: users.length,
      ids: sum(users.map(({ id }) => id)),
      letters: sum(users.map(({ name }) => name.length)),
      accounts: sum(users.map(({ accountId = 0 }) => accountId)),
    }).toEqual(python(COUNT_USERS, await xmlOf(table)));
  });
});
