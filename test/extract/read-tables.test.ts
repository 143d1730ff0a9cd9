import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findInputs, openTable, readLinks, readUsers, type TableCount } from '../../src/extract/index.ts';
import type { DamageReason, Link, LinkVisitor, User, UserVisitor } from '../../src/types.ts';
import { makeFolder } from './dump-files.ts';
import { chunked } from './read-dump.ts';

type Damage = { reason: DamageReason; detail: string; byte: number; row: number };

interface Reading<Row> extends TableCount {
  readonly good: readonly Row[];
  readonly damage: readonly Damage[];
  /** Byte of every visit. */
  readonly bytes: readonly number[];
}

async function links(xml: string | Uint8Array, chunk = 65_536): Promise<Reading<Link>> {
  const good: Link[] = [];
  const { visitor, damage, bytes } = recorder<LinkVisitor>({ link: (link) => good.push(link) });
  return { ...(await readLinks(chunked(Buffer.from(xml), chunk), visitor)), good, damage, bytes };
}

async function users(xml: string | Uint8Array, chunk = 65_536): Promise<Reading<User>> {
  const good: User[] = [];
  const { visitor, damage, bytes } = recorder<UserVisitor>({ user: (user) => good.push(user) });
  return { ...(await readUsers(chunked(Buffer.from(xml), chunk), visitor)), good, damage, bytes };
}

/** A visitor that also writes down the place of every visit, and what is damaged. */
function recorder<V extends LinkVisitor | UserVisitor>(good: Record<string, (row: never) => unknown>) {
  const damage: Damage[] = [];
  const bytes: number[] = [];
  const visitor: Record<string, unknown> = {
    damaged(reason: DamageReason, place: { byte: number; row: number }, detail: string) {
      bytes.push(place.byte);
      damage.push({ reason, detail, ...place });
    },
  };
  for (const [name, visit] of Object.entries(good)) {
    visitor[name] = (row: never, { byte }: { byte: number }) => {
      bytes.push(byte);
      visit(row);
    };
  }
  return { visitor: visitor as unknown as V, damage, bytes };
}

const LINK = '<row Id="3" CreationDate="2014-01-02T03:04:05.678" PostId="10" RelatedPostId="7" LinkTypeId="3" />';
const USER =
  '<row Id="5" Reputation="1" CreationDate="2014-01-02T03:04:05.678" DisplayName="Ann" AboutMe="&lt;p&gt;" AccountId="77" />';

const table = (root: string, ...rows: readonly string[]) =>
  `\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<${root}>\r\n  ${rows.join('\r\n  ')}\r\n</${root}>`;

