// The one pass over a body gives what the steps give, or leaves the body to them; in JavaScript and in WebAssembly.
import { decodeXML } from 'entities';
import { describe, expect, test } from 'vitest';
import { htmlToText, squeeze } from '../../src/clean/index.ts';
import { layout, type RowPass, scriptPass, wasmPass } from '../../src/kernel/index.ts';
import { fillTables } from '../../src/passes/pass-tables.ts';
import { pairOf, SITE } from '../clean/posts.ts';
import { dice } from '../passes/helpers.ts';

const FUZZED_BODIES = 100_000;
const FEWEST_USUAL = 0.25;
const steps = [htmlToText(), squeeze()];
const passes = [await scriptPass(), await wasmPass()];
for (const pass of passes) fillTables(pass);

/** What the steps make of HTML. */
function byReference(html: string): string {
  const pair = steps.reduce((pair, step) => step(pair, SITE) as typeof pair, pairOf('a title', html, true));
  return pair.texts[1]!.value;
}

/** What the one pass makes of it; undefined where it does not try. */
function byBytes(html: string): string | undefined {
  return byRawBytes(escaped(html));
}

function byRawBytes(raw: string): string | undefined {
  return byPasses(Buffer.from(raw, 'utf8'));
}

/** The same of bytes; both passes agree on it, and on the place where the value ends. */
function byPasses(value: Buffer): string | undefined {
  const [inScript, inWasm] = passes.map((pass) => byPass(pass, value));
  expect(inWasm).toBe(inScript);
  return inScript;
}

function byPass({ bytes, words, cleanBody }: RowPass, value: Buffer): string | undefined {
  bytes.set(Buffer.concat([value, Buffer.from('" After="&lt;p&gt;after"<')]), layout.INPUT);
  const end = cleanBody(layout.INPUT);
  if (end < 0) return undefined;
  expect(end).toBe(layout.INPUT + value.length);
  const text = bytes.toString('utf8', words[layout.BODY_FROM_W]!, words[layout.BODY_TO_W]!);
  expect(words[layout.BODY_WIDE_W] === 0).toBe(!/[^\0-\x7f]/.test(text));
  return text;
}

