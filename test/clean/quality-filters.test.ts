// The steps that judge how a text is written and what a post is made of: what they keep, and the reason they give.
import { describe, expect, it } from 'vitest';
import {
  capitals,
  codeRatio,
  distinctWords,
  htmlToText,
  imageOnly,
  linkOnly,
  maskContacts,
  repetition,
} from '../../src/clean/index.ts';
import type { Pair, Step } from '../../src/types.ts';
import { pairOf, SITE } from './posts.ts';
import { UGLY } from './ugly-texts.ts';

const KEPT = 'kept';
const verdict = (step: Step<Pair>, pair: Pair) => {
  const given = step(pair, SITE);
  return given === pair ? KEPT : given;
};
const ofHtml = (step: Step<Pair>, html: string) => verdict(step, pairOf('How do I bake rye bread?', html, true));
const ofTitle = (step: Step<Pair>, title: string) => verdict(step, pairOf(title, 'x'));

const CODE = `<pre><code>${'print(crumb)\n'.repeat(20)}</code></pre>`;

describe('codeRatio', () => {
  it.each([
    ['prose alone', '<p>Why does it not rise?</p>', KEPT],
    ['code alone', CODE, 'mostly_code'],
    ['code and a word', `<p>Why?</p>${CODE}`, 'mostly_code'],
    ['code and a question', `<p>Why does this loop print the crumb twenty times?</p>${CODE}`, KEPT],
    [
      'code in a line',
      '<p><code>a_very_long_name_of_a_function_in_a_sentence(of, many, arguments)</code> x</p>',
      'mostly_code',
    ],
    ['code that is quoted', `<blockquote>${CODE}</blockquote>`, 'mostly_code'],
    ['code that ends with its quote', '<blockquote><pre>x</blockquote><p>Prose goes on behind it.</p>', KEPT],
    ['code in a line that nobody closed', '<p><code>x</p><p>The next paragraph is prose again.</p>', KEPT],
    ['tags in code', '<pre><code>&lt;p&gt;<b>bold</b>&lt;/p&gt;</code></pre>', 'mostly_code'],
    ['a script', '<script>let crumb = 1;</script><p>a</p>', KEPT],
    ['nothing', '', KEPT],
    ['white space', ' \n<p>\u00a0&nbsp;</p>', KEPT],
  ])('judges %s', (_, html, expected) => {
    expect(ofHtml(codeRatio(), html)).toBe(expected);
  });

  it('counts visible characters: indentation is none, an entity is one', () => {
    const half = '<p>abc</p><pre>          &lt;        &gt;\n\n\n         &amp;</pre>';
    expect(ofHtml(codeRatio({ max: 0.5 }), half)).toBe(KEPT);
    expect(ofHtml(codeRatio({ max: 0.49 }), half)).toBe('mostly_code');
  });
});

const LINK = '<a href="https://bread.example/rye">How to bake rye bread, step by step</a>';
const IMAGE = '<img src="https://bread.example/1.jpg" alt="A loaf of rye bread on a table, cut in two">';

describe('linkOnly', () => {
  it.each([
    ['a link', `<p>${LINK}</p>`, 'link_only'],
    ['two words and a link', `<p>See here: ${LINK}</p>`, 'link_only'],
    ['a list of links', `<ul><li>${LINK}</li><li>${LINK}</li></ul>`, 'link_only'],
    ['an address that is no link', '<p>https://bread.example/how-to-bake-rye-bread-step-by-step</p>', 'link_only'],
    ['three words and a link', `<p>Is this right? ${LINK}</p>`, KEPT],
    ['a link and code', `<p>${LINK}</p><pre>one two three</pre>`, KEPT],
    ['an image that is a link', `<p><a href="x">${IMAGE}</a></p>`, 'link_only'],
    ['words that no link ends before', `<p>${LINK}<p>Is this right?</p>`, KEPT],
    ['words in a script without spaces', `<p>如何烤 ${LINK}</p>`, KEPT],
    ['no link', '<p>See here</p>', KEPT],
    ['nothing', '', KEPT],
  ])('judges %s', (_, html, expected) => {
    expect(ofHtml(linkOnly(), html)).toBe(expected);
  });
});

