import { describe, expect, test } from 'vitest';
import { defineStep, fingerprint, length, notClosed, score, titleBody } from '../../src/clean/index.ts';
import { orderKey, sideOf } from '../../src/order-key.ts';
import { threadPartition } from '../../src/passes/layout.ts';
import { createRouter } from '../../src/passes/route.ts';
import type { RouteTask } from '../../src/passes/route-task.ts';
import type { PipelineDefinition } from '../../src/pipeline.ts';
import { ENTRY_BYTES, entryColumns } from '../../src/spill/entry.ts';
import { readRecord, recordByte, recordId, recordKey, recordLength } from '../../src/spill/record.ts';
import type { Pair, Post } from '../../src/types.ts';
import { asStrings, block, LAYOUT, pipelineWith, row, SITE } from './helpers.ts';

const LONG = 'x'.repeat(40);

function route(rows: readonly string[], parts: Partial<PipelineDefinition> = {}, task: Partial<RouteTask> = {}) {
  const router = createRouter(pipelineWith(parts), LAYOUT);
  return router({
    kind: 'route',
    input: 4,
    site: SITE,
    block: block(...rows),
    maxRows: Number.POSITIVE_INFINITY,
    keepDropped: false,
    ...task,
  });
}

const reasonOf = (text: string, parts: Partial<PipelineDefinition> = {}) =>
  Object.keys(route([text], parts).books[0]!.dropped)[0] ?? 'kept';

const linesOf = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString()
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));

function recordsOf(bytes: Uint8Array) {
  const records = Buffer.from(bytes);
  const found: number[] = [];
  for (let at = 0; at < records.length; at += recordLength(records, at)) found.push(at);
  return found.map((at) => ({ at, records }));
}

