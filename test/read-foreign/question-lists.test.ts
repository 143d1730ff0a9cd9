// AskUbuntu and LinkSO as their authors publish them: of all questions, those that are judged.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { testFolder } from '../build/dataset.ts';
import { textsIn, writeSet } from './foreign-set.ts';

const root = testFolder();

const questions = (ids: readonly number[]) => ids.map((id) => `${id}\ttitle of ${id}\tbody of ${id}\n`).join('');
const idsIn = async (folder: string) => [
  ...new Set((await textsIn(folder)).map(({ post }) => `${post?.site} ${post?.id}`)),
];

describe('AskUbuntu', () => {
  const texts = { 'text_tokenized.txt.gz': gzipSync(questions([9, 11, 12, 13, 14, 15])) };
  const training = {
    'train_random.txt': '14\t15\t9\n',
    'heldout.txt': '15\n',
    'vector/vectors_pruned.200.txt.gz': gzipSync('x'),
  };

  test('gives the judged questions', async () => {
    const lists = { 'dev.txt': '9\t\t12 11\t3.5 2.1\n', 'test.txt': '13\t9\t9 11\t3.5 2.1\n' };
    const folder = writeSet(join(root, 'judged'), {
      ...texts,
      ...lists,
      'train_random.txt': '14\t15\t9\n',
      'heldout.txt': '15\n',
    });
    expect(await idsIn(folder)).toEqual([9, 11, 12, 13].map((id) => `askubuntu.com ${id}`));
    expect((await textsIn(folder)).slice(0, 2)).toEqual([
      {
        source: 'judged',
        place: 'text_tokenized.txt.gz line 1 (9)',
        role: 'title',
        text: 'title of 9',
        post: { site: 'askubuntu.com', id: 9 },
      },
      {
        source: 'judged',
        place: 'text_tokenized.txt.gz line 1 (9)',
        role: 'body',
        text: 'body of 9',
        post: { site: 'askubuntu.com', id: 9 },
      },
    ]);
  });

  test('passes over what is for training', async () => {
    const folder = writeSet(join(root, 'training'), { ...texts, ...training, 'test.txt': '13\t\t9\t1\n' });
    expect(await idsIn(folder)).toEqual(['askubuntu.com 9', 'askubuntu.com 13']);
  });

  test('gives every question where no list says which are judged', async () => {
    expect(await idsIn(writeSet(join(root, 'all'), texts))).toHaveLength(6);
  });

  test('with a line that is no question is an error', async () => {
    const folder = writeSet(join(root, 'broken'), { 'text_tokenized.txt': '9\ttitle\tbody\nno id\n' });
    await expect(textsIn(folder)).rejects.toThrow(/text_tokenized\.txt line 2: a line that is no question/);
  });
});

test('LinkSO gives the queries of test and validation with their candidates', async () => {
  const folder = writeSet(join(root, 'linkso'), {
    'java/java_qid2all.txt': questions([1, 2, 3, 4, 5, 6, 7]),
    'java/java_cosidf.txt': 'qid1\tqid2\tscore\tlabel\n1\t2\t0.9\t1\n1\t3\t0.5\t0\n4\t5\t0.7\t1\n6\t2\t0.1\t0\n',
    'java/java_test_qid.txt': '1\n',
    'java/java_valid_qid.txt': '6\n',
    'java/java_train_qid.txt': '4\n',
  });
  expect(await idsIn(folder)).toEqual([1, 2, 3, 6].map((id) => `stackoverflow.com ${id}`));
});
