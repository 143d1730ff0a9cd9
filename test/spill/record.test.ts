import { describe, expect, test } from 'vitest';
import { ByteWriter } from '../../src/spill/byte-writer.ts';
import {
  type PairRecord,
  readRecord,
  recordByte,
  recordId,
  recordKey,
  recordLength,
  writeRecord,
} from '../../src/spill/record.ts';
import { asStrings, recordWith } from '../passes/helpers.ts';

const written = (...records: readonly PairRecord[]) => {
  const out = new ByteWriter();
  for (const record of records) writeRecord(out, record);
  return Buffer.from(out.view());
};

/** The record as it is before it is written: the fingerprint in hex, no key and no byte. */
const asWritten = ({ key: _, byte: __, fingerprint, credit: { role: ___, ...credit }, ...rest }: PairRecord) => ({
  ...rest,
  ...credit,
  fingerprint: Buffer.from(fingerprint).toString('hex'),
});

const credit = recordWith().credit;

describe('a record comes back as it went in', () => {
  test.each<[string, Partial<PairRecord>]>([
    ['an ordinary one', { tags: ['dough', 'yeast'], credit: { ...credit, authorId: 12, author: 'Ann' } }],
    ['letters, ideographs and emoji', { texts: ['Größe 漢字', '👩‍👩‍👧 e\u0301 \u{10ffff}'], tags: ['c++', 'вопрос'] }],
    ['empty texts and no tags', { texts: ['', ''] }],
    ['no author at all', { credit: { ...credit, authorId: undefined, author: undefined } }],
    ['a name without an account', { credit: { ...credit, author: 'user7' } }],
    ['an account with an empty name', { credit: { ...credit, authorId: 3, author: '' } }],
    ['the Community user', { credit: { ...credit, authorId: -1 } }],
    ['user 0 is not nobody', { credit: { ...credit, authorId: 0 } }],
    ['votes below zero', { votes: -48 }],
    ['votes at the edges', { votes: -(2 ** 31) }],
    ['a derived licence', { credit: { ...credit, license: 'CC BY-SA 2.5', licenseDerived: true } }],
    ['a date before 1970 and with milliseconds', { credit: { ...credit, created: -1234.5 } }],
    ['an id at the 32-bit edge', { credit: { ...credit, id: 2 ** 32 - 1 } }],
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
  const bytes = written(recordWith(), recordWith({ ...place, credit: { ...credit, id: 2 ** 31 } }));
  const at = recordLength(bytes, 0);
  expect(recordKey(bytes, at)).toBe(2 ** 32 - 1);
  expect(recordByte(bytes, at)).toBe(2 ** 40 + 1);
  expect(recordId(bytes, at)).toBe(2 ** 31);
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
