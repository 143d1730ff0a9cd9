// Blocks routed in one pass over bytes leave what the steps leave, to the byte: on the sample with all its oddities, on
// rows no parser likes, and on real dumps where STACKPAIRS_DUMPS names a folder of them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
import { definePipeline, type PipelineDefinition } from '../../src/pipeline.ts';
import { writeSample } from '../../src/sample/index.ts';
import type { Block } from '../../src/types.ts';
import { blocksIn, eachWay as routedEachWay, routersOf } from './each-way.ts';
import { block, dice, row } from './helpers.ts';

const folder = mkdtempSync(join(tmpdir(), 'stackpairs-'));
const dumps = process.env.STACKPAIRS_DUMPS ?? '';
afterAll(() => rmSync(folder, { recursive: true }));

const pipeline = definePipeline({
  name: 'all',
  pairs: [titleBody()],
  fabricated: 'keep',
  clean: [titleNotices(), htmlToText(), squeeze(), length('title', { min: 1 }), length('body', { max: 9000 })],
});
const routers = routersOf(pipeline);
const eachWay = (given: Block, by = routers) => routedEachWay(given, by);

async function compareAll(path: string): Promise<number> {
  let kept = 0;
  for await (const given of blocksIn(path)) {
    const [slow, script, wasm] = eachWay(given);
    kept += slow!.books[0]!.kept;
    expect(script).toEqual(slow);
    expect(wasm).toEqual(slow);
  }
  return kept;
}

describe('routing by bytes and by steps is the same', () => {
  beforeAll(() => writeSample(folder, { bytes: 6_000_000, anomalies: 0.1 }));

  test('on a sample full of oddities', async () => {
    expect(await compareAll(folder)).toBeGreaterThan(1000);
  });

  test.each([
    ['as a number', '&#60;p&#62;one&#60;/p&#62; two'],
    ['with a forbidden character', '&lt;p&gt;one &#x1; two'],
    ['with white space as it is', '&lt;pre&gt;one\r\n\ttwo&lt;/pre&gt;'],
    ['with nothing in it', ''],
    ['with nothing but a gap', '&lt;p&gt;&lt;/p&gt;'],
  ])('on a body written %s', (_, body) => {
    const [slow, script, wasm] = eachWay(block(row(1, { Body: body }), row(2)));
    expect(slow!.books[0]!.kept).toBeGreaterThan(0);
    expect(script).toEqual(slow);
    expect(wasm).toEqual(slow);
  });

  test('on a row in single quotes', () => {
    const [slow, script, wasm] = eachWay(block(row(1, { Body: '&lt;p&gt;one &amp;amp; two' }).replaceAll('"', "'")));
    expect(slow!.books[0]!.kept).toBe(1);
    expect(script).toEqual(slow);
    expect(wasm).toEqual(slow);
  });

  test
    .skipIf(dumps === '')
    .each([
      'cardano.stackexchange.com-2021-12',
      'beer.stackexchange.com-2016-09',
      'beer.stackexchange.com-2020-06',
      'bicycles.meta.stackexchange.com-2023-09',
    ])('on %s', async (dump) => {
    expect(await compareAll(join(dumps, dump))).toBeGreaterThan(100);
  });
});

/** Rows that differ in all that a rule may ask for. */
const MIXED = block(
  ...Array.from({ length: 60 }, (_, i) =>
    row(i + 1, {
      PostTypeId: i % 7 === 0 ? 2 : 1,
      Score: (i % 9) - 3,
      Tags: i % 2 === 0 ? '&lt;hops&gt;&lt;malt&gt;' : '|malt|größe|',
      CreationDate: `20${10 + (i % 10)}-02-28T12:00:0${i % 10}`,
      Title:
        i % 5 === 0 ? 'Short' : `A longer title, &lt;b&gt; ${i} &#xC4;`.replace('&#xC4;', i % 4 === 0 ? '&#xC4;' : 'Ä'),
      Body: '&lt;p&gt;Größe &amp;amp; more&lt;/p&gt;&#xA;'.repeat(1 + (i % 4)),
      ...(i % 6 === 0 ? { ClosedDate: '2020-01-01T00:00:00.000' } : {}),
      ...(i % 3 === 0 ? { OwnerUserId: -(i % 4), OwnerDisplayName: 'Jürgen' } : {}),
      ...(i % 8 === 0 ? { ContentLicense: 'CC BY-SA 4.0' } : { LastEditDate: '2019-01-01T00:00:00.5' + '00' }),
    }),
  ),
);

