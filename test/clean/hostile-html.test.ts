// Broken, deep and huge input: no throw, no stack overflow, no quadratic time, no glued words.
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY, type HtmlPolicy, renderHtml, squeeze } from '../../src/clean/index.ts';
import { pairOf, SITE } from './posts.ts';

const DEPTH = 50_000;
// Linear time takes well under a second at these sizes, quadratic time minutes.
const LIMIT_MS = 5_000;
const EVERYTHING: HtmlPolicy = { ...DEFAULT_POLICY, links: 'text-and-url' };

const nested = (open: string, close: string) => `${open.repeat(DEPTH)}x${close.repeat(DEPTH)}`;

const HOSTILE: readonly (readonly [string, string])[] = [
  ['nested b', nested('<b>', '</b>')],
  ['nested div', nested('<div>y', '</div>')],
  ['nested quotes', nested('<blockquote>y', '</blockquote>')],
  ['nested empty quotes', nested('<blockquote>', '</blockquote>')],
  ['nested lists', nested('<ul><li>y', '</li></ul>')],
  ['nested code', nested('<pre>', '</pre>')],
  ['unclosed b', '<b>x'.repeat(DEPTH)],
  ['unclosed div', '<div>x'.repeat(DEPTH)],
  ['unclosed quotes', '<blockquote>Possible Duplicate: '.repeat(DEPTH)],
  ['unclosed lists', '<ol><li>x'.repeat(DEPTH)],
  ['unclosed links', '<a href=https://a.example>x'.repeat(DEPTH)],
  ['stray end tags', '</ul></li></blockquote></p></pre></a></b>'.repeat(DEPTH)],
  ['less-than signs', '<'.repeat(1_000_000)],
  ['ampersands', '&'.repeat(1_000_000)],
  ['spaces', `<pre>a${' '.repeat(1_000_000)}b</pre>${' '.repeat(1_000_000)}c`],
  ['comments never closed', '<!--'.repeat(DEPTH)],
  ['attributes', `<p ${'a=1 '.repeat(DEPTH)}>x`],
  ['ten megabytes', '<p>water &amp; flour</p>\n'.repeat(400_000)],
];

describe('hostile HTML', () => {
  it.each(HOSTILE)('is rendered and squeezed in linear time: %s', (_, html) => {
    const start = performance.now();
    squeeze()(pairOf(html, renderHtml(html, EVERYTHING)), SITE);
    expect(performance.now() - start).toBeLessThan(LIMIT_MS);
  });

  it('keeps control characters and lone surrogates for the squeeze to judge', () => {
    expect(renderHtml('a\0b\x07c\ud800d')).toBe('a\0b\x07c\ud800d');
  });
});

/** Small, fast, seeded: mulberry32. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const NAMES = 'p div blockquote pre code ul ol li table tr td th br hr b em a img h1 dl dd span script sub'.split(' ');
const SCRAPS = [
  '&lt;',
  '&amp;',
  '&',
  '<',
  '>',
  '"',
  '<!--',
  '-->',
  '\n',
  '  ',
  '\u00a0',
  '\0',
  '\u200b',
  '\ud800',
  '\r\n',
  '😀',
];
const BLOCKS = 'p div blockquote h2 li tr td pre ul table section'.split(' ');

function randomHtml(random: (below: number) => number): string {
  return Array.from({ length: random(40) }, () => {
    const name = NAMES[random(NAMES.length)];
    const kinds = [
      `<${name}>`,
      `</${name}>`,
      `<${name} alt="w" href='https://a.example'>`,
      `w${random(9)}`,
      ` ${SCRAPS[random(SCRAPS.length)]}`,
    ];
    return kinds[random(kinds.length)];
  }).join('');
}

describe('2,000 random bodies', () => {
  const bodies = Array.from({ length: 2_000 }, (_, seed) => randomHtml(randomOf(seed)));

  it('render without a tag left over and squeeze to what squeezes to itself', () => {
    const knownTag = new RegExp(`</?(?:${NAMES.join('|')})[ >]`);
    for (const html of bodies) {
      const text = renderHtml(html, EVERYTHING);
      expect(text, html).not.toMatch(knownTag);
      const once = squeeze()(pairOf(text, text), SITE);
      if (typeof once === 'string') throw new Error(`dropped: ${once}`);
      expect(squeeze()(once, SITE), html).toEqual(once);
    }
  });

  it('never glue words that a block tag separates', () => {
    for (let seed = 0; seed < 2_000; seed++) {
      const random = randomOf(seed);
      const words = Array.from({ length: 6 }, (_, index) => `w${index}`);
      const html = words.map((word) => `${word}<${random(2) ? '/' : ''}${BLOCKS[random(BLOCKS.length)]}>`).join('');
      expect(renderHtml(html).match(/w\d\b/g), html).toEqual(words);
    }
  });
});
