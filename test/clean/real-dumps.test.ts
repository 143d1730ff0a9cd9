// Against real dumps, where STACKPAIRS_DUMPS names a folder of them. Nothing of them is copied into the project.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeXML } from 'entities';
import { describe, expect, it } from 'vitest';
import { credit, DEFAULT_POLICY, renderHtml } from '../../src/clean/index.ts';
import { postWith } from './posts.ts';

const dumps = process.env.STACKPAIRS_DUMPS ?? '';

type Row = (attribute: string) => string | undefined;

function* rowsOf(folder: string): Generator<Row> {
  const xml = readFileSync(join(dumps, folder, 'Posts.xml'), 'utf8');
  for (const [row] of xml.matchAll(/<row [^\n]*/g)) {
    yield (attribute) => {
      const value = new RegExp(` ${attribute}="([^"]*)"`).exec(row)?.[1];
      return value === undefined ? undefined : decodeXML(value);
    };
  }
}

describe.skipIf(dumps === '')('real dumps', () => {
  it.each([
    'cardano.stackexchange.com-2021-12',
    'beer.stackexchange.com-2016-09',
    'bicycles.meta.stackexchange.com-2023-09',
  ])('leave no tag in the text of %s, but for those in code', (folder) => {
    for (const row of rowsOf(folder)) {
      // What looks like a tag in a rendered text was written as an entity: take those out first.
      const html = (row('Body') ?? '').replace(/&(?:amp;)*lt;/g, '‹');
      expect(renderHtml(html), `row ${row('Id')}`).not.toMatch(/<\/?(?:p|pre|code|br|li|ul|blockquote|strong|em|a)\b/);
    }
  });

  it('keep every word of the posts without code, quotes and images of beer', () => {
    for (const row of rowsOf('beer.stackexchange.com-2016-09')) {
      const html = row('Body') ?? '';
      if (/<(?:pre|blockquote|img|ol|ul|del)|&/.test(html)) continue;
      const words = html.replace(/<[^>]*>/g, (tag) =>
        /^<\/?(?:p|br|h\d|hr|div|t[drh]|table|tbody|thead)\b/.test(tag) ? ' ' : '',
      );
      expect(renderHtml(html).split(/\s+/), `row ${row('Id')}`).toEqual(words.trim().split(/\s+/));
    }
  });

  it('lose exactly the two banners that bicycles.meta has', () => {
    const keep = { ...DEFAULT_POLICY, banners: 'keep' } as const;
    const changed = [...rowsOf('bicycles.meta.stackexchange.com-2023-09')].filter((row) => {
      const html = row('Body') ?? '';
      return renderHtml(html) !== renderHtml(html, keep);
    });
    expect(changed.length).toBe(2);
  });

  it('derive the licence that bicycles.meta states, for 99 of 100 posts', () => {
    let agreed = 0;
    let rows = 0;
    for (const row of rowsOf('bicycles.meta.stackexchange.com-2023-09')) {
      const created = row('CreationDate') ?? '';
      const editor = row('LastEditorUserId');
      const editorId = editor === undefined ? undefined : Number(editor);
      rows++;
      if (credit(postWith({ created, edited: row('LastEditDate'), editorId })).license === row('ContentLicense'))
        agreed++;
    }
    expect(agreed / rows).toBeGreaterThanOrEqual(0.99);
  });
});
