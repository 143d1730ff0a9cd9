// Where pairs are joined, blocks routed in one pass over bytes leave the posts that the steps leave, to the byte: on the
// sample with all its oddities, on rows made by chance, and on real dumps where STACKPAIRS_DUMPS names a folder of them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Book } from '../../src/books.ts';
import {
  asked,
  htmlToText,
  language,
  length,
  notClosed,
  score,
  squeeze,
  tagged,
  titleBody,
  titleNotices,
} from '../../src/clean/index.ts';
import { layout, scriptPass, wasmPass } from '../../src/kernel/index.ts';
import { createRouter } from '../../src/passes/route.ts';
import { definePipeline, type Pipeline, type PipelineDefinition } from '../../src/pipeline.ts';
import { writeSample } from '../../src/sample/index.ts';
import type { Block } from '../../src/types.ts';
import { blocksIn, eachWay, postRoutersOf } from './each-way.ts';
import { block, dice, LAYOUT, row } from './helpers.ts';

const folder = mkdtempSync(join(tmpdir(), 'stackpairs-'));
const dumps = process.env.STACKPAIRS_DUMPS ?? '';
afterAll(() => rmSync(folder, { recursive: true }));

const usual = [titleNotices(), htmlToText(), squeeze()];
const lengths = [length('title', { min: 8 }), length('answer', { min: 12, max: 60 }), length('body', { max: 90 })];
const pipelineOf = (parts: Partial<PipelineDefinition> = {}): Pipeline =>
  definePipeline({ name: 'all', pairs: [titleBody()], clean: [...usual, ...lengths], ...parts });

const wide = postRoutersOf(
  pipelineOf({ clean: [...usual, length('answer', { min: 30, max: 9000 }), length('body', { max: 9000 })] }),
);

/** What the block comes to, the same each way. */
function sameEachWay(given: Block, by = wide) {
  const [slow, script, wasm] = eachWay(given, by);
  expect(script).toEqual(slow);
  expect(wasm).toEqual(slow);
  return slow!;
}

async function keptOf(path: string): Promise<{ question: number; answer: number }> {
  const kept = { question: 0, answer: 0 };
  for await (const given of blocksIn(path)) {
    const [question, answer] = sameEachWay(given).books as [Book, Book];
    kept.question += question.kept;
    kept.answer += answer.kept;
  }
  return kept;
}

describe('routing posts by bytes and by steps is the same', () => {
  beforeAll(() => writeSample(folder, { bytes: 6_000_000, anomalies: 0.1 }));

  test('on a sample full of oddities', async () => {
    const { question, answer } = await keptOf(folder);
    expect(question).toBeGreaterThan(1000);
    expect(answer).toBeGreaterThan(1000);
  });

  test
    .skipIf(dumps === '')
    .each([
      'cardano.stackexchange.com-2021-12',
      'beer.stackexchange.com-2016-09',
      'beer.stackexchange.com-2020-06',
      'bicycles.meta.stackexchange.com-2023-09',
    ])('on %s', async (dump) => {
    const { question, answer } = await keptOf(join(dumps, dump));
    expect(question).toBeGreaterThan(100);
    expect(answer).toBeGreaterThan(100);
  });
});

test('usual questions and answers are read by the pass itself, and those that did not pass', async () => {
  const answer = { PostTypeId: 2, ParentId: 1, Body: '&lt;p&gt;long enough for an answer, and plain&lt;/p&gt;' };
  const rows = [
    row(1, { AcceptedAnswerId: 2 }),
    row(2, answer),
    row(3, { ...answer, Body: 'short' }),
    row(4, { Title: '' }),
  ];
  for (const pass of [await scriptPass(), await wasmPass()]) {
    const route = createRouter(pipelineOf(), LAYOUT, { pass, joins: true });
    const task = { kind: 'route', input: 0, site: 'x', maxRows: Infinity, keepDropped: false } as const;
    expect(route({ ...task, block: block(...rows) }).books[1]!.kept).toBe(1);
    expect(pass.words[layout.ROWS_READ_W]).toBe(rows.length);
    expect(pass.words[layout.ROWS_NOTED_W]).toBe(rows.length);
  }
});

/** What a row may say in each of its attributes, and say oddly; undefined says nothing. */
const CHOICES: Readonly<Record<string, readonly (string | number | undefined)[]>> = {
  PostTypeId: [1, 1, 1, 2, 2, 2, 2, 2, 3, 4, 5, 6, 7, 0],
  ParentId: [undefined, 1, 2, 3, 4, 5, 6, 7, 70, 0, -4, 2_147_483_647, ''],
  AcceptedAnswerId: [undefined, undefined, 9, 10, 0, -7, 2_147_483_647, 'x'],
  Score: [0, 3, -2, 5, undefined],
  CreationDate: ['2010-02-28T12:00:00', '2019-01-01T00:00:00.123', '2012-05-05T05:05:05.555', undefined],
  Title: [undefined, '', 'Short', 'A title that is long enough', 'Größe &amp; Maß [closed]', ' &#xA; '],
  Body: [
    undefined,
    '',
    'Too short',
    '&lt;p&gt;An answer that is long enough&lt;/p&gt;&#xA;',
    '&lt;p&gt;Größe &amp;amp; more of it&lt;/p&gt;',
    '&lt;p&gt;&lt;/p&gt;',
    '&lt;ul&gt;&lt;li&gt;one of these&lt;li&gt;and another&lt;/ul&gt;',
    'a &lt;!-- comment --&gt; and a &lt;foo&gt; that nobody knows',
    `${'word '.repeat(13)}&#x2028;`,
    '&lt;p&gt;many words &lt;/p&gt;'.repeat(8),
  ],
  Tags: [undefined, undefined, '&lt;hops&gt;&lt;malt&gt;', '|malt|größe|'],
  OwnerUserId: [undefined, 12, -1, -2, 0],
  OwnerDisplayName: [undefined, 'user7', 'Jürgen', 'R&amp;D', ''],
  ContentLicense: [undefined, undefined, 'CC BY-SA 4.0', ''],
  LastEditDate: [undefined, '2020-01-01T00:00:00.000'],
  ClosedDate: [undefined, undefined, '2020-01-01T00:00:00.000'],
};
const IDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1_000_000_001, 1_000_000_010];

