// One test per rule of docs/cleaning.md, sections 1 to 3 and 6; blocks, quotes and hostile input have files of their own.
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type HtmlPolicy, renderHtml } from '../../src/clean/index.ts';

const rendered = (html: string, policy: Partial<HtmlPolicy> = {}) => renderHtml(html, { ...DEFAULT_POLICY, ...policy });

describe('tokens', () => {
  it.each([
    ['named', 'caf&eacute; &mdash; 5&thinsp;cm', 'café — 5\u2009cm'],
    ['decimal with a leading zero', 'bread &#038; butter', 'bread & butter'],
    ['hexadecimal', '1&#x2007;2', '1\u20072'],
    ['Windows-1252', '&#128;5', '€5'],
    ['NUL and surrogate', '&#0;&#xD800;', '\ufffd\ufffd'],
    ['old without semicolon', 'a &amp b &lt c &ampx', 'a & b < c &x'],
    ['new without semicolon', '5&thinsp 6', '5&thinsp 6'],
    ['unknown', 'a &nonsense; b & c', 'a &nonsense; b & c'],
    ['at the end', 'x &lt', 'x <'],
  ])('decodes an entity: %s', (_, html, text) => {
    expect(rendered(html)).toBe(text);
  });

  it('decodes entities exactly once', () => {
    expect(rendered('write <code>&amp;nbsp;</code> or &amp;amp;lt;')).toBe('write &nbsp; or &amp;lt;');
  });

  it.each([
    ['a < b and c > d', 'a < b and c > d'],
    ['1<2 <3', '1<2 <3'],
    ['ends with <', 'ends with <'],
    ['ends with </', 'ends with </'],
  ])('keeps a less-than sign that starts no tag: %s', (html, text) => {
    expect(rendered(html)).toBe(text);
  });

  it.each([
    ['comment', 'a<!-- b <p> -- > -->c', 'ac'],
    ['unclosed comment', 'a<!-- b', 'a'],
    ['declaration', 'a<!DOCTYPE html>b<![CDATA[c]]>d', 'abd'],
    ['processing instruction', 'a<?php echo 1 ?>b', 'ab'],
    ['empty end tag', 'a</>b</ p>c', 'abc'],
    ['unfinished tag', 'a<p class="x', 'a'],
    ['script', 'a<script>if (x < 1) { "</p>" }</script>b', 'ab'],
    ['style', 'a<STYLE type=x>p { }</STYLE>b', 'ab'],
  ])('gives nothing for a %s', (_, html, text) => {
    expect(rendered(html)).toBe(text);
  });

  it('reads attributes in any quotes, over line ends and twice', () => {
    const html = '<img\nsrc=x\nalt="rye\nloaf" alt=no><img alt=spelt/><img ALT=\'a > b &amp; c\'>';
    expect(rendered(html)).toBe('rye loaf spelt/ a > b & c');
  });

  it('reads CR and CR LF as line ends', () => {
    expect(rendered('<pre>a\r\nb\rc</pre>')).toBe('a\nb\nc');
  });
});

describe('white space', () => {
  it('collapses to one space, also where it was an entity', () => {
    expect(rendered('a \t\n\f b&#32;&#10; c')).toBe('a b c');
  });

  it('is never left at the start or end of a line', () => {
    expect(rendered(' <p> a </p> <p> <b> b </b> <br> c </p> ')).toBe('a\n\nb\nc');
  });

  it('keeps no-break spaces', () => {
    expect(rendered('a&nbsp;&nbsp;b')).toBe('a\u00a0\u00a0b');
  });

  it('leaves formulas alone', () => {
    const formula = '$$\\begin{array}{cc} a &amp; b \\\\ \\$5 &lt; x_1 \\end{array}$$';
    expect(rendered(`<p>${formula}</p>`)).toBe('$$\\begin{array}{cc} a & b \\\\ \\$5 < x_1 \\end{array}$$');
  });
});

