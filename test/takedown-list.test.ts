// A takedown list: what a line may say, and what is told of one that says something else.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { siteOf } from '../src/clean/index.ts';
import { isUserName, ownTakedowns, parseTakedowns, readTakedowns, takedownRules } from '../src/takedown-list.ts';
import { testFolder } from './build/dataset.ts';

describe('a list', () => {
  test('has posts and users, comments and empty lines, with any line ends', () => {
    const text = '\ufeff# asked on Monday\r\nbells/12\r\n\n  lanterns/user/7  # ticket 9\rbells/3';
    expect(parseTakedowns(text, 'list')).toEqual([
      { site: 'bells', what: 'post', id: 12 },
      { site: 'lanterns', what: 'user', id: 7 },
      { site: 'bells', what: 'post', id: 3 },
    ]);
  });

  test.each(['', '\n\n', '# nothing yet'])('may be empty: %j', (text) => {
    expect(parseTakedowns(text, 'list')).toEqual([]);
  });

  test.each([
    '12',
    'bells',
    'bells/',
    'bells/user/',
    'bells/user',
    'bells/0',
    'bells/-1',
    'bells/user/-1',
    'bells/012',
    'bells/1.5',
    'bells/1e3',
    'bells/2147483648',
    'bells/users/7',
    'bells/User/7',
    'bells/12/a-title',
    'bells/12#3',
    'bells/12, bells/13',
    'bells 12',
    '/12',
    'https://bells/12',
    'bells/１２',
    'bells/12\u0000',
    '<a>',
  ])('is not half read: %j is an error with its line', (line) => {
    expect(() => parseTakedowns(`bells/1\n\n${line}\nbells/2`, 'list')).toThrow(/^list line 3: no post and no user/);
  });

  test('that is not there is wrong usage', () => {
    expect(() => readTakedowns(join(testFolder(), 'none'))).toThrow(/takedown list cannot be read/);
  });

  test('that is a folder is wrong usage', () => {
    expect(() => readTakedowns(testFolder())).toThrow(/takedown list cannot be read; found EISDIR/);
  });

  test('is read from a file', () => {
    const path = join(testFolder(), 'list');
    writeFileSync(path, 'bells/1');
    expect(readTakedowns(path)).toEqual([{ site: 'bells', what: 'post', id: 1 }]);
  });
});

describe('the names of a list', () => {
  const namesOf = (text: string, ...sites: string[]) =>
    ownTakedowns(parseTakedowns(text, 'list'), sites.map(siteOf), siteOf).names;

  test('are sorted, each once, and those of other sites are not among them', () => {
    expect(namesOf('b/2\na/user/1\nb/10\nb/2\nc/1', 'a', 'b')).toEqual(['a/user/1', 'b/10', 'b/2']);
    const list = parseTakedowns('b/2\nc/1\nc/2', 'list');
    expect(ownTakedowns(list, [siteOf('b')], siteOf).elsewhere).toBe(2);
  });

  test.each(['alcohol.stackexchange.com', 'beer.stackexchange.com', 'Beer.StackExchange.com'])(
    'know a site of the dumps as %s',
    (site) => {
      expect(namesOf(`${site}/1`, 'beer.stackexchange.com')).toEqual(['beer.stackexchange.com/1']);
      expect(namesOf(`${site}/1`, 'alcohol.stackexchange.com')).toEqual(['alcohol.stackexchange.com/1']);
    },
  );

  test('tell a site from its meta, and from one whose name goes on', () => {
    expect(namesOf('beer.stackexchange.com/1', 'beer.meta.stackexchange.com', 'beer')).toEqual([]);
  });

  test('tell users from posts', () => {
    expect(['a/1', 'user/1', 'a/user/1'].map(isUserName)).toEqual([false, false, true]);
  });
});

describe('the rule of a site', () => {
  test('takes its posts, and those of its users', () => {
    const rule = takedownRules(['a/1', 'a/user/7', 'ab/2', 'b/3', 'user/9'])('a')!;
    const taken = [rule(1, 5), rule(1, undefined), rule(9, 7), rule(7, 1), rule(2, 5), rule(3, undefined)];
    expect(taken).toEqual([true, true, true, false, false, false]);
  });

  test('is none where nothing is about it', () => {
    expect(takedownRules(['ab/1'])('a')).toBeUndefined();
  });
});
