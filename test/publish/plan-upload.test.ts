import { describe, expect, test } from 'vitest';
import { comparedByGit, isDone, planUpload, type RemoteFile } from '../../src/publish/plan-upload.ts';

const SHARD = 'data/title-body/train-00000-of-00001.arrow';

const local = (path: string, sha256: string, more = {}) => ({ path, bytes: 10, sha256, ...more });
const large = (path: string, sha256: string, bytes = 10): RemoteFile => ({ path, bytes, gitOid: 'pointer', sha256 });
const regular = (path: string, gitOid: string, bytes = 10): RemoteFile => ({ path, bytes, gitOid, sha256: undefined });

/** Paths by what is done with them. */
function paths(...lists: Parameters<typeof planUpload>) {
  const { add, replace, same, remove } = planUpload(...lists);
  const of = (files: readonly { readonly path: string }[]) => files.map(({ path }) => path);
  return { add: of(add), replace: of(replace), same: of(same), remove };
}

const NOTHING = { add: [], replace: [], same: [], remove: [] };

describe('a file', () => {
  test.each([
    ['that is not there is added', [local(SHARD, 'a')], [], { add: [SHARD] }],
    ['with another SHA-256 is replaced', [local(SHARD, 'a')], [large(SHARD, 'b')], { replace: [SHARD] }],
    ['with the same SHA-256 is the same', [local(SHARD, 'a')], [large(SHARD, 'a')], { same: [SHARD] }],
    [
      'with another size is replaced, whatever its digest',
      [local(SHARD, 'a')],
      [large(SHARD, 'a', 9)],
      { replace: [SHARD] },
    ],
    [
      'that lies in git is known by its name in git',
      [local('manifest.json', 'a', { gitOid: 'g' })],
      [regular('manifest.json', 'g')],
      { same: ['manifest.json'] },
    ],
    [
      'that lies in git under another name is replaced',
      [local('manifest.json', 'a', { gitOid: 'g' })],
      [regular('manifest.json', 'h')],
      { replace: ['manifest.json'] },
    ],
    [
      'whose name in git nobody asked for is replaced',
      [local('manifest.json', 'a')],
      [regular('manifest.json', 'g')],
      { replace: ['manifest.json'] },
    ],
    [
      'that became a large one is known by its SHA-256',
      [local('manifest.json', 'a', { gitOid: 'g' })],
      [large('manifest.json', 'a')],
      { same: ['manifest.json'] },
    ],
    [
      'of an old build is removed',
      [],
      [large('data/title-body/train-00000-of-00002.arrow', 'a')],
      { remove: ['data/title-body/train-00000-of-00002.arrow'] },
    ],
    [
      'of an old provenance, evaluation set or report is removed',
      [],
      [
        large('provenance/a/b', 'a'),
        regular('evaluation/x/q.jsonl', 'a'),
        regular('report.html', 'r'),
        regular('contamination.jsonl', 'c'),
      ],
      { remove: ['contamination.jsonl', 'evaluation/x/q.jsonl', 'provenance/a/b', 'report.html'] },
    ],
    [
      'of somebody else stays',
      [],
      [
        regular('.gitattributes', 'a'),
        regular('LICENSE', 'b'),
        regular('database/data/x', 'c'),
        large('models/data.bin', 'd'),
      ],
      {},
    ],
  ] as const)('%s', (_, here, there, expected) => {
    expect(paths(here, there)).toEqual({ ...NOTHING, ...expected });
  });
});

test('files come in the order of their names, however they were listed', () => {
  const here = ['data/c/b', 'README.md', 'data/c/a'].map((path) => local(path, 'a'));
  expect(paths(here, []).add).toEqual(['README.md', 'data/c/a', 'data/c/b']);
  const there = ['data/z', 'data/b', 'data/y'].map((path) => large(path, 'a'));
  expect(paths([], there).remove).toEqual(['data/b', 'data/y', 'data/z']);
});

test('there is nothing to commit where nothing differs, also beside files of others', () => {
  expect(isDone(planUpload([local(SHARD, 'a')], [large(SHARD, 'a'), regular('LICENSE', 'l')]))).toBe(true);
  expect(isDone(planUpload([], [large(SHARD, 'a')]))).toBe(false);
  expect(isDone(planUpload([local(SHARD, 'a')], []))).toBe(false);
});

test('only files that lie in git in the same size are read for their names in git', () => {
  const here = [local('a', 'x'), local('b', 'x'), local('c', 'x'), local('d', 'x')];
  const there = [regular('a', 'g'), regular('b', 'g', 11), large('c', 'x')];
  expect(comparedByGit(here, there).map(({ path }) => path)).toEqual(['a']);
});
