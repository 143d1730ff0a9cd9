import { describe, expect, it } from 'vitest';
import { credit } from '../../src/clean/index.ts';
import { postWith } from './posts.ts';

describe('credit', () => {
  it('states what the dump states', () => {
    const post = postWith({ license: 'CC BY-SA 2.5', ownerId: undefined, ownerName: 'user90' });
    expect(credit(post)).toEqual({
      role: 'question',
      id: 7,
      authorId: undefined,
      author: 'user90',
      license: 'CC BY-SA 2.5',
      licenseDerived: false,
      created: Date.UTC(2019, 2, 4, 5, 6, 7, 890),
    });
  });

  it('calls an answer an answer, and all else is the same', () => {
    const answer = { typeId: 2, parentId: 3, edited: '2020-01-01T00:00:00.000' };
    expect(credit(postWith(answer))).toEqual({ ...credit(postWith({ ...answer, typeId: 1 })), role: 'answer' });
  });

  it.each([
    ['2011-04-07T23:59:59.999', 'CC BY-SA 2.5'],
    ['2011-04-08T00:00:00.000', 'CC BY-SA 3.0'],
    ['2018-05-01T23:59:59.999', 'CC BY-SA 3.0'],
    ['2018-05-02T00:00:00.000', 'CC BY-SA 4.0'],
  ])('derives the licence of %s where the dump is silent', (created, license) => {
    expect(credit(postWith({ created }))).toMatchObject({ license, licenseDerived: true });
  });

  it.each([
    ['a user', 12, 'CC BY-SA 4.0'],
    ['a deleted user', undefined, 'CC BY-SA 4.0'],
    ['Community', -1, 'CC BY-SA 2.5'],
  ])('counts the last edit by %s', (_, editorId, license) => {
    const dates = { created: '2010-01-01T00:00:00.000', edited: '2020-01-01T00:00:00.000' };
    expect(credit(postWith({ ...dates, editorId })).license).toBe(license);
  });

  it.each([
    ['2008-07-31T21:42:52.667', Date.UTC(2008, 6, 31, 21, 42, 52, 667)],
    ['2008-07-31T21:42:52', Date.UTC(2008, 6, 31, 21, 42, 52)],
  ])('reads the date "%s"', (created, milliseconds) => {
    expect(credit(postWith({ created })).created).toBe(milliseconds);
  });
});