describe('a link', () => {
  it('is read with both ends, its type and its date', async () => {
    expect(await links(table('postlinks', LINK))).toMatchObject({
      good: [{ id: 3, postId: 10, relatedId: 7, typeId: 3, created: '2014-01-02T03:04:05.678' }],
      damage: [],
      rows: 1,
    });
  });

  it.each([
    ['in single quotes', `<row Id='3' PostId='10' RelatedPostId='7' LinkTypeId='3' />`],
    ['with a number by reference', '<row Id="3" PostId="&#49;0" RelatedPostId="7" LinkTypeId="3" />'],
    ['over several lines', '<row Id="3"\r\n\tPostId="10"\n RelatedPostId="7" LinkTypeId="3"/>'],
    ['in another order, with more', '<row LinkTypeId="3" X="1" RelatedPostId="7" PostId="10" Id="3"></row>'],
  ])('%s is the same', async (_, xml) => {
    const { good, damage } = await links(table('postlinks', LINK, xml, LINK));
    expect(good[1]).toEqual({ id: 3, postId: 10, relatedId: 7, typeId: 3, created: '' });
    expect([good.length, damage.length]).toEqual([3, 0]);
  });

  it.each([
    ['without an id', LINK.replace('Id="3" ', ''), 'Id is missing'],
    ['without an end', LINK.replace('RelatedPostId="7" ', ''), 'RelatedPostId is missing'],
    ['without a type', LINK.replace('LinkTypeId="3" ', ''), 'LinkTypeId is missing'],
    ['to what is no number', LINK.replace('"7"', '"seven"'), 'RelatedPostId is "seven"'],
    ['from a negative post', LINK.replace('"10"', '"-10"'), 'PostId is "-10"'],
    ['to beyond all numbers', LINK.replace('"7"', '"99999999999"'), 'RelatedPostId is "99999999999"'],
    ['with no date in its date', LINK.replace('2014-01', '2014-13'), /^CreationDate is "2014-13/],
    ['of another table', USER, 'PostId is missing'],
    ['with an end twice', LINK.replace(' PostId', ' PostId="1" PostId'), 'PostId is there twice'],
    ['with an entity of HTML', LINK.replace('"7"', '"7&nbsp;"'), /./],
  ])('%s is damaged, by its byte, and its neighbours are not', async (_, xml, fault) => {
    const text = table('postlinks', LINK, xml, LINK);
    const { good, damage, bytes } = await links(text);
    const byte = Buffer.from(text).indexOf(Buffer.from(xml));
    expect(damage).toEqual([
      { reason: 'malformed_row', detail: fault instanceof RegExp ? expect.stringMatching(fault) : fault, byte, row: 1 },
    ]);
    expect([good.length, bytes[1]]).toEqual([2, byte]);
  });
});

describe('a user', () => {
  it('is read with id, name and account', async () => {
    expect(await users(table('users', USER))).toMatchObject({ good: [{ id: 5, name: 'Ann', accountId: 77 }], rows: 1 });
  });

  it.each<[string, string, Partial<User>]>([
    [
      'with references in the name',
      'DisplayName="a &amp;amp; &lt;b&gt; &quot;c&apos; &#xE9;&#x1F600;"',
      { name: `a &amp; <b> "c' é\u{1F600}` },
    ],
    ['with a name in quotes', `DisplayName='say "a"'`, { name: 'say "a"' }],
    ['with white space in the name', 'DisplayName=" a\tb&#xA;c "', { name: ' a b\nc ' }],
    ['with a line separator in the name', 'DisplayName="a\u2028b"', { name: 'a\u2028b' }],
    ['with an empty name', 'DisplayName=""', { name: '' }],
    ['without a name', '', { name: '', accountId: undefined }],
    ['that is the Community', 'DisplayName="Community" AccountId="-1"', { accountId: -1 }],
    ['with attributes of old dumps', 'DisplayName="b" Age="30" EmailHash="00" Age2="x"', { name: 'b' }],
    ['called like a prototype', 'DisplayName="__proto__" __proto__="x"', { name: '__proto__' }],
  ])('%s is read', async (_, attributes, user) => {
    const { good, damage } = await users(table('users', USER, `<row Id="-1" ${attributes} />`, USER));
    expect(damage).toEqual([]);
    expect(good).toMatchObject([{ id: 5 }, { id: -1, ...user }, { id: 5 }]);
  });

  it('with a forbidden character in the name is repaired, and counted', async () => {
    const xml = table('users', USER, USER.replace('Ann', 'a&#x0E;b'), USER.replace('&gt;', '&#x1;'));
    const { good, repairs } = await users(xml);
    expect(good.map(({ name }) => name)).toEqual(['Ann', 'a\ufffdb', 'Ann']);
    expect(repairs).toBe(2);
  });

  it.each([
    ['without an id', USER.replace('Id="5" ', ''), 'Id is missing'],
    ['with an id that is no number', USER.replace('"5"', '"5x"'), 'Id is "5x"'],
    ['with an account that is none', USER.replace('"77"', '""'), 'AccountId is ""'],
    ['with a bare & in a text nobody reads', USER.replace('&lt;', '&'), /./],
    ['with a raw <', USER.replace('Ann', 'a<b'), 'raw < in the tag'],
  ])('%s is damaged', async (_, xml, fault) => {
    const { good, damage } = await users(table('users', USER, xml, USER));
    expect(damage).toMatchObject([
      { reason: 'malformed_row', detail: fault instanceof RegExp ? expect.stringMatching(fault) : fault, row: 1 },
    ]);
    expect(good).toHaveLength(2);
  });
});

describe('a table', () => {
  it.each([
    ['without rows', '<postlinks>\r\n</postlinks>'],
    ['without rows or end tag', '\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<postlinks />'],
    ['whose only row is in a comment', `<postlinks><!-- ${LINK} --></postlinks>`],
  ])('%s is empty', async (_, xml) => {
    expect(await links(xml)).toMatchObject({ rows: 0, good: [], damage: [] });
  });

  it.each([
    ['an empty file', ''],
    ['an error page', '<!doctype html><title>404</title>'],
    ['another table without rows', '<posts>\n</posts>'],
    ['cut before its first row', '<?xml version="1.0"?><postlinks>'],
  ])('that is %s is refused with its name', async (_, xml) => {
    await expect(links(xml)).rejects.toMatchObject({ code: 'bad_input', parts: { at: 'PostLinks.xml' } });
  });

  it.each([
    [
      'a DOCTYPE and a comment',
      `<!DOCTYPE postlinks SYSTEM "x.dtd"><!-- it's ${LINK} -->\n<postlinks>${LINK}${LINK}</postlinks>`,
    ],
    ['a comment behind its end', `<postlinks>${LINK}${LINK}</postlinks><!-- it's all -->`],
    ['a comment between rows', `<postlinks>${LINK}<!-- ${LINK} -->${LINK}</postlinks>`],
    ['LF and no BOM', table('postlinks', LINK, LINK).slice(1).replaceAll('\r\n', '\n')],
  ])('with %s has its rows', async (_, xml) => {
    expect(await links(xml)).toMatchObject({ rows: 2, good: [{ id: 3 }, { id: 3 }], damage: [] });
  });

  it.each([
    ['within a row', / RelatedPostId="7" LinkTypeId="3" \/>\r\n<\/postlinks>$/, 2],
    ['within a value', /7" LinkTypeId="3" \/>\r\n<\/postlinks>$/, 2],
    ['behind a row', /\r\n<\/postlinks>$/, 3],
    ['within its end', /stlinks>$/, 3],
  ])('cut %s has one row that is truncated, the last', async (_, rest, whole) => {
    const xml = table('postlinks', LINK, LINK, LINK).replace(rest, '');
    for (const chunk of [1, 7, 65_536]) {
      const { good, damage, rows } = await links(xml, chunk);
      expect(good).toHaveLength(whole);
      expect(rows).toBe(whole + 1);
      expect(damage).toMatchObject([{ reason: 'truncated_file', row: whole }]);
    }
  });

  it('in which a row has no end but the file has one is malformed there, not truncated', async () => {
    const xml = table('postlinks', LINK, LINK.replace(' />', ''), LINK);
    expect((await links(xml)).damage).toMatchObject([{ reason: 'malformed_row', row: 1 }]);
    const last = table('postlinks', LINK, LINK.replace(' />', ''));
    expect((await links(last)).damage).toMatchObject([{ reason: 'malformed_row', row: 1 }]);
  });

  it('with a row longer than the limit says so and goes on', async () => {
    const xml = table('users', USER, USER.replace('Ann', 'x'.repeat(5_000_000)), USER);
    expect(await users(xml)).toMatchObject({
      good: [{ name: 'Ann' }, { name: 'Ann' }],
      damage: [{ reason: 'oversized_row', row: 1 }],
      rows: 3,
    });
  });

  it('with a row as long as a block is read', async () => {
    const name = 'é'.repeat(2_000_000);
    const { good } = await users(table('users', USER, USER.replace('Ann', name), USER));
    expect(good.map((user) => user.name.length)).toEqual([3, name.length, 3]);
  });

  it('gives each row once and its byte, however many blocks it comes to', async () => {
    const rows = Array.from({ length: 90_000 }, (_, i) => USER.replace('"5"', `"${i}"`).replace('Ann', `Ann é ${i}`));
    const text = Buffer.from(table('users', ...rows));
    const { good, bytes, damage } = await users(text, 1 << 20);
    expect(text.length).toBeGreaterThan(10_000_000);
    expect(damage).toEqual([]);
    expect(good.map(({ id }) => id)).toEqual(rows.map((_, i) => i));
    expect(good.every(({ id, name }) => name === `Ann é ${id}`)).toBe(true);
    expect(bytes.every((byte, i) => text.toString('latin1', byte, byte + 16).startsWith(`<row Id="${i}"`))).toBe(true);
  });

  it('in UTF-16, packed or not, is read as one in UTF-8', async () => {
    const utf16 = Buffer.from(table('postlinks', LINK, LINK), 'utf16le');
    const files = {
      'b/Posts.xml': '<posts/>',
      'b/PostLinks.xml.gz': gzipSync(utf16),
      'b/Users.xml': table('users', USER),
    };
    const [input] = await findInputs([join(makeFolder(files))]);
    const ids: number[] = [];
    const visitor = { link: ({ id }: Link) => ids.push(id), damaged: () => ids.push(Number.NaN) };
    expect(await readLinks(openTable(input!.tables.links!), visitor)).toEqual({ rows: 2, repairs: 0 });
    expect(ids).toEqual([3, 3]);
  });
});
