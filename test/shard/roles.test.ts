// Where the address of a post follows from its role, and where only the address tells what a post is.
import { describe, expect, test } from 'vitest';
import { provenanceOf, shardRowOf } from '../../src/shard/row-values.ts';
import type { Role } from '../../src/types.ts';
import { shardRow } from './shard-rows.ts';

function rowWith(role: Role, isAnswer?: boolean) {
  const row = shardRow(1);
  return { ...row, posts: [{ ...row.posts[0]!, role, ...(isAnswer === undefined ? {} : { isAnswer }) }] };
}

const PATHS: readonly (readonly [role: Role, isAnswer: boolean | undefined, path: string])[] = [
  ['question', undefined, '/q/1'],
  ['answer', undefined, '/a/1'],
  ['duplicate', undefined, '/q/1'],
  ['linked', undefined, '/q/1'],
  ['negative', undefined, '/q/1'],
  ['negative', false, '/q/1'],
  ['negative', true, '/a/1'],
];

describe('the address of a post', () => {
  test.each(PATHS)('with the role %s, an answer: %s, ends with %s', (role, isAnswer, path) => {
    expect(provenanceOf(rowWith(role, isAnswer)).posts[0]!.url).toBe(`https://alcohol.stackexchange.com${path}`);
  });

  test.each(PATHS)('with the role %s, an answer: %s, is the same when the row is written again', (role, isAnswer) => {
    const row = provenanceOf(rowWith(role, isAnswer));
    expect(provenanceOf(shardRowOf(['a', 'b'], row))).toEqual(row);
  });

  test.each<[Role, string]>([
    ['question', '/a/1'],
    ['answer', '/q/1'],
    ['linked', '/a/1'],
    ['negative', '/b/1'],
  ])('with the role %s cannot be %s', (role, path) => {
    const [post] = provenanceOf(rowWith(role)).posts;
    const row = {
      ...provenanceOf(rowWith(role)),
      posts: [{ ...post!, url: `https://alcohol.stackexchange.com${path}` }],
    };
    expect(() => shardRowOf(['a', 'b'], row)).toThrow('an address that is not one of a post');
  });
});