/** HTML as a dump writes it into an attribute. */
function escaped(html: string): string {
  const references: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#xA;' };
  return html.replace(/[&<>"\n]/g, (character) => references[character]!);
}

const PRE = '<pre><code>';
const USUAL: readonly (readonly [string, string])[] = [
  ['', ''],
  ['plain', 'plain'],
  ['<p>one</p>\n\n<p>two  words\nhere</p>\n', 'one\n\ntwo words here'],
  ['<p>a<br>b<br />\nc</p>', 'a\nb\nc'],
  ['x<br><br>y', 'x\n\ny'],
  ['<p>it&#39;s &lt;b&gt; &amp;amp; &quot;q&quot;</p>', 'it\'s <b> &amp; "q"'],
  ['AT & T', 'AT & T'],
  ['a&nbsp;&nbsp;b &nbsp; c', 'a  b   c'],
  ['<p>end&nbsp;</p><p>&nbsp;</p><p>next</p>', 'end\n\nnext'],
  ['na\u00efve \u2014 \u201cquoted\u201d \ud83e\ude81', 'na\u00efve \u2014 \u201cquoted\u201d \ud83e\ude81'],
  ['&eacute;&hellip;&#8217;&times;', '\u00e9\u2026\u2019\u00d7'],
  [
    `<p>see:</p>\n\n${PRE}\n\n  if (a &lt; b)\n\n\n    run();  \n\n</code></pre>\n\n<p>ok</p>`,
    'see:\n\n  if (a < b)\n\n    run();\n\nok',
  ],
  [`${PRE}    deep\n</code></pre>`, 'deep'],
  [`a${PRE} \n \n</code></pre>b`, 'a\n\nb'],
  [`a${PRE}never ends\n`, 'a\n\nnever ends'],
  ['<ul>\n<li>one</li>\n<li>two<ul><li>in</li></ul></li>\n</ul>\n<p>p</p>', '- one\n- two\n- in\n\np'],
  ['<ol><li>a</li><li></li><li>c</li></ol>', '1. a\n3. c'],
  ['<blockquote>\n  <p>said</p>\n</blockquote>\n<p>so</p>', 'said\n\nso'],
  ['<a href="http://x.y/?a=b&amp;c" rel="nofollow">link</a>, <a href="z">two</a>', 'link, two'],
  ['a<img src="i.png" alt="enter image description here">b<img src="x" alt="A cat" />', 'a b A cat'],
  ['<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>', '1 2\n3'],
  ['<h2>Head</h2><hr>text<sup>2</sup>', 'Head\n\ntext2'],
];

describe('a usual body', () => {
  test.each(USUAL)('%j becomes %j', (html, text) => {
    expect(byReference(html)).toBe(text);
    expect(byBytes(html)).toBe(text);
  });
});

describe('a body is left to the steps', () => {
  test.each([
    ['for an unusual element', 'a<script>b</script>c'],
    ['for an unknown element', '<foo>a</foo>'],
    ['for a name in capitals', '<P>a</P>'],
    ['for a comment', 'a<!-- b -->c'],
    ['for a < that begins no tag', '1 < 2'],
    ['for a tag that does not end', 'a <b'],
    ['for an attribute without quotes', '<a href=x>a</a>'],
    ['for an attribute in single quotes', "<a href='x'>a</a>"],
    ['for an end tag with more in it', '<b>a</b >'],
    ['for a list that starts at another number', '<ol start="3"><li>a</li></ol>'],
    ['for an entity in the text of a picture', '<img alt="R&amp;D">'],
    ['for a name without its semicolon', 'a &copy b'],
    ['for a name that is not among the frequent ones', 'a &unknown; b &Aogon;'],
    ['for an element inside code', '<pre>a<p>b</pre>'],
    ['for white space written as an entity', 'a&#9;b'],
    ['for a zero-width space', 'a\u200bb'],
    ['for a combining mark', 'e\u0301'],
    ['for a tab', '<pre>a\tb</pre>'],
    ['for what looks like a banner', '<blockquote>Possible Duplicate: x</blockquote>y'],
  ])('%s', (_, html) => {
    expect(byBytes(html)).toBeUndefined();
  });

  test.each([
    ['a carriage return', '&#xD;'],
    ['a quote as a number', 'a <a href=&quot;b&#34;c&quot;&gt;d'],
    ['a forbidden character', '&#x1;'],
    ['a line end as another number', 'a&#10;b'],
  ])('for %s in the XML', (_, raw) => {
    expect(byRawBytes(raw)).toBeUndefined();
  });

  test.each([
    ['cut off', [0xe2, 0x80]],
    ['overlong', [0xe0, 0x82, 0xa1]],
    ['of a surrogate', [0xed, 0xa0, 0x80]],
    ['without a lead', [0xa1]],
  ])('for UTF-8 that is %s', (_, sequence) => {
    expect(byPasses(Buffer.from([0x61, ...sequence]))).toBeUndefined();
  });
});

const NAMES =
  'p b i em strong code pre blockquote ul ol li br hr a img h1 table tr td th div span kbd sup script foo P'.split(' ');
const WORDS = [
  'word',
  'two words',
  ' spaced ',
  'Possible Duplicate:',
  '  ',
  '\n',
  '\n\n',
  'x\n y',
  '    indented',
  'é',
  '—',
  '漢字',
  '👩‍🔧',
  '\u200b',
  'e\u0301',
  'İ',
  '\u00a0',
  '\ufeff',
  '\t',
  '\r\n',
];
const ENTITIES = [
  '&lt;',
  '&gt;',
  '&amp;',
  '&amp;lt;',
  '&quot;',
  '&#39;',
  '&nbsp;',
  '&hellip;',
  '&copy',
  '&#8217;',
  '&#x2007;',
  '&#10;',
  '&',
  ';',
  '&bogus;',
  '<',
  '>',
  '"',
  "'",
  '</',
  '<!--',
  '-->',
];
const ATTRIBUTES = [
  '',
  '',
  '',
  ' href="u"',
  ' alt="A cat"',
  ' alt=""',
  ' alt="enter image description here"',
  ' start="4"',
  ' alt="a &amp; b"',
  " x='y'",
  ' disabled',
  '  class="c"',
  ' title="a > b"',
  ' title="a\nb" alt="c"',
  ' alt="a" alt="b"',
  ' alt=" a"',
];

const REFERENCES = [
  '&#xD;',
  '&#13;',
  '&#10;',
  '&#34;',
  '&#60;',
  '&#x3e;',
  '&apos;',
  '&#9;',
  '&#xA;',
  '&#xA0;',
  '\t',
  '&amp;',
];

function body(below: (n: number) => number): string {
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const pieces = Array.from({ length: 1 + below(14) }, () => {
    const kind = below(10);
    if (kind < 4) return pick(WORDS.slice(0, below(4) === 0 ? WORDS.length : 12));
    if (kind < 5) return pick(ENTITIES.slice(0, below(4) === 0 ? ENTITIES.length : 8));
    const name = pick(NAMES.slice(0, below(8) === 0 ? NAMES.length : -3));
    if (kind < 7) return `</${name}>`;
    return `<${name}${pick(ATTRIBUTES.slice(0, below(3) === 0 ? ATTRIBUTES.length : 7))}${below(6) === 0 ? ' /' : ''}>`;
  });
  return pieces.join('');
}

/** One reference in 40 bodies is replaced by another one, or put where none was. */
function withReferences(raw: string, below: (n: number) => number): string {
  if (below(40) > 0) return raw;
  const at = raw.indexOf('&', below(raw.length + 1));
  const reference = REFERENCES[below(REFERENCES.length)]!;
  return at < 0 ? raw + reference : raw.slice(0, at) + reference + raw.slice(raw.indexOf(';', at) + below(2));
}

test(`${FUZZED_BODIES} bodies made by chance come out the same both ways`, () => {
  const below = dice(20);
  let usual = 0;
  for (let i = 0; i < FUZZED_BODIES; i++) {
    const raw = withReferences(escaped(body(below)), below);
    const text = byRawBytes(raw);
    if (text === undefined) continue;
    usual++;
    const html = decodeXML(raw.replace(/[\t\n\r]/g, ' '));
    if (text !== byReference(html)) expect({ html, text }).toEqual({ html, text: byReference(html) });
  }
  // Were nothing usual, nothing would be tested.
  expect(usual / FUZZED_BODIES).toBeGreaterThan(FEWEST_USUAL);
}, 120_000);