test.each([
  '0',
  '7',
  '-7',
  '0000000012',
  '1234567',
  '12345678',
  '-123456789',
  '214748363',
  '2147483639',
  '2147483647',
  '-2147483648',
  '2147483648',
  '12345678901',
  '1234567/',
  '123:4567',
  '12345 ',
  '-',
  '',
  '\u06f1',
])('a number written as "%s" comes out the same', (number) => {
  const others = ['Score', 'OwnerUserId', 'ViewCount'].map((name) => row(1, { [name]: number }));
  const [slow, script, wasm] = eachWay(block(...others, row(1).replace('Id="1"', `Id="${number}"`), row(2)));
  expect(slow!.books[0]!.rows).toBe(5);
  expect(script).toEqual(slow);
  expect(wasm).toEqual(slow);
});

test('references at every place of a value come out the same', () => {
  for (const reference of [
    '&lt;',
    '&gt;',
    '&#xA;',
    '&#xD;',
    '&amp;',
    '&quot;',
    '&apos;',
    '&dt;',
    '&#xB;',
    '&',
    '&#x41;',
  ]) {
    const rows = Array.from({ length: 33 }, (_, i) => row(i + 1, { Tags: `${'x'.repeat(i)}${reference}y` }));
    const [slow, script, wasm] = eachWay(block(...rows));
    expect(script).toEqual(slow);
    expect(wasm).toEqual(slow);
  }
});

describe('rules come out the same', () => {
  const lengths = [length('title', { min: 8 }), length('body', { min: 20, max: 40 })];
  const usual = [titleNotices(), htmlToText(), squeeze(), ...lengths];
  test.each<[string, Partial<PipelineDefinition>]>([
    ['votes and lengths, which the pass knows', { keep: [language({ only: ['en'] }), score({ min: -1, max: 4 })] }],
    ['tags, which are asked after it', { keep: [tagged({ any: ['hops'] }), score({ min: 0 })] }],
    ['dates and closed questions', { keep: [asked({ since: '2012-01-01', before: '2018-03-01' }), notClosed()] }],
    ['votes asked twice', { keep: [score({ min: 0 }), score({ max: 3 })] }],
    ['another language', { keep: [language({ only: ['xx'] })] }],
    ['another policy, which the pass does not know', { clean: [htmlToText({ code: 'drop' }), squeeze()] }],
    ['duplicates that stay', { dedupe: { exact: 'off' } }],
    ['authors that are not named', { authors: 'omit' }],
  ])('%s', (_, parts) => {
    const own = routersOf(definePipeline({ name: 'own', pairs: [titleBody()], clean: usual, ...parts }));
    const [slow, script, wasm] = eachWay(MIXED, own);
    expect(slow!.books[0]!.rows).toBe(60);
    expect(script).toEqual(slow);
    expect(wasm).toEqual(slow);
  });
});

test('comments between rows and rows in comments come out the same', () => {
  const rows = [
    '<!-- a comment -->',
    row(1),
    '<!--',
    row(2),
    '-->',
    row(3),
    '<!-- never closed',
    row(4),
    '<posts>',
    row(5),
  ];
  const [slow, script, wasm] = eachWay(block(...rows));
  expect(slow!.books[0]!.rows).toBe(4);
  expect(script).toEqual(slow);
  expect(wasm).toEqual(slow);
});

test('a block that is cut off anywhere comes out the same', () => {
  const text = `<posts>\n${row(1, { Body: 'a &lt;b&gt;c &amp;amp; d &quot;é' })}${row(2, { Tags: '|a|' })}`;
  const bytes = Buffer.from(text);
  for (let end = 0; end <= bytes.length; end++) {
    const [slow, script, wasm] = eachWay({ bytes: new Uint8Array(bytes.subarray(0, end)), byte: 0, oversizedRows: 0 });
    expect({ end, ...script }).toEqual({ end, ...slow });
    expect({ end, ...wasm }).toEqual({ end, ...slow });
  }
});

const MUTATED_BLOCKS = 1500;
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
  '\0',
  '\x80',
  'é',
  '&lt;',
  '&amp;',
  '&quot;',
  '<!--',
  '-->',
];

test(`${MUTATED_BLOCKS} blocks with bytes changed by chance come out the same`, () => {
  const below = dice(7);
  for (let i = 0; i < MUTATED_BLOCKS; i++) {
    let bytes = Buffer.from(MIXED.bytes);
    for (let changes = 1 + below(4); changes > 0; changes--) {
      const at = below(bytes.length);
      const inserted = Buffer.from(INSERTED[below(INSERTED.length)]!, 'utf8');
      bytes = Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + below(3))]);
    }
    const [slow, script, wasm] = eachWay({ bytes: new Uint8Array(bytes), byte: 0, oversizedRows: 0 });
    expect({ i, ...script }).toEqual({ i, ...slow });
    expect({ i, ...wasm }).toEqual({ i, ...slow });
  }
}, 120_000);
