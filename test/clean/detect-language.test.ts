// In which language the prose of a post is, where that can be told at all; else it stays.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../src/clean/index.ts';
import { pairOf, SITE } from './posts.ts';
import { UGLY } from './ugly-texts.ts';

const KEPT = 'kept';
const OTHER = 'detected_other_language';

function verdict(html: string, only: readonly string[] = ['en'], options = {}): unknown {
  const pair = pairOf('How do I bake rye bread?', html, true);
  const given = detectLanguage({ only, ...options })(pair, SITE);
  return given === pair ? KEPT : given;
}

const ENGLISH =
  'My rye bread does not rise, although I waited for two hours and kept the dough in a warm place near the oven.';
const TEXTS: readonly (readonly [string, string])[] = [
  ['en', ENGLISH],
  ['de', 'Mein Roggenbrot geht nicht auf, obwohl ich zwei Stunden gewartet und den Teig warm gehalten habe.'],
  ['es', 'Mi pan de centeno no sube, aunque esperé dos horas y dejé la masa en un lugar cálido cerca del horno.'],
  ['fr', 'Mon pain de seigle ne lève pas, alors que j’ai attendu deux heures et gardé la pâte bien au chaud.'],
  ['pt', 'O meu pão de centeio não cresce, embora eu tenha esperado duas horas e deixado a massa no calor.'],
  ['ru', 'Мой ржаной хлеб не поднимается, хотя я ждал два часа и держал тесто в тёплом месте возле печи.'],
  ['uk', 'Мій житній хліб не підходить, хоча я чекав дві години й тримав тісто в теплому місці біля печі.'],
  ['ar', 'خبز الجاودار الذي أصنعه لا يرتفع رغم أنني انتظرت ساعتين وأبقيت العجين في مكان دافئ قرب الفرن.'],
  ['he', 'לחם השיפון שלי לא תופח, אף על פי שחיכיתי שעתיים והשארתי את הבצק במקום חמים ליד התנור.'],
  [
    'ja',
    '私のライ麦パンは二時間待って、生地をオーブンの近くの暖かい場所に置いておいたのに、まったく膨らみません。何が悪いのでしょうか。',
  ],
  [
    'zh',
    '我的黑麦面包发不起来，虽然我等了两个小时，而且一直把面团放在烤箱旁边温暖的地方。请问这是什么原因？我应该多加一些酵母，还是应该再多等一会儿？',
  ],
  [
    'ko',
    '두 시간을 기다리고 반죽을 오븐 근처의 따뜻한 곳에 두었는데도 제 호밀빵이 전혀 부풀지 않습니다. 무엇이 문제일까요? 이스트를 더 넣어야 합니까?',
  ],
];

describe('detectLanguage', () => {
  it.each(TEXTS)('tells %s from the others', (code, text) => {
    expect(verdict(`<p>${text}</p>`, [code])).toBe(KEPT);
    for (const [other] of TEXTS) {
      if (other !== code) expect(verdict(`<p>${text}</p>`, [other]), other).toBe(OTHER);
    }
  });

  it('keeps every language it is given', () => {
    for (const [, text] of TEXTS)
      expect(
        verdict(
          text,
          TEXTS.map(([code]) => code),
        ),
      ).toBe(KEPT);
  });

  const german = TEXTS[1]![1];
  it.each([
    ['no prose', '<pre>let brot = "Mein Roggenbrot geht nicht auf, obwohl ich zwei Stunden gewartet habe"</pre>'],
    ['too little prose', '<p>Mein Brot geht nicht auf, warum?</p>'],
    ['code in another language', `<p>${ENGLISH}</p><pre>${`# ${german}\n`.repeat(20)}</pre>`],
    ['code in lines of prose', `<p>What does <code>${german}</code> mean?</p>`],
    ['an English question about a text', `<p>${ENGLISH}</p><blockquote>${`<p>${german}</p>`.repeat(9)}</blockquote>`],
    [
      'a text, then an English question',
      `<blockquote>${`<p>${german}</p>`.repeat(4)}</blockquote><p>${`${ENGLISH} `.repeat(4)}</p>`,
    ],
    ['a text alone, quoted', `<blockquote>${`<p>${german}</p>`.repeat(4)}</blockquote>`],
    ['addresses', `<p>${'https://roggen.example/warum-geht-mein-roggenbrot-nicht-auf '.repeat(9)}</p>`],
    [
      'formulas',
      `<p>${'$$\\frac{\\partial \\rho}{\\partial t} + \\nabla \\cdot (\\rho \\mathbf{v}) = 0$$ '.repeat(9)}</p>`,
    ],
    ['names alone', '<p>Alpirsbacher Klosterbräu Weihenstephaner Hefeweißbier</p>'],
    ['numbers', `<p>${'0.25 17 42 1e-9 '.repeat(99)}</p>`],
  ])('keeps a post of %s', (_, html) => {
    expect(verdict(html)).toBe(KEPT);
  });

  it('asks about as little as it is told to', () => {
    expect(verdict('<p>Mein Brot geht nicht auf, warum?</p>', ['en'], { minLetters: 20 })).toBe(OTHER);
    expect(verdict(`<p>${german}</p>`, ['en'], { minLetters: 500 })).toBe(KEPT);
  });

  it('judges the post, not its title', () => {
    const pair = pairOf(german, `<p>${ENGLISH}</p>`, true);
    expect(detectLanguage({ only: ['en'] })(pair, SITE)).toBe(pair);
  });

  it.each(UGLY)('stays within its reasons for %s', (_, text) => {
    expect([KEPT, OTHER]).toContain(verdict(text));
  });

  it('refuses a pair whose HTML is gone', () => {
    expect(() => detectLanguage({ only: ['en'] })(pairOf('a', ENGLISH), SITE)).toThrow(
      'step detectLanguage: no text is HTML any more; expected to stand before htmlToText',
    );
  });

  it.each([
    ['no language', {}, "expected a list such as ['en']"],
    ['an unknown language', { only: ['en', 'tlh'] }, 'expected codes among am, ar, az'],
    ['a bad bound', { only: ['en'], minLetters: 0 }, 'expected a whole number of at least 1'],
  ])('refuses %s', (_, options, message) => {
    expect(() => detectLanguage(options as never)).toThrow(
      expect.objectContaining({ code: 'bad_pipeline', message: expect.stringContaining(message) }),
    );
  });
});

describe('the detector', () => {
  const path = fileURLToPath(import.meta.resolve('eld/extrasmall'));

  it('knows the languages that the step takes', () => {
    const { eld } = createRequire(import.meta.url)(path) as { eld: { info(): { Languages: Record<string, string> } } };
    const codes = Object.values(eld.info().Languages);
    for (const code of codes) expect(() => detectLanguage({ only: [code] })).not.toThrow();
    expect(() => detectLanguage({ only: ['tlh'] })).toThrow(codes.toSorted().join(', '));
  });

  it('is not loaded with the package, but for its types', () => {
    const source = readFileSync(new URL('../../src/clean/detect-language.ts', import.meta.url), 'utf8');
    expect(source.match(/^import .*'eld.*$/gm)).toEqual(["import type { eld } from 'eld/extrasmall';"]);
  });
});