describe('a row has one reason, the first in the fixed order', () => {
  const strict: Partial<PipelineDefinition> = {
    keep: [score({ min: 0 }), notClosed()],
    clean: [length('title', { min: 10 }), length('body', { min: 30 })],
  };
  // Each row has the fault of its line and every one of those below, as far as they go together.
  const closed = { ClosedDate: '2020-01-01T00:00:00.000' };
  const bad = { Score: -5, Title: 'short', Body: 'short', ...closed };
  test.each<[string, string]>([
    ['malformed_row', row(1_000_000_001, { ...bad, Score: 'many', OwnerUserId: -1 })],
    ['planted_post', row(1_000_000_001, { ...bad, PostTypeId: 2, Title: '', OwnerUserId: -1 })],
    ['answer_bot_post', row(1, { ...bad, PostTypeId: 2, Title: '', OwnerUserId: -2 })],
    ['not_a_question', row(1, { ...bad, PostTypeId: 2, Title: '', Body: '' })],
    ['no_title', row(1, { ...bad, Title: '', Body: '' })],
    ['no_body', row(1, { ...bad, Body: '' })],
    ['no_date', row(1, bad).replace(/ CreationDate="[^"]*"/, '')],
    ['low_score', row(1, bad)],
    ['closed_question', row(1, { ...bad, Score: 0 })],
    ['title_too_short', row(1, { Title: 'short', Body: 'short' })],
    ['body_too_short', row(1, { Title: LONG, Body: 'short' })],
    ['kept', row(1, { Title: LONG, Body: LONG })],
  ])('%s', (reason, text) => {
    expect(reasonOf(text, strict)).toBe(reason);
  });

  test('fabricated posts stay when the pipeline says so', () => {
    const text = row(1_000_000_001, { OwnerUserId: -1 });
    expect([reasonOf(text), reasonOf(text, { fabricated: 'keep' })]).toEqual(['planted_post', 'kept']);
  });
});

test('the book balances over rows of every kind', () => {
  const rows = [row(1), row(2, { PostTypeId: 2 }), row(3, { Title: '' }), '<row Id="x" />\n', row(4)];
  expect(route(rows).books[0]!).toEqual({
    rows: 5,
    kept: 2,
    dropped: { not_a_question: 1, no_title: 1, malformed_row: 1 },
    repaired: 0,
  });
});

test('an empty block gives an empty book and empty runs', () => {
  const {
    books: [book],
    records,
    entries,
    dropped,
    endsInRow,
  } = route([]);
  expect(book).toEqual({ rows: 0, kept: 0, dropped: {}, repaired: 0 });
  expect([records, entries, dropped].map(({ bytes }) => bytes.length)).toEqual([0, 0, 0]);
  expect(endsInRow).toBe(false);
});

describe('a kept row', () => {
  const rows = [row(5), row(6, { Score: -2, Tags: '&lt;hops&gt;&lt;malt&gt;', OwnerUserId: 12, Body: 'Grüße' })];
  const parts = { split: { test: 0.5, validation: 0.25 } };

  test('is a record with its place, credit, tags and texts', () => {
    const found = recordsOf(route(rows).records.bytes).find(({ records, at }) => recordId(records, at) === 6)!;
    const record = asStrings(readRecord(found.records, found.at, 2));
    expect(record.texts).toEqual(['Title 6', 'Grüße']);
    expect(record).toMatchObject({ votes: -2, tags: ['hops', 'malt'], id: 6, questionId: 6 });
    expect(record.posts).toMatchObject([{ role: 'question', id: 6, authorId: 12, author: undefined }]);
    expect(record.fingerprint).toBe(fingerprint(['Title 6', 'Grüße']).toString('hex'));
    expect(recordByte(found.records, found.at)).toBe(rows[0]!.length);
    expect(recordKey(found.records, found.at)).toBe(orderKey(42, SITE)(6));
  });

  test('stands in the partition of its side and key', () => {
    const ids = Array.from({ length: 60 }, (_, id) => id + 1);
    const { records, counts } = route(
      ids.map((id) => row(id)),
      parts,
    );
    const expected = new Array<number>(5).fill(0);
    const [side, key] = [sideOf({ test: 0.5, validation: 0.25 }, SITE), orderKey(42, SITE)];
    for (const id of ids) expected[threadPartition(LAYOUT, side(id), key(id))]! += 1;
    expect([...counts]).toEqual(expected);
    const found = [...records.ends].map(
      (end, p) => recordsOf(records.bytes.subarray(p && records.ends[p - 1], end)).length,
    );
    expect(found).toEqual(expected);
  });

  test('has an entry with what decides over duplicates', () => {
    const entries = entryColumns(Buffer.from(route([rows[1]!], parts).entries.bytes));
    expect(entries.count).toBe(1);
    expect([entries.rank(0), entries.input(0), entries.id(0), entries.byte(0)]).toEqual([-2, 4, 6, 0]);
    expect(entries.key(0)).toBe(orderKey(42, SITE)(6));
  });

  test('has none when duplicates stay', () => {
    expect(route(rows, { dedupe: { exact: 'off' } }).entries.bytes.length).toBe(0);
    expect(route(rows).entries.bytes.length).toBe(2 * ENTRY_BYTES);
  });

  test('has an id up to the 31-bit edge', () => {
    const [found] = recordsOf(route([row(2 ** 31 - 1)]).records.bytes);
    expect(recordId(found!.records, found!.at)).toBe(2 ** 31 - 1);
  });
});

describe('with a limit', () => {
  test('rows after it are neither kept nor counted', () => {
    const rows = [row(1), row(2, { PostTypeId: 2 }), row(3), '<row Id="x" />\n'];
    expect(route(rows, {}, { maxRows: 2 }).books[0]!).toEqual({
      rows: 2,
      kept: 1,
      dropped: { not_a_question: 1 },
      repaired: 0,
    });
  });

  test('of nothing, nothing is', () => {
    const {
      books: [book],
      damage,
    } = route(['<row Id="x" />\n', row(1)], {}, { maxRows: 0 });
    expect(book).toEqual({ rows: 0, kept: 0, dropped: {}, repaired: 0 });
    expect(damage).toBeUndefined();
  });

  test('beyond the block, all are', () => {
    expect(route([row(1), row(2)], {}, { maxRows: 3 }).books[0]!.rows).toBe(2);
  });
});

describe('dropped rows', () => {
  test('are kept as lines where asked, with what they were', () => {
    const rows = [row(1, { PostTypeId: 2, Title: '' }), row(2), '<row Id="x" />\n'];
    const { dropped } = route(rows, {}, { keepDropped: true });
    expect(linesOf(dropped.bytes)).toEqual([
      { site: SITE, reason: 'not_a_question', byte: 0, id: 1, post_type: 2, title: '', body: 'Body 1' },
      {
        site: SITE,
        reason: 'malformed_row',
        byte: rows[0]!.length + rows[1]!.length,
        detail: 'Id is "x"',
      },
    ]);
  });

  test('stay one line each, whatever their text', () => {
    const rows = [row(1, { PostTypeId: 2, Body: 'a&#xA;b &quot;c&quot; \u2028' })];
    expect(linesOf(route(rows, {}, { keepDropped: true }).dropped.bytes)[0].body).toBe('a\nb "c" \u2028');
  });

  test('are not kept where nobody asked', () => {
    expect(route([row(1, { PostTypeId: 2 })]).dropped.bytes.length).toBe(0);
  });
});

describe('damage', () => {
  test('is told of the first row that has it', () => {
    const rows = [row(1), '<row Id="x" />\n', '<row Id="y" />\n'];
    expect(route(rows).damage).toEqual({
      reason: 'malformed_row',
      place: { byte: rows[0]!.length, row: 1 },
      detail: expect.any(String),
    });
  });

  test('is none in a sound block', () => {
    expect(route([row(1)]).damage).toBeUndefined();
  });

  test('oversized rows before the block count as its first ones', () => {
    const {
      books: [book],
      damage,
    } = route([], {}, { block: { ...block(row(1)), byte: 500, oversizedRows: 2 } });
    expect(book).toMatchObject({ rows: 3, kept: 1, dropped: { oversized_row: 2 } });
    expect(damage).toMatchObject({ reason: 'oversized_row', place: { byte: 500, row: 0 } });
  });

  test('a block says whether it ends inside a row', () => {
    const cut = '<row Id="9" PostTypeId="1" Title="How';
    expect(route([row(1), cut]).endsInRow).toBe(true);
    expect(route([row(1)]).endsInRow).toBe(false);
    expect(route([cut, row(1)]).endsInRow).toBe(false);
    expect(route([row(1), '<row Id="x" />\n']).endsInRow).toBe(false);
  });

  test('a reference XML forbids is replaced and counted', () => {
    expect(route([row(1, { Title: 'a&#0;b' }), row(2)]).books[0]!).toMatchObject({ kept: 2, repaired: 1 });
  });
});

describe('a step of its own', () => {
  const own = (apply: (pair: Pair) => unknown, reasons: readonly string[] = []) => ({
    clean: [defineStep<Pair>({ step: 'own', options: {}, reasons }, apply as (pair: Pair) => Pair)],
  });
  const ownRule = (apply: (post: Post) => unknown) => ({
    keep: [defineStep<Post>({ step: 'own', options: {}, reasons: [] }, apply as (post: Post) => Post)],
  });
  const withTexts = (...texts: readonly (readonly [string, unknown])[]) =>
    own(() => ({ texts: texts.map(([name, value]) => ({ name, html: false, value })) }));

  test('may give a reason with the name of what every object has', () => {
    const {
      books: [book],
    } = route(
      [row(1), row(2)],
      own(() => 'constructor', ['constructor']),
    );
    expect(Object.entries(book!.dropped)).toEqual([['constructor', 2]]);
  });

  test.each(['undeclared', '', '__proto__'])('may not give the reason %j, which it has not declared', (reason) => {
    expect(() =>
      route(
        [row(1)],
        own(() => reason, ['declared']),
      ),
    ).toThrow(
      `step own: it does not give what it must; expected a pair of the texts title and body, or the reason to drop it (declared), found "${reason}"`,
    );
  });

  test('that throws is named, with what it threw', () => {
    const broken = own(() => {
      throw new TypeError('no such field');
    });
    expect(() => route([row(1)], broken)).toThrow(/^step own: it failed: TypeError: no such field/);
  });

  test.each<[unknown, string]>([
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
    [[], 'another object'],
    [Promise.resolve(), 'a promise'],
    [{ texts: [] }, 'another object'],
  ])('that gives %j is told it must give a pair', (value, found) => {
    expect(() =>
      route(
        [row(1)],
        own(() => value),
      ),
    ).toThrow(
      `step own: it does not give what it must; expected a pair of the texts title and body, or the reason to drop it (), found ${found}`,
    );
  });

  test.each([
    ['one text more', withTexts(['title', 'a'], ['body', 'b'], ['label', 'c'])],
    ['the texts in another order', withTexts(['body', 'b'], ['title', 'a'])],
  ])('may not give %s', (_, parts) => {
    expect(() => route([row(1)], parts)).toThrow('expected a pair of the texts title and body');
  });

  test('may not give a text that is none', () => {
    expect(() => route([row(1)], withTexts(['title', 'a'], ['body', 7]))).toThrow('texts that are strings, found 7');
  });

  test.each([
    ['a copy', (post: Post) => ({ ...post })],
    ['a promise', async (post: Post) => post],
    ['nothing', () => undefined],
  ])('on the post may not give %s, which would be lost', (_, apply) => {
    expect(() => route([row(1)], ownRule(apply))).toThrow('expected the very post back, or the reason to drop it ()');
  });

  test('on the post cannot change it', () => {
    const change = ownRule((post) => Object.assign(post, { id: 7 }));
    expect(() => route([row(1)], change)).toThrow(/^step own: it failed: TypeError: .*id.* only a getter/);
  });

  test('sees what the one before it made, and so does the record', () => {
    const shout = defineStep<Pair>({ step: 'shout', options: {}, reasons: [] }, ({ texts }) => ({
      texts: texts.map((text) => ({ ...text, value: `${text.value}!` })),
    }));
    const [found] = recordsOf(route([row(1)], { clean: [shout, shout] }).records.bytes);
    expect(asStrings(readRecord(found!.records, found!.at, 2)).texts).toEqual(['Title 1!!', 'Body 1!!']);
  });
});

describe('a recipe of its own', () => {
  const recipeOf = (pair: (post: Post) => unknown) => ({
    pairs: [{ ...titleBody(), recipe: 'own', pair: pair as (post: Post) => Pair }] as const,
  });

  test.each([
    ['nothing', () => undefined, 'expected a pair of the texts title and body'],
    [
      'a reason it has not declared',
      () => 'unwanted',
      'the reason to drop it (not_a_question,no_title,no_body), found',
    ],
  ])('that gives %s is told so', (_, pair, words) => {
    expect(() => route([row(1)], recipeOf(pair))).toThrow(words);
  });

  test('that throws is named', () => {
    const broken = recipeOf(() => {
      throw new Error('out of ideas');
    });
    expect(() => route([row(1)], broken)).toThrow(/^recipe own: it failed: Error: out of ideas/);
  });
});

test('one router serves many blocks, each as if it were the first', () => {
  const router = createRouter(pipelineWith({ pairs: [titleBody()] }), LAYOUT);
  const task = (rows: string[]): RouteTask => ({
    kind: 'route',
    input: 0,
    site: SITE,
    block: block(...rows),
    maxRows: 99,
    keepDropped: true,
  });
  const first = router(task([row(1), row(2, { Title: '' })]));
  router(task([row(3), '<row Id="', row(4)]));
  expect(router(task([row(1), row(2, { Title: '' })]))).toEqual(first);
});
