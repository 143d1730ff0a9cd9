import { describe, expect, it } from 'vitest';
import { readPosts } from '../../src/extract/read-posts.ts';
import type { Post } from '../../src/types.ts';
import { ODD_ROWS } from './odd-rows.ts';
import { postsOf, readBySax, readDump } from './read-dump.ts';

const GOOD = '<row Id="1" PostTypeId="1" Score="2" Title="first" />';
const LAST = '<row Id="99" PostTypeId="2" Body="last" />';

function dump(...rows: string[]): string {
  return `\ufeff<?xml version="1.0" encoding="utf-8"?>\r\n<posts>\r\n  ${rows.join('\r\n  ')}\r\n</posts>`;
}

describe('a row', () => {
  it.each(ODD_ROWS)('with $name is read once, as what it is', async ({ xml, post, fault, repaired }) => {
    const { visits, rows, repairs } = await readDump(dump(GOOD, xml, LAST));
    expect(rows).toBe(3);
    expect(visits).toHaveLength(3);
    expect(visits[1]).toMatchObject(
      post ? { post } : { reason: 'malformed_row', detail: expect.stringMatching(fault!) },
    );
    expect(repairs).toBe(repaired ? 1 : 0);
    expect(visits[0]).toMatchObject({ post: { id: 1, title: 'first' } });
    expect(visits[2]).toMatchObject({ post: { id: 99, body: 'last' } });
  });

  it.each(ODD_ROWS.filter(({ post }) => post))('with $name is the same to sax', async ({ xml }) => {
    const text = dump(GOOD, xml, LAST);
    const { visits, error } = readBySax(text);
    expect(error).toBeUndefined();
    expect(postsOf(await readDump(text))).toEqual(postsOf({ visits }));
  });

  it('tells its byte in the file and its number in the block', () => {
    const bytes = Buffer.from(dump(GOOD, '<row/>', LAST));
    const places: unknown[] = [];
    const visitor = {
      post: (_: Post, place: unknown) => places.push(place),
      damaged: (_: string, place: unknown) => places.push(place),
    };
    readPosts({ bytes, byte: 1000, oversizedRows: 0 }, visitor);
    expect(places).toEqual([GOOD, '<row/>', LAST].map((row, i) => ({ byte: 1000 + bytes.indexOf(row), row: i })));
  });

  it('with invalid UTF-8 holds U+FFFD where the bytes are wrong', async () => {
    const bytes = Buffer.from(dump(GOOD.replace('first', 'a\u0001b&amp;\u0001')).replaceAll('\u0001', '\u0002'));
    bytes.forEach((byte, i) => {
      if (byte === 2) bytes[i] = 0xe9;
    });
    expect(postsOf(await readDump(bytes))[0]?.title).toBe('a\ufffdb&\ufffd');
  });

  it('with a quarter of a million attributes is read, and pollutes nothing', async () => {
    const many = Array.from({ length: 250_000 }, (_, i) => `a${i}="1"`).join(' ');
    const [post] = postsOf(await readDump(dump(`<row Id="5" PostTypeId="1" __proto__="x" ${many} />`)));
    expect(post).toMatchObject({ id: 5, typeId: 1 });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('has one verdict, whatever is asked of it', () => {
    const bytes = Buffer.from(dump(...ODD_ROWS.map(({ xml }) => xml)));
    const verdicts = (ask: (post: Post) => unknown) => {
      const seen: string[] = [];
      const post = (it: Post) => {
        ask(it);
        seen.push('post');
      };
      readPosts({ bytes, byte: 0, oversizedRows: 0 }, { post, damaged: (reason) => seen.push(reason) });
      return seen;
    };
    const all = (post: Post) => [post.title, post.body, post.tags, post.votes, post.created];
    expect(verdicts(() => undefined)).toEqual(verdicts(all));
  });
});

describe('between rows', () => {
  const rest = `${GOOD}\n${LAST}\n</posts>`;
  it.each([
    ['a comment', `<posts><!-- made by hand -->${rest}`],
    ['a comment with rows', `<posts><!-- <row Id="3" PostTypeId="1" /> --><!----><!---->\n${rest}`],
    ['a comment with quotes', `<posts><!-- it's "so -->${rest}`],
    ['a DOCTYPE', `<!DOCTYPE posts SYSTEM "posts.dtd">\n<posts>${rest}`],
    [
      'a DOCTYPE with entities',
      `<!DOCTYPE posts [<!ENTITY a "b"><!ENTITY c SYSTEM "file:///etc/passwd">]><posts>${rest}`,
    ],
    ['elements that are no rows', `<posts><rows/><rowan Id="4"/><item/>${rest}`],
  ])('%s is passed over, by sax as well', async (_, text) => {
    const posts = postsOf(await readDump(text));
    expect(posts.map(({ id }) => id)).toEqual([1, 99]);
    expect(posts).toEqual(postsOf(readBySax(text)));
  });

  it.each([
    ['a comment that never ends', `<posts><!-- a ${rest}`, [1, 99]],
    ['a comment after an odd row', `<posts><row Id='3' PostTypeId='1'/><!-- ${GOOD} -->${LAST}`, [3, 99]],
    ['a comment after a row cut short', `<posts><row Id="3" <!-- ${GOOD} -->${LAST}`, [1, 99]],
    [
      'an element with a name of JavaScript',
      `<posts><item hasOwnProperty="1" a="2"/><row Id='3' PostTypeId='1'><item hasOwnProperty="1" a="2"/></row>${rest}`,
      [3, 1, 99],
    ],
    ['a lone <', `<posts> < <<< ${rest}`, [1, 99]],
    ['nothing but the rows', `${GOOD}${LAST}`, [1, 99]],
    ['no rows', '<posts></posts>', []],
  ])('%s loses no row that is one', async (_, text, ids) => {
    expect(postsOf(await readDump(text)).map(({ id }) => id)).toEqual(ids);
  });

  it('a million open comments take no time', async () => {
    const text = `${'<!-- <row Id="1" PostTypeId="1" Title=\'\'>'.repeat(5000)}${'<!-- '.repeat(1_000_000)}`;
    expect((await readDump(text)).rows).toBe(5000);
  }, 20_000);
});