describe('imageOnly', () => {
  it.each([
    ['an image', `<p>${IMAGE}</p>`, 'image_only'],
    ['an image that is a link', `<p><a href="x">${IMAGE}</a></p>`, 'image_only'],
    ['an image and a greeting', `<p>Hello all!</p>${IMAGE}`, 'image_only'],
    ['an image and a question', `<p>What is this?</p>${IMAGE}`, KEPT],
    ['an image and a link with a text', `<p>${LINK}</p>${IMAGE}`, KEPT],
    ['a tag that is shown as code', '<pre>&lt;img src="1.jpg"&gt;</pre>', KEPT],
    ['no image', '<p>Hello all!</p>', KEPT],
  ])('judges %s', (_, html, expected) => {
    expect(ofHtml(imageOnly(), html)).toBe(expected);
  });
});

describe('capitals', () => {
  it.each([
    ['HOW DO I BAKE RYE BREAD?', 'title_in_capitals'],
    ['КАК ИСПЕЧЬ РЖАНОЙ ХЛЕБ?', 'title_in_capitals'],
    ['𝐇𝐎𝐖 𝐃𝐎 𝐈 𝐁𝐀𝐊𝐄?', 'title_in_capitals'],
    ['How do I bake RYE BREAD?', KEPT],
    ['PHP, HTML and CSS in an HTTP API', KEPT],
    ['كيف أخبز الخبز؟', KEPT],
    ['如何烤黑麦面包', KEPT],
    ['42 + 17 = 59 ?!', KEPT],
    ['', KEPT],
  ])('judges %s', (title, expected) => {
    expect(ofTitle(capitals('title'), title)).toBe(expected);
  });

  it('leaves code out while it can be told from prose', () => {
    const html =
      '<p>Which index helps?</p><pre>SELECT LOAF FROM BREAD WHERE FLOUR IN (SELECT FLOUR FROM STOCK) ORDER BY LOAF</pre>';
    expect(ofHtml(capitals('body'), html)).toBe(KEPT);
    expect(verdict(capitals('body'), htmlToText()(pairOf('x', html, true), SITE) as Pair)).toBe('body_in_capitals');
  });
});

describe('distinctWords', () => {
  it.each([
    ['bread bread Bread BREAD', 'title_too_few_words'],
    ['rye bread', 'title_too_few_words'],
    ['... --- !!! ???', 'title_too_few_words'],
    ['😀 😃 😄 😁', 'title_too_few_words'],
    ['', 'title_too_few_words'],
    ['bake rye bread', KEPT],
    ['烤面包', KEPT],
    ['ขนมปัง', KEPT],
    ['хлеб из ржи', KEPT],
    ['الخبز من الجاودار', KEPT],
    ['e\u0301te\u0301 a b', KEPT],
  ])('counts the words of %j', (title, expected) => {
    expect(ofTitle(distinctWords('title'), title)).toBe(expected);
  });

  it('takes them from prose while the text is HTML, quotes and link texts included', () => {
    expect(ofHtml(distinctWords('body'), '<p>help</p><pre>one two three</pre>')).toBe('body_too_few_words');
    expect(ofHtml(distinctWords('body'), '<blockquote>one <a href="x">two</a></blockquote>three')).toBe(KEPT);
  });
});

