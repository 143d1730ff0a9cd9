// Defects of the script that made the original data set, one test each, so that none of them comes back.
import { describe, expect, it } from 'vitest';
import { credit, htmlToText, siteOf, squeeze, titleBody } from '../../src/clean/index.ts';
import type { Pair } from '../../src/types.ts';
import { postWith, SITE } from './posts.ts';

function cleaned(title: string, body: string, options: Parameters<typeof htmlToText>[0] = {}) {
  const pair = titleBody().pair(postWith({ title, body })) as Pair;
  const text = squeeze()(htmlToText(options)(pair, SITE) as Pair, SITE) as Pair;
  return { title: text.texts[0]?.value, body: text.texts[1]?.value };
}
const bodyOf = (body: string, options: Parameters<typeof htmlToText>[0] = {}) => cleaned('A title', body, options).body;

describe('defects of the original script', () => {
  it.each([
    'List<Loaf> to Map<Name, Loaf>',
    'Is a < b and c > d?',
    'Difference of &amp; and &',
    'socket: <socket: 11>: gone',
  ])('D1: a title is plain text, not HTML: %s', (title) => {
    expect(cleaned(title, '<p>x</p>').title).toBe(title);
  });

  it('D2: entities in code are decoded', () => {
    expect(bodyOf('<pre><code>if (a &lt; b &amp;&amp; c == &quot;d&quot;)</code></pre>')).toBe(
      'if (a < b && c == "d")',
    );
  });

  it('D3: a tag that spans lines is a tag', () => {
    expect(bodyOf('<p>see <a href="x"\n title="two\nlines">it</a><img src="y"\nalt="alt\ntext"></p>')).toBe('see it');
  });

  it('D4: block tags do not glue words', () => {
    expect(bodyOf('<p>try this</p><pre><code>if (x)</code></pre><p>or</p><ul><li>one</li><li>two</li></ul>')).toBe(
      'try this\n\nif (x)\n\nor\n\n- one\n- two',
    );
  });

  it('D5: banners of duplicates go, code and quotes are a choice', () => {
    const banner = '<blockquote><p><strong>Possible Duplicate:</strong><br><a href="x">y</a></p></blockquote>';
    const body = `${banner}<p>a</p><blockquote>b</blockquote><pre>c</pre>`;
    expect(bodyOf(body)).toBe('a\n\nb\n\nc');
    expect(bodyOf(body, { code: 'drop', quotes: 'drop' })).toBe('a');
  });

  it('D6: a row can be credited', () => {
    const { id, authorId, license, created } = credit(postWith({ created: '2012-01-01T00:00:00.000' }));
    expect({ id, authorId, license, created }).toEqual({
      id: 7,
      authorId: 12,
      license: 'CC BY-SA 3.0',
      created: Date.UTC(2012, 0, 1),
    });
  });

  it('D9: the language of a site is known', () => {
    expect(siteOf('ru.stackoverflow.com').language).toBe('ru');
  });
});