describe('elements', () => {
  it.each([
    'p',
    'div',
    'blockquote',
    'pre',
    'h1',
    'h2',
    'h6',
    'ul',
    'ol',
    'dl',
    'table',
    'section',
    'center',
    'details',
  ])('separates <%s> by a blank line', (name) => {
    expect(rendered(`a<${name}>b</${name}>c`)).toBe('a\n\nb\n\nc');
  });

  it.each(['dd', 'dt', 'tr', 'caption', 'thead', 'tbody'])('separates <%s> by a line end', (name) => {
    expect(rendered(`a<${name}>b</${name}>c`)).toBe('a\nb\nc');
  });

  it.each(['b', 'i', 'em', 'strong', 'code', 'kbd', 'sup', 'sub', 'del', 's', 'strike', 'span', 'u', 'a', 'blink'])(
    'does not separate <%s>',
    (name) => {
      expect(rendered(`a<${name} class="x">b</${name}>c`)).toBe('abc');
    },
  );

  it('puts the cells of a row on one line', () => {
    const html = '<div class="s-table-container"><table><thead><tr><th>flour</th><th>water</th></tr></thead>';
    expect(rendered(`${html}<tbody><tr><td>500<td>350</tr></tbody></table></div>`)).toBe('flour water\n500 350');
  });

  it('reads every spelling of br and makes a blank line of two', () => {
    expect(rendered('a<br>b<br/>c<BR />d</br>e<br><br>f<br><br><br>g')).toBe('a\nb\nc\nd\ne\n\nf\n\ng');
  });

  it('separates by a blank line at a rule', () => {
    expect(rendered('a<hr>b')).toBe('a\n\nb');
  });

  it('writes no more than one blank line', () => {
    expect(rendered('<div><p>a</p></div>\n\n<p></p><br><br><div> </div><p>b</p>')).toBe('a\n\nb');
  });

  it('does not need end tags, nor start tags', () => {
    expect(rendered('<p>a<p>b</div>c</b>d</p></p>e')).toBe('a\n\nb\n\ncd\n\ne');
  });

  it('collapses the white space of inline code', () => {
    expect(rendered('run <code>knead   --slow\n now</code>!')).toBe('run knead --slow now!');
  });
});

describe('lists', () => {
  it('marks the items of a bulleted list', () => {
    expect(rendered('<p>Take</p>\n<ul>\n<li>flour</li>\n<li>water</li>\n</ul>\n<p>Mix.</p>')).toBe(
      'Take\n\n- flour\n- water\n\nMix.',
    );
  });

  it('numbers the items of an ordered list from its start', () => {
    expect(rendered('<ol start="9"><li>a<li>b</ol><ol start=x><li>c</ol>')).toBe('9. a\n10. b\n\n1. c');
  });

  it('puts each item of a nested list on its own line and goes on counting after it', () => {
    expect(rendered('<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>')).toBe('1. a\n- b\n- c\n2. d');
  });

  it('marks an item of paragraphs once', () => {
    expect(rendered('<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>')).toBe('- a\n\nb\n\n- c');
  });

  it('leaves no marker of an empty item behind', () => {
    expect(rendered('<ol><li></li><li>b</li><li> </ol><p>c</p>')).toBe('2. b\n\nc');
  });

  it('survives items and ends of lists without a list', () => {
    expect(rendered('</ul>a<li>b</ol></ol><li>c')).toBe('a\n- b\n\n- c');
  });
});

describe('links', () => {
  it('are their text', () => {
    expect(rendered('see <a href="https://bread.example/1" rel="nofollow">this</a>.')).toBe('see this.');
  });

  const withUrl = (html: string) => rendered(html, { links: 'text-and-url' });

  it('show their URL where asked', () => {
    expect(withUrl('see <a href="https://bread.example/?a=1&amp;b=2"> this </a>.')).toBe(
      'see this (https://bread.example/?a=1&b=2) .',
    );
  });

  it('show no URL twice', () => {
    expect(withUrl('<a href="https://bread.example/1">https://bread.example/1</a>')).toBe('https://bread.example/1');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'mailto:a@b.example', '/questions/1', 'https://a b', ''])(
    'never show the URL "%s"',
    (url) => {
      expect(withUrl(`<a href="${url}">x</a>`)).toBe('x');
    },
  );

  it('show no URL for a picture without text, in code, or without a link', () => {
    expect(
      withUrl('<a href="https://a.example"><img alt="image"></a><pre><a href="https://b.example">x</a></pre></a>'),
    ).toBe('x');
  });

  it('end at the next link or at the end of the post', () => {
    expect(withUrl('<a href="https://a.example">a <a href="https://b.example">b')).toBe(
      'a (https://a.example) b (https://b.example)',
    );
  });
});

describe('images', () => {
  it('are their description', () => {
    expect(rendered('the<img src="x.png" alt="crumb of a rye loaf" />shows')).toBe('the crumb of a rye loaf shows');
  });

  it('are nothing where asked, and glue nothing', () => {
    expect(rendered('the<img alt="crumb">shows', { images: 'drop' })).toBe('the shows');
  });

  it.each(['enter image description here', 'Enter Image\nDescription here ', 'alt text', 'image', 'IMAGE', ''])(
    'are nothing when the editor wrote "%s"',
    (alt) => {
      expect(rendered(`a <img src="x" alt="${alt}"> b`)).toBe('a b');
    },
  );
});
