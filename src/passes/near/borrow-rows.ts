// The borrow pass on one dataset that rows are held against: its pairs become records as those of the build are, of which
// only the texts, the fingerprint and, in the author's place, the site matter. Memory: a batch and one run.

import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { fingerprint } from '../../clean/index.ts';
import { StackpairsError } from '../../errors.ts';
import { readForeignPairs } from '../../read-foreign.ts';
import { RunSpill, writeRecord } from '../../spill/index.ts';
import type { Borrowed } from './borrowed.ts';

/** A dataset to borrow from. */
export interface BorrowTask {
  readonly kind: 'borrow';
  readonly path: string;
  readonly name: string;
  /** Texts of a row of the build: pairs are filled up to as many. */
  readonly columns: number;
  /** Partitions to deal its rows to. */
  readonly partitions: number;
  readonly records: string;
}

/** Writes the rows of a dataset as records. Throws `bad_input` if it has none. */
export async function borrowRows(
  { path, name, columns, partitions, records }: BorrowTask,
  signal?: AbortSignal,
): Promise<Borrowed> {
  const spill = new RunSpill(records, partitions);
  const counts = new Array<number>(partitions).fill(0);
  const digest = createHash('sha256');
  let rows = 0;
  try {
    for await (const batch of readForeignPairs(path, { name, signal })) {
      for (const { texts, post } of batch) {
        const partition = rows % partitions;
        const filled = Array.from({ length: columns }, (_, column) => texts[column] ?? '');
        const posts = [{ ...NOBODY, author: post?.site ?? '' }];
        const fields = { ...NO_POST, byte: rows, fingerprint: fingerprint(texts), posts };
        writeRecord(spill.begin(partition), { ...fields, texts: filled });
        for (const text of texts) digest.update(text).update('\0');
        counts[partition]! += 1;
        rows += 1;
      }
    }
    if (rows === 0) throw noPairs(name, columns);
    return { files: [{ path: basename(records), ...spill.finish() }], counts, sha256: digest.digest('hex') };
  } finally {
    spill.abandon();
  }
}

const NO_POST = { key: 0, id: 0, votes: 0, questionId: 0, tags: [] } as const;
const NOBODY = {
  role: 'question',
  id: 0,
  authorId: undefined,
  license: '',
  licenseDerived: false,
  created: 0,
} as const;

function noPairs(name: string, columns: number): StackpairsError {
  return new StackpairsError('bad_input', 'no pairs to hold the rows against', {
    at: name,
    expected: `rows of ${columns} texts`,
    found: 'none',
    hint: 'See what is read of it with: build-dataset texts PATH --pairs',
  });
}