describe('repetition', () => {
  const line = '<p>Please help me with my bread.</p>';
  it.each([
    ['one line three times', line.repeat(3), 'body_repeated_lines'],
    ['one line twice among others', `${line}<p>It is flat.</p><p>It is grey.</p><p>It is wet.</p>${line}`, KEPT],
    [
      'short lines that show a state before and after',
      '<p>This is what I have:</p><ul><li>rye</li><li>salt</li></ul><p>I add water to it, and wait for two hours.</p>' +
        '<p>Then I have this, although I did nothing:</p><ul><li>rye</li><li>salt</li></ul><p>Where is the water?</p>',
      KEPT,
    ],
    ['lines of code', `<p>Why does it print so often?</p>${CODE}`, KEPT],
    ['a run of one letter', `<p>He${'l'.repeat(60)}p</p>`, 'body_repeated_characters'],
    ['a word without end', `<p>${'bread '.repeat(30)}</p>`, 'body_repeated_characters'],
    ['a line of dashes below a question', `<p>${'Which flour do I take for it? '}</p><p>${'-'.repeat(12)}</p>`, KEPT],
    ['nothing', '', KEPT],
  ])('judges %s', (_, html, expected) => {
    expect(ofHtml(repetition('body'), html)).toBe(expected);
  });

  it('allows what it is told to allow', () => {
    expect(ofHtml(repetition('body', { lines: 1, characters: 1 }), line.repeat(9))).toBe(KEPT);
  });
});

const STEPS = [
  codeRatio(),
  linkOnly(),
  imageOnly(),
  capitals('body'),
  distinctWords('body'),
  repetition('body'),
  maskContacts(),
];

describe('every filter', () => {
  it.each(UGLY)('gives a pair or one of its reasons for %s', (_, text) => {
    for (const step of STEPS) {
      const given = step(pairOf(text, text, true), SITE);
      if (typeof given === 'string') expect(step.reasons).toContain(given);
      else
        expect(given.texts.map(({ name, html }) => [name, html])).toEqual([
          ['title', false],
          ['body', true],
        ]);
    }
  });

  it('has options that survive JSON, its defaults among them', () => {
    expect(STEPS.map(({ step, options }) => [step, JSON.parse(JSON.stringify(options))])).toEqual([
      ['codeRatio', { max: 0.95 }],
      ['linkOnly', { minWords: 3 }],
      ['imageOnly', { minWords: 3 }],
      ['capitals', { text: 'body', max: 0.6 }],
      ['distinctWords', { text: 'body', min: 3 }],
      ['repetition', { text: 'body', lines: 0.3, lineCharacters: 0.2, characters: 0.5 }],
      ['maskContacts', { emails: 'mask', phones: 'mask' }],
    ]);
  });

  it.each<readonly [string, () => unknown, string]>([
    [
      'codeRatio',
      () => codeRatio({ max: 95 }),
      'step codeRatio: bad option max; expected a share from 0 to 1, found 95',
    ],
    ['linkOnly', () => linkOnly({ minWords: 0 }), 'step linkOnly: bad option minWords; expected a whole number of at'],
    ['capitals', () => capitals('The body'), 'step capitals: bad option text; expected the name of a text'],
    ['distinctWords', () => distinctWords('body', { mni: 1 } as object), 'unknown option; expected text, min'],
    ['repetition', () => repetition('body', { lines: -1 }), 'bad option lines; expected a share from 0 to 1, found -1'],
    ['maskContacts', () => maskContacts({ emails: true } as object), "expected 'mask' or 'keep', found true"],
  ])('refuses options that make no sense: %s', (_, define, message) => {
    expect(define).toThrow(
      expect.objectContaining({ code: 'bad_pipeline', message: expect.stringContaining(message) }),
    );
  });

  it.each([codeRatio(), linkOnly(), imageOnly()])('$step refuses a pair whose HTML is gone', (step) => {
    expect(() => step(pairOf('a', 'b'), SITE)).toThrow(
      `step ${step.step}: no text is HTML any more; expected to stand before htmlToText`,
    );
  });

  it.each([capitals('answer'), distinctWords('answer'), repetition('answer')])(
    '$step refuses a pair without its text',
    (step) => {
      expect(() => step(pairOf('a', 'b'), SITE)).toThrow(`step ${step.step}: no text named answer`);
    },
  );
});