/** Rows with every attribute by chance, so that most rules meet most rows. */
function rowsByChance(below: (n: number) => number, count: number): Block {
  const pick = <Item>(list: readonly Item[]) => list[below(list.length)]!;
  const rows = Array.from({ length: count }, () => {
    const chosen = Object.entries(CHOICES).map(([name, values]) => [name, pick(values)] as const);
    const said = chosen.filter(([, value]) => value !== undefined).map(([name, value]) => ` ${name}="${value}"`);
    return `<row Id="${pick(IDS)}"${said.join('')} />\n`;
  });
  return block(...rows);
}

const RULES: readonly (readonly [string, Partial<PipelineDefinition>])[] = [
  ['votes and lengths, which the pass knows', { keep: [language({ only: ['en'] }), score({ min: -1, max: 4 })] }],
  ['no rules', { clean: usual, fabricated: 'keep' }],
  ['the lengths of answers alone', { clean: [...usual, length('answer', { min: 12 })] }],
  ['tags, which are asked after it', { keep: [tagged({ any: ['hops'] }), score({ min: 0 })] }],
  ['dates and closed questions', { keep: [asked({ since: '2012-01-01', before: '2018-03-01' }), notClosed()] }],
  ['another language', { keep: [language({ only: ['xx'] })] }],
  ['lengths of answers twice, which the pass does not know', { clean: [...usual, ...lengths, ...lengths] }],
  ['another policy, which the pass does not know', { clean: [htmlToText({ code: 'drop' }), squeeze(), ...lengths] }],
  ['posts and users that are left out on request and authors that are not named', { authors: 'omit' }],
];
const CHANCE_BLOCKS = 60;

describe(`${CHANCE_BLOCKS} blocks of rows made by chance come out the same`, () => {
  test.each(RULES)('with %s', (name, parts) => {
    const takedowns = ['x.stackexchange.com/3', 'x.stackexchange.com/user/12'];
    const pipeline = pipelineOf(parts);
    const routers = postRoutersOf(parts.authors === 'omit' ? { ...pipeline, takedowns } : pipeline);
    const below = dice(5);
    const kept = { question: 0, answer: 0 };
    for (let i = 0; i < CHANCE_BLOCKS; i++) {
      const [question, answer] = sameEachWay(rowsByChance(below, 50), routers).books as [Book, Book];
      for (const { rows, kept, dropped } of [question, answer]) {
        expect(kept + Object.values<number>(dropped).reduce((sum, count) => sum + count, 0)).toBe(rows);
      }
      kept.question += question.kept;
      kept.answer += answer.kept;
    }
    // Were nothing kept, little would be tested; the rules of another language are about questions alone.
    expect(kept.answer).toBeGreaterThan(50);
    expect(kept.question > 0).toBe(name !== 'another language');
  });
});

test('an answer that is cut off anywhere comes out the same', () => {
  const answer = { PostTypeId: 2, ParentId: 1, Body: 'a &lt;b&gt;c &amp;amp; d &quot;é and so on and on and on' };
  const bytes = Buffer.from(`<posts>\n${row(1)}${row(2, answer)}`);
  for (let end = 0; end <= bytes.length; end++) {
    sameEachWay({ bytes: new Uint8Array(bytes.subarray(0, end)), byte: 7, oversizedRows: 0 });
  }
});

const MUTATED_BLOCKS = 300;
const INSERTED = [
  '"',
  "'",
  '<',
  '>',
  '&',
  ';',
  ' ',
  '\n',
  '/',
  '=',
  '-',
  '0',
  '\0',
  '\x80',
  'é',
  '&lt;',
  '&amp;',
  '<!--',
  '-->',
];

test(`${MUTATED_BLOCKS} blocks of posts with bytes changed by chance come out the same`, () => {
  const below = dice(11);
  for (let i = 0; i < MUTATED_BLOCKS; i++) {
    let bytes = Buffer.from(rowsByChance(below, 30).bytes);
    for (let changes = 1 + below(4); changes > 0; changes--) {
      const at = below(bytes.length);
      const inserted = Buffer.from(INSERTED[below(INSERTED.length)]!, 'utf8');
      bytes = Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + below(3))]);
    }
    sameEachWay({ bytes: new Uint8Array(bytes), byte: 0, oversizedRows: 0 });
  }
}, 120_000);
