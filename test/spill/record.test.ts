import { describe, expect, test } from 'vitest';
import { ByteWriter } from '../../src/spill/byte-writer.ts';
import {
  isAnswerRecord,
  isLeftOut,
  omitAuthor,
  type PairRecord,
  readRecord,
  recordAuthorId,
  recordByte,
  recordId,
  recordKey,
  recordLength,
  recordQuestionId,
  writeLeftOut,
  writeRecord,
} from '../../src/spill/record.ts';
import { type Credit, ROLES } from '../../src/types.ts';
import { asStrings, creditWith, recordWith } from '../passes/helpers.ts';

const written = (...records: readonly PairRecord[]) => {
  const out = new ByteWriter();
  for (const record of records) writeRecord(out, record);
  return Buffer.from(out.view());
};

/** The record as it is before it is written: the fingerprint in hex, no key and no byte. */
const asWritten = ({ key: _, byte: __, fingerprint, ...rest }: PairRecord) => ({
  acceptedId: undefined,
  ...rest,
  fingerprint: Buffer.from(fingerprint).toString('hex'),
});

const by = (parts: Partial<Credit>) => ({ posts: [creditWith(parts)] });

describe('a record comes back as it went in', () => {
  test.each<[string, Partial<PairRecord>]>([
    ['an ordinary one', { tags: ['dough', 'yeast'], ...by({ authorId: 12, author: 'Ann' }) }],
    ['letters, ideographs and emoji', { texts: ['Größe 漢字', '👩‍👩‍👧 e\u0301 \u{10ffff}'], tags: ['c++', 'вопрос'] }],
    ['empty texts and no tags', { texts: ['', ''] }],
    ['no author at all', by({})],
    ['a name without an account', by({ author: 'user7' })],
    ['an account with an empty name', by({ authorId: 3, author: '' })],
    ['the Community user', by({ authorId: -1 })],
    ['user 0 is not nobody', by({ authorId: 0 })],
    ['votes below zero', { votes: -48 }],
    ['votes at the edges', { votes: -(2 ** 31) }],
    ['a derived licence', by({ license: 'CC BY-SA 2.5', licenseDerived: true })],
    ['a date before 1970 and with milliseconds', by({ created: -1234.5 })],
    [
      'ids at the 32-bit edge',
      { id: 2 ** 32 - 1, questionId: 2 ** 32 - 2, acceptedId: 2 ** 32 - 3, ...by({ id: 2 ** 32 - 4 }) },
    ],
    ['an accepted answer', { acceptedId: 9 }],
    [
      'several posts',
      { posts: ROLES.map((role, id) => creditWith({ role, id, author: `user${id}`, isAnswer: id === 4 })) },
    ],
    ['255 posts', { posts: Array.from({ length: 255 }, (_, id) => creditWith({ id })) }],
    ['a text of 5 MB', { texts: ['é'.repeat(100), 'x'.repeat(5_000_000)] }],
  ])('%s', (_, parts) => {
    const record = recordWith(parts);
    const found = readRecord(written(record), 0, 2);
    expect(asStrings(found)).toEqual(asWritten(record));
  });
});

test('a lone surrogate is written as U+FFFD, since UTF-8 has no place for it', () => {
  const { texts } = asStrings(readRecord(written(recordWith({ texts: ['a\ud800b', ''] })), 0, 2));
  expect(texts[0]).toBe('a\ufffdb');
});

test('what orders a record is read without reading all of it', () => {
  const place = { key: 2 ** 32 - 1, byte: 2 ** 40 + 1 };
  const bytes = written(recordWith(), recordWith({ ...place, id: 2 ** 31, questionId: 2 ** 31 + 1 }));
  const at = recordLength(bytes, 0);
  expect(recordKey(bytes, at)).toBe(2 ** 32 - 1);
  expect(recordByte(bytes, at)).toBe(2 ** 40 + 1);
  expect(recordId(bytes, at)).toBe(2 ** 31);
  expect(recordQuestionId(bytes, at)).toBe(2 ** 31 + 1);
});

test('a post that was left out is its place and its thread, and nothing more', () => {
  const out = new ByteWriter();
  writeRecord(out, recordWith());
  const at = out.length;
  const place = { byte: 2 ** 40 + 1, id: 2 ** 31, questionId: 2 ** 31 + 1 };
  writeLeftOut(out, { ...place, isAnswer: true }, 2 ** 32 - 1);
  writeLeftOut(out, { ...place, isAnswer: false }, 2 ** 32 - 1);
  const bytes = Buffer.from(out.view());
  const second = at + recordLength(bytes, at);
  expect(second + recordLength(bytes, second)).toBe(bytes.length);
  expect([0, at, second].map((at) => isLeftOut(bytes, at))).toEqual([false, true, true]);
  expect([0, at, second].map((at) => isAnswerRecord(bytes, at))).toEqual([false, true, false]);
  const fields = [recordKey, recordByte, recordId, recordQuestionId].map((read) => read(bytes, at));
  expect(fields).toEqual([2 ** 32 - 1, place.byte, place.id, place.questionId]);
});

test('the record of an answer says so, whatever posts follow', () => {
  const [question, answer] = [creditWith(), creditWith({ role: 'answer' })];
  const bytes = written(recordWith({ posts: [answer, question] }), recordWith({ posts: [question, answer] }));
  expect([0, recordLength(bytes, 0)].map((at) => isAnswerRecord(bytes, at))).toEqual([true, false]);
});

describe('who wrote it can be told and left out', () => {
  test.each([
    [12, 'Ann'],
    [undefined, 'user7'],
    [0, ''],
  ])('of user %s, %j', (authorId, author) => {
    const record = written(recordWith(by({ authorId, author })));
    expect(recordAuthorId(record, 0)).toBe(authorId);
    expect(omitAuthor(record)).toEqual(written(recordWith(by({}))));
  });
});

test('records stand one behind the other without gaps', () => {
  const bytes = written(recordWith({ texts: ['one', ''] }), recordWith({ texts: ['two', 'more'] }));
  const second = recordLength(bytes, 0);
  expect(second + recordLength(bytes, second)).toBe(bytes.length);
  expect(asStrings(readRecord(bytes, second, 2)).texts[0]).toBe('two');
});

describe('a byte writer', () => {
  test('grows and keeps what it has', () => {
    const out = new ByteWriter();
    for (let i = 0; i < 50_000; i++) out.u32(i);
    const bytes = Buffer.from(out.view());
    expect([bytes.length, bytes.readUInt32LE(4 * 49_999)]).toEqual([200_000, 49_999]);
  });

  test('begins again after a reset', () => {
    const out = new ByteWriter();
    out.text('old');
    out.reset();
    out.u8(7);
    expect([...out.view()]).toEqual([7]);
  });

  test('refuses what 32-bit offsets cannot reach, before it asks for the memory', () => {
    const huge = { length: 2 ** 31 } as Uint8Array;
    const out = new ByteWriter();
    out.u8(1);
    expect(() => out.bytes(huge)).toThrow('at most 2147483648 bytes');
  });
});
