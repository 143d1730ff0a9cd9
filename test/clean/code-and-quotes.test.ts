// Sections 4 and 5 of docs/cleaning.md: code blocks, quotes and the banners of closed duplicates.
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type HtmlPolicy, renderHtml } from '../../src/clean/index.ts';

const rendered = (html: string, policy: Partial<HtmlPolicy> = {}) => renderHtml(html, { ...DEFAULT_POLICY, ...policy });

describe('code', () => {
  const html =
    '<p>Try</p>\n<pre class="lang-py s-code-block"><code>\n  if a &lt; b:\n\n\t  rise()  \n\n</code></pre>\n<p>now</p>';

  it('keeps line ends, tabs and the indentation of the first line, but no blank edges', () => {
    expect(rendered(html)).toBe('Try\n\n  if a < b:\n\n\t  rise()\n\nnow');
  });

  it('can be a placeholder', () => {
    expect(rendered(html, { code: 'placeholder' })).toBe('Try\n\n[code]\n\nnow');
  });

  it('can be dropped', () => {
    expect(rendered(html, { code: 'drop' })).toBe('Try\n\nnow');
  });

  it('keeps inline code whatever the policy', () => {
    expect(rendered('a <code>b</code> c', { code: 'drop' })).toBe('a b c');
  });

  it('is nothing when blank', () => {
    expect(rendered('a<pre><code> \n </code></pre>b', { code: 'placeholder' })).toBe('a\n\nb');
  });

  it('can be an item of a list', () => {
    expect(rendered('<ul><li><pre>x\n y</pre></li><li>z</li></ul>')).toBe('- x\n y\n\n- z');
  });

  it('never glues words at tags inside it', () => {
    expect(rendered('<pre>a<br>b<p>c</p><span>d</span><td>e</pre>')).toBe('a\nb\nc\nd e');
  });

  it('ends with the quote around it, or with the post', () => {
    expect(rendered('<blockquote><pre>a  b</blockquote>c  d<pre>e  f')).toBe('a  b\n\nc d\n\ne  f');
  });
});

describe('quotes', () => {
  const html =
    '<p>a</p><blockquote><p>b</p><blockquote class="spoiler">c</blockquote><pre>d</pre></blockquote><p>e</p>';

  it('are kept', () => {
    expect(rendered(html)).toBe('a\n\nb\n\nc\n\nd\n\ne');
  });

  it('can be dropped, with the quotes inside them', () => {
    expect(rendered(html, { quotes: 'drop' })).toBe('a\n\ne');
  });

  it('do not let dropped text change what follows', () => {
    expect(rendered('<blockquote><ol><li><pre><a href=x></blockquote>a  b<li>c', { quotes: 'drop' })).toBe('a b\n- c');
  });
});

describe('banners of closed duplicates', () => {
  const banner = (words: string) =>
    `<blockquote>\n  <p><strong>${words}</strong><br>\n  <a href="/q/1">Dense bread</a></p>\n</blockquote>\n<p>My loaf is dense.</p>`;

  it.each(['Possible Duplicate:', 'Possible Duplicates:', 'POSSIBLE duplicate :', ' Possible</strong> <b>Duplicate:'])(
    'vanish with their whole quote: %s',
    (words) => {
      expect(rendered(banner(words))).toBe('My loaf is dense.');
    },
  );

  it('can be kept', () => {
    expect(rendered(banner('Possible Duplicate:'), { banners: 'keep' })).toBe(
      'Possible Duplicate:\nDense bread\n\nMy loaf is dense.',
    );
  });

  it.each(['Possible duplicate keys', 'A Possible Duplicate:', 'Duplicate:'])(
    'are not quotes that say: %s',
    (words) => {
      expect(rendered(banner(words))).toContain('Dense bread');
    },
  );

  it('are quotes, not paragraphs', () => {
    expect(rendered('<p>Possible Duplicate: no</p>')).toBe('Possible Duplicate: no');
  });

  it('take nothing along that is not in their quote', () => {
    expect(rendered('<p>a</p><blockquote>Possible Duplicate: x')).toBe('a\n\nPossible Duplicate: x');
    expect(rendered('<blockquote>b<blockquote>Possible Duplicate: x</blockquote>c</blockquote>d')).toBe('b\n\nc\n\nd');
  });

  it('leave no link open that began inside them', () => {
    const html = '<blockquote>Possible Duplicate: <a href="https://a.example">x</blockquote>text</a>';
    expect(rendered(html, { links: 'text-and-url' })).toBe('text');
  });
});
